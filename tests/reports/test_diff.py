"""What changed between two runs, and when it got worse."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from clr_reports.diff import Direction, NotComparableError, as_json, compare, direction, markdown, text
from conformance.record import CheckResult, Finding, Outcome, RunRecord, Verdict
from tests.reports.conftest import failing, make_record


@pytest.mark.parametrize(
    ("old", "new", "went"),
    [
        ("pass", "fail", "worse"),
        ("pass", "incomplete", "worse"),
        ("pass", "warn", "worse"),
        ("pass", "waived", "worse"),
        ("warn", "fail", "worse"),
        ("warn", "incomplete", "worse"),
        ("waived", "fail", "worse"),
        ("waived", "incomplete", "worse"),
        ("incomplete", "fail", "worse"),
        ("not-applicable", "fail", "worse"),
        ("manual", "incomplete", "worse"),
        ("fail", "pass", "better"),
        ("fail", "warn", "better"),
        ("incomplete", "pass", "better"),
        ("incomplete", "warn", "better"),
        ("warn", "pass", "better"),
        ("waived", "pass", "better"),
        ("waived", "warn", "better"),
        ("fail", "waived", "changed"),
        ("warn", "waived", "changed"),
        ("incomplete", "waived", "changed"),
        ("fail", "incomplete", "changed"),
        ("pass", "not-applicable", "changed"),
        ("fail", "excluded", "changed"),
        ("not-applicable", "pass", "changed"),
        ("not-applicable", "warn", "changed"),
        ("excluded", "manual", "changed"),
        (None, "fail", "worse"),
        (None, "pass", "new"),
        (None, "incomplete", "new"),
        ("pass", None, "gone"),
        ("fail", None, "gone"),
    ],
)
def test_which_way_a_requirement_went(old: str | None, new: str | None, went: str) -> None:
    assert direction(Verdict(old) if old else None, Verdict(new) if new else None) == went


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_same_verdict_is_no_change(verdict: Verdict) -> None:
    assert direction(verdict, verdict) is None


def test_every_pair_of_verdicts_has_a_direction() -> None:
    for old in Verdict:
        for new in Verdict:
            assert (direction(old, new) is None) == (old is new)


def test_nothing_that_is_better_one_way_is_better_the_other_way() -> None:
    for old in Verdict:
        for new in Verdict:
            if direction(old, new) is Direction.BETTER:
                assert direction(new, old) is not Direction.BETTER


def broken(*findings: Finding) -> RunRecord:
    return make_record(requirements=(replace(failing(6), checks=(_check(*findings),)),))


def _check(*findings: Finding) -> CheckResult:
    return CheckResult("gcs.check", Outcome.FAIL, findings)


def seen(message: str, pointer: str = "", count: int = 1) -> Finding:
    return Finding("CLR10-GCS-006", message, pointer=pointer, count=count)


@pytest.mark.parametrize(
    ("old", "new", "went", "told"),
    [
        ([seen("a")], [seen("a"), seen("b")], "worse", "also gcs.check: b"),
        ([seen("a")], [seen("b")], "worse", "also gcs.check: b"),
        ([seen("a", "/clrs/0/id")], [seen("a", "/clrs/0/name")], "worse", "also gcs.check: a at /clrs/*/name"),
        ([seen("answered 200")], [seen("answered 500")], "worse", "also gcs.check: answered 500"),
        ([seen("a"), seen("b")], [seen("a")], "better", "no longer gcs.check: b"),
        ([seen("a", count=3)], [seen("a", count=5)], "changed", "gcs.check: a: 3 times, now 5"),
        ([seen("a", "/clrs/0/id")], [seen("a", "/clrs/7/id")], None, ""),
        ([seen("12 CLRs of https://a.example/1")], [seen("13 CLRs of https://a.example/2")], None, ""),
    ],
)
def test_a_requirement_that_fails_in_both_is_compared_breach_by_breach(
    old: list[Finding], new: list[Finding], went: str | None, told: str
) -> None:
    found = compare(broken(*old), broken(*new))
    assert [(one.direction, one.message) for one in found.changes] == ([(went, told)] if went else [])
    assert found.worse is (went == "worse")
    assert found.still_failing == ("CLR10-GCS-006",)


def with_verdicts(record: RunRecord, **verdicts: Verdict | None) -> RunRecord:
    """The record with other verdicts: ``gcs_006=Verdict.PASS``; ``None`` leaves the requirement out."""
    wanted = {f"CLR10-{key.upper().replace('_', '-')}": verdict for key, verdict in verdicts.items()}
    results = []
    for result in record.requirements:
        verdict = wanted.get(result.id, result.verdict)
        if verdict is not None:
            results.append(replace(result, verdict=verdict))
    return replace(record, requirements=tuple(results))


@pytest.fixture
def later(record: RunRecord) -> RunRecord:
    changed = with_verdicts(
        record,
        gcs_001=Verdict.FAIL,
        gcs_007=Verdict.PASS,
        gcs_008=None,
        gcs_009=Verdict.EXCLUDED,
        gcs_010=Verdict.FAIL,
    )
    extra = replace(record.requirements[0], id="CLR10-GCS-020")
    return replace(changed, requirements=(*changed.requirements, extra), finished="2026-03-05T05:06:11Z")


def test_the_text(record: RunRecord, later: RunRecord, snapshot: SnapshotAssertion) -> None:
    assert text(compare(record, later)) == snapshot


def test_the_markdown(record: RunRecord, later: RunRecord, snapshot: SnapshotAssertion) -> None:
    assert markdown(compare(record, later)) == snapshot


def test_the_json(record: RunRecord, later: RunRecord, snapshot: SnapshotAssertion) -> None:
    assert json.loads(as_json(compare(record, later))) == snapshot


def test_two_equal_runs_differ_in_nothing(record: RunRecord) -> None:
    same = compare(record, record)
    assert not same.worse
    assert same.changes == ()
    assert same.same == len(record.requirements)
    assert same.still_failing == ("CLR10-GCS-006",)
    assert text(same).startswith("Nothing changed.")


def test_something_worse_among_much_better_is_worse(record: RunRecord) -> None:
    mixed = with_verdicts(record, gcs_001=Verdict.INCOMPLETE, gcs_006=Verdict.PASS, gcs_007=Verdict.PASS)
    assert compare(record, mixed).worse
    assert not compare(mixed, with_verdicts(mixed, gcs_001=Verdict.PASS)).worse


def test_a_run_that_ended_well_and_now_does_not_is_worse_though_no_verdict_is(record: RunRecord) -> None:
    found = compare(replace(record, exit_code=0), replace(record, exit_code=3))
    assert found.worse
    assert "exit code 3" in text(found)


@pytest.mark.parametrize(
    "change", [{"standard": "clr-v2p0"}, {"role": "consumer"}, {"target": {"envelope": "ob-v3p0"}}]
)
def test_runs_of_different_things_are_not_compared(record: RunRecord, change: dict[str, Any]) -> None:
    with pytest.raises(NotComparableError) as caught:
        compare(record, replace(record, **change))
    assert caught.value.problem.code == "runs-not-comparable"


def test_hostile_strings_stay_text(record: RunRecord, hostile: RunRecord) -> None:
    found = compare(record, hostile)
    for shown in (text(found), markdown(found)):
        shown.encode("utf-8")
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    assert "<img" not in markdown(found)


def test_a_run_that_kept_personal_data_is_told_first(record: RunRecord) -> None:
    found = compare(record, replace(record, personal_data="kept"))
    assert text(found).startswith("This holds personal data of learners")
    assert "personal data of learners" in markdown(found).splitlines()[2]
    assert json.loads(as_json(found))["personal_data"] == "kept"
    assert "personal data" not in text(compare(record, record))
