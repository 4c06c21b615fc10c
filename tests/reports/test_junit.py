"""JUnit XML that every CI can read."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from lxml import etree
from syrupy.assertion import SnapshotAssertion

from clr_reports.junit import render
from conformance.record import RunRecord, Verdict
from conformance.standard import Standard


def document(record: RunRecord) -> etree._Element:
    return etree.fromstring(render(record).encode())


def case(record: RunRecord, requirement_id: str) -> etree._Element:
    found: etree._Element
    named = document(record).xpath(f"//testcase[starts-with(@name, '{requirement_id} ')]")
    (found,) = cast(list[etree._Element], named)
    return found


def outcomes(element: etree._Element) -> set[str]:
    return {child.tag for child in element} - {"properties"}


def test_the_document(record: RunRecord, small_catalogue: Standard, snapshot: SnapshotAssertion) -> None:
    assert render(record) == snapshot


def test_there_is_one_case_per_requirement_under_its_area(record: RunRecord) -> None:
    cases = document(record).xpath("//testcase[@classname='GCS']")
    assert len(cases) == len(record.requirements)


def test_each_verdict_has_its_outcome(record: RunRecord) -> None:
    expected = {
        Verdict.PASS: set(),
        Verdict.FAIL: {"failure"},
        Verdict.WARN: {"system-out"},
        Verdict.INCOMPLETE: {"error"},
        Verdict.WAIVED: {"skipped"},
        Verdict.NOT_APPLICABLE: {"skipped"},
        Verdict.MANUAL: {"skipped"},
        Verdict.EXCLUDED: {"skipped"},
    }
    for result in record.requirements:
        assert outcomes(case(record, result.id)) == expected[result.verdict]


def test_an_undecided_recommendation_is_skipped(record: RunRecord) -> None:
    (undecided,) = record.by_verdict(Verdict.INCOMPLETE)
    soft = replace(record, requirements=(replace(undecided, level="SHOULD"),))
    assert outcomes(case(soft, undecided.id)) == {"skipped"}


def test_the_totals_are_those_of_the_cases(record: RunRecord) -> None:
    root = document(record)
    assert int(root.get("tests")) == len(root.xpath("//testcase"))
    assert int(root.get("failures")) == len(root.xpath("//failure"))
    assert int(root.get("errors")) == len(root.xpath("//error"))
    assert int(root.get("skipped")) == len(root.xpath("//skipped"))


def test_a_run_that_never_began_is_not_green(record: RunRecord) -> None:
    assert document(replace(record, requirements=())).get("errors") == "1"


def test_hostile_strings_give_well_formed_xml(hostile: RunRecord) -> None:
    text = render(hostile)
    assert "javascript:alert(4)" in document(hostile).xpath("string()")
    assert len(text) < 500_000
