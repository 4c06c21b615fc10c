"""From check results to verdicts and the exit code."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conformance.plan import CLAIMS
from conformance.plan.selection import Selection, Sighting, Waiver
from conformance.record import CheckResult, Finding, Outcome, Problem, RequirementResult, Verdict
from conformance.rulebooks.clr10 import provider
from conformance.run.provider import PROVIDER
from conformance.standard import Basis, Level, Requirement, Role, load
from conformance.verdicts import RunRole, broken, decide, exit_code, from_findings, judge, level_of, selected

TODAY = date(2026, 11, 21)


def selection(**changes: Any) -> Selection:
    return Selection(**{"claims": frozenset(CLAIMS), **changes})


def some(**wanted: Any) -> Requirement:
    """A requirement of the catalogue with these members that a run against a provider decides."""
    return next(
        r
        for r in load("clr10")
        if any(map(PROVIDER.decides, r.checks))
        and not r.applies_when
        and all(getattr(r, name) == value for name, value in wanted.items())
    )


@pytest.mark.parametrize(
    ("planned", "told"),
    [
        ("consumer", "waiting for a check of what a consumer sends"),
        ("outcome", "waiting for the consumer's own report of what came of it"),
        ("person", "waiting for somebody who looks at what the consumer shows"),
    ],
)
def test_a_planned_requirement_says_what_it_waits_for(planned: str, told: str) -> None:
    requirement = replace(some(), checks=(), planned=planned)
    verdict, reason = decide(requirement, selection(), (), (Verdict.INCOMPLETE, "no check of it ran"))

    assert (verdict, reason) == (Verdict.EXCLUDED, f"{told}; no run of this version decides it")


def verdict_of(requirement: Requirement, *outcomes: Outcome, **changes: Any) -> RequirementResult:
    results = {requirement.id: [CheckResult("x", outcome, reason=outcome.value) for outcome in outcomes]}
    judged = judge(load("clr10"), selection(**changes), PROVIDER, results, today=TODAY)
    return next(result for result in judged.requirements if result.id == requirement.id)


FIRM = {"role": Role.PROVIDER, "level": Level.MUST, "basis": Basis.PUBLISHED}


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ([Outcome.PASS], Verdict.PASS),
        ([Outcome.PASS, Outcome.FAIL], Verdict.FAIL),
        ([Outcome.INCOMPLETE, Outcome.FAIL], Verdict.FAIL),
        ([Outcome.PASS, Outcome.INCOMPLETE], Verdict.INCOMPLETE),
        ([Outcome.PASS, Outcome.WARN], Verdict.WARN),
        ([Outcome.PASS, Outcome.NOT_APPLICABLE], Verdict.PASS),
        ([Outcome.NOT_APPLICABLE], Verdict.NOT_APPLICABLE),
        ([Outcome.MANUAL], Verdict.MANUAL),
        ([], Verdict.INCOMPLETE),
    ],
)
def test_the_worst_check_decides_and_nothing_checked_is_never_a_pass(outcomes: list[Outcome], verdict: Verdict) -> None:
    assert verdict_of(some(**FIRM), *outcomes).verdict is verdict


def test_level_and_basis_decide_what_a_breach_yields() -> None:
    requirement = some(**FIRM)

    def breach(level: Level, basis: Basis, **changes: Any) -> Verdict:
        return broken(replace(requirement, level=level, basis=basis), selection(**changes))

    assert breach(Level.MUST, Basis.RFC) is Verdict.FAIL
    assert breach(Level.MUST_NOT, Basis.PUBLISHED) is Verdict.FAIL
    assert breach(Level.SHOULD, Basis.PUBLISHED) is Verdict.WARN
    assert breach(Level.MUST, Basis.SIBLING) is Verdict.WARN
    assert breach(Level.MUST, Basis.PRACTICE) is Verdict.WARN
    assert breach(Level.MUST, Basis.SIBLING, inferred="fail") is Verdict.FAIL
    assert breach(Level.SHOULD, Basis.SIBLING, inferred="fail") is Verdict.WARN
    assert breach(Level.MAY, Basis.PUBLISHED) is Verdict.PASS


def test_a_must_that_is_only_inferred_or_doubtful_is_reported_as_a_should() -> None:
    requirement = some(**FIRM)
    inferred = replace(requirement, level=Level.MUST_NOT, basis=Basis.PRACTICE)
    assert level_of(requirement, Selection()) is Level.MUST
    assert level_of(requirement, Selection(), doubtful=True) is Level.SHOULD
    assert level_of(inferred, Selection()) is Level.SHOULD_NOT
    assert level_of(inferred, Selection(inferred="fail")) is Level.MUST_NOT
    assert level_of(replace(requirement, level=Level.MAY), Selection(), doubtful=True) is Level.MAY


@pytest.mark.parametrize(
    ("fails", "undecided", "outcome"),
    [
        ([], False, Outcome.PASS),
        ([], True, Outcome.INCOMPLETE),
        ([False], False, Outcome.WARN),
        ([False], True, Outcome.INCOMPLETE),
        ([False, True], True, Outcome.FAIL),
    ],
)
def test_findings_make_an_outcome(fails: list[bool], undecided: bool, outcome: Outcome) -> None:
    assert from_findings(fails, undecided=undecided) is outcome


def test_where_nothing_is_claimed_each_requirement_applies() -> None:
    requirement = next(r for r in load("clr10") if r.applies_when and r.checks)
    seen, missing = [CheckResult("x", Outcome.WARN)], (Verdict.NOT_APPLICABLE, "nothing of it")
    assert decide(requirement, Selection(), seen, missing, explained=False) == (Verdict.WARN, None)
    assert decide(requirement, Selection(), [], missing) == missing
    left_out = decide(requirement, Selection(ignore=(requirement.area,)), seen, missing, left_out="left out here")
    assert left_out == (Verdict.EXCLUDED, "left out here")


def test_a_role_is_concerned_by_what_binds_it_and_by_what_its_checks_decide() -> None:
    requirement = replace(some(**FIRM), role=Role.CONSUMER, checks=("consumer.gcs.limit",))
    assert RunRole("consumer", frozenset()).concerns(requirement)
    assert RunRole("reader", frozenset({Role.CONSUMER})).concerns(requirement)
    assert not RunRole("provider", frozenset({Role.PROVIDER})).concerns(requirement)


def test_what_documents_decide_is_none_of_a_run_without_a_check_of_it() -> None:
    checks = ("verification.di.the_proof_fits", "document.di.one", "provider.documents.received")
    verified = replace(some(**FIRM), role=Role.VERIFIER, checks=checks)
    reader = RunRole("consumer", frozenset({Role.CONSUMER, Role.VERIFIER}))
    assert not reader.concerns(verified)
    assert reader.concerns(replace(verified, checks=()))
    assert reader.concerns(replace(verified, checks=(*verified.checks, "consumer.di.it_looks")))


def test_what_the_target_does_not_claim_is_not_applicable() -> None:
    requirement = next(r for r in load("clr10") if r.applies_when == ("write",) and r.checks)
    results = {requirement.id: [CheckResult("x", Outcome.FAIL)]}
    judged = judge(load("clr10"), selection(claims=frozenset({"read"})), PROVIDER, results, today=TODAY)
    verdicts = {result.id: result.verdict for result in judged.requirements}
    assert verdicts[requirement.id] is Verdict.NOT_APPLICABLE


def test_select_and_ignore_take_areas_and_ids() -> None:
    requirement = some(**FIRM)
    assert selected(requirement, selection(select=(requirement.area,)))
    assert selected(requirement, selection(select=(requirement.id,)))
    assert not selected(requirement, selection(select=("ZZZ",)))
    assert not selected(requirement, selection(ignore=(requirement.id,)))


@pytest.mark.parametrize(
    ("wanted", "outcome", "told"),
    [
        ({"level": Level.SHOULD}, Outcome.FAIL, "A SHOULD: a breach is a warning."),
        ({"level": Level.SHOULD}, Outcome.WARN, "A SHOULD: a breach is a warning."),
        ({"level": Level.MUST, "basis": Basis.SIBLING}, Outcome.FAIL, "taken from a sibling standard"),
        ({"level": Level.MUST, "basis": Basis.PRACTICE}, Outcome.FAIL, "with `inferred: fail` in the plan it fails"),
        ({"level": Level.MUST, "basis": Basis.PUBLISHED}, Outcome.WARN, "leave room for this"),
    ],
)
def test_a_warning_says_why_it_is_no_failure(wanted: dict[str, Any], outcome: Outcome, told: str) -> None:
    requirement = some(**wanted)
    seen = CheckResult("x", outcome, (Finding(requirement.id, "what was seen"),), reason="what was seen")
    judged = judge(load("clr10"), selection(), PROVIDER, {requirement.id: [seen]}, today=TODAY)
    (result,) = (one for one in judged.requirements if one.id == requirement.id)
    assert result.verdict is Verdict.WARN
    assert told in (result.reason or "")
    assert "what was seen" not in (result.reason or "")


def test_the_catalogue_says_which_breach_of_a_must_is_only_a_warning() -> None:
    """Each check that may end in a doubt names a requirement whose row tells of it."""
    silent = []
    for file in sorted(Path(provider.__path__[0]).glob("test_*.py")):
        for function in ast.parse(file.read_text(encoding="utf-8")).body:
            source = ast.unparse(function)
            ids = re.findall(r"^@requirement\('(.*?)'\)", source, re.MULTILINE)
            if "raise Doubtful" in source:
                silent += [one for one in ids if load("clr10")[one].level.binding and not load("clr10")[one].leeway]
    assert silent == []


def waiver(requirement: Requirement, expires: str, *covers: str) -> Waiver:
    return Waiver(requirement.id, "ticket 41", "dana", date.fromisoformat(expires), covers)


def test_a_waiver_covers_a_breach_and_names_its_owner() -> None:
    requirement = some(**FIRM)
    result = verdict_of(requirement, Outcome.FAIL, waivers=(waiver(requirement, "2026-12-06"),))
    assert result.verdict is Verdict.WAIVED
    assert result.reason == "ticket 41 (dana, until 2026-12-06)"


@pytest.mark.parametrize(
    ("expires", "told"), [("2026-12-05", "it ends in 14 days"), ("2026-11-22", "in 1 day"), ("2026-11-21", "in 0 days")]
)
def test_a_waiver_says_in_time_that_it_ends(expires: str, told: str) -> None:
    requirement = some(**FIRM)
    result = verdict_of(requirement, Outcome.FAIL, waivers=(waiver(requirement, expires),))
    assert told in (result.reason or "")


def test_a_waiver_that_names_breaches_hides_no_other() -> None:
    requirement = some(**FIRM)

    def judged(*messages: str) -> RequirementResult:
        found = tuple(Finding(requirement.id, message, pointer="/clrs/3/id") for message in messages)
        results = {requirement.id: [CheckResult("provider.x", Outcome.FAIL, found)]}
        covered = waiver(requirement, "2027-01-01", "provider.x: limit=… was answered 200 at /clrs/*/id")
        rows = judge(load("clr10"), selection(waivers=(covered,)), PROVIDER, results, today=TODAY)
        assert rows.problems == ()
        return next(row for row in rows.requirements if row.id == requirement.id)

    assert judged("limit=0 was answered 200").verdict is Verdict.WAIVED
    other = judged("limit=7 was answered 200", "limit=7 was answered 500")
    assert other.verdict is Verdict.FAIL
    assert other.reason == "The waiver of dana does not cover: provider.x: limit=… was answered 500 at /clrs/*/id"


@pytest.mark.parametrize("outcome", [Outcome.INCOMPLETE, Outcome.NOT_APPLICABLE, Outcome.MANUAL])
def test_a_waiver_is_not_told_to_be_unused_while_nobody_knows(outcome: Outcome) -> None:
    requirement = some(**FIRM)
    results = {requirement.id: [CheckResult("x", outcome)]}
    assert (
        judge(
            load("clr10"), selection(waivers=(waiver(requirement, "2027-01-01"),)), PROVIDER, results, today=TODAY
        ).problems
        == ()
    )
    left_out = selection(waivers=(waiver(requirement, "2027-01-01"),), ignore=(requirement.id,))
    assert judge(load("clr10"), left_out, PROVIDER, {}, today=TODAY).problems == ()


def test_what_a_person_looked_at_passes_only_where_no_check_can_decide() -> None:
    requirement = some(**FIRM)
    looked = (Sighting(requirement.id, "dana", TODAY, "it is shown"),)
    result = verdict_of(requirement, Outcome.MANUAL, seen_by_hand=looked)
    assert (result.verdict, result.reason) == (Verdict.PASS, "looked at by dana on 2026-11-21: it is shown")
    assert verdict_of(requirement, Outcome.FAIL, seen_by_hand=looked).verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("outcome", "expires", "code"),
    [(Outcome.FAIL, "2026-11-20", "waiver-expired"), (Outcome.PASS, "2027-01-01", "waiver-unused")],
)
def test_an_expired_or_unused_waiver_fails_the_run(outcome: Outcome, expires: str, code: str) -> None:
    requirement = some(**FIRM)
    results = {requirement.id: [CheckResult("x", outcome)]}
    judged = judge(load("clr10"), selection(waivers=(waiver(requirement, expires),)), PROVIDER, results, today=TODAY)
    assert [problem.code for problem in judged.problems] == [code]
    assert exit_code(load("clr10"), (), judged.problems) == 1


def test_exit_codes() -> None:
    must, should = some(**FIRM), some(role=Role.PROVIDER, level=Level.SHOULD)

    others = [RequirementResult(must.id, "", "", "", "", "", Verdict.PASS)]

    def code(requirement: Requirement, verdict: Verdict, *problems: Problem) -> int:
        result = RequirementResult(requirement.id, "", "", "", "", "", verdict)
        return exit_code(load("clr10"), (result, *others), problems)

    assert code(must, Verdict.PASS) == 0
    assert code(should, Verdict.WARN) == 0
    assert code(must, Verdict.FAIL) == 1
    assert code(must, Verdict.INCOMPLETE) == 3
    assert code(should, Verdict.INCOMPLETE) == 0
    assert code(must, Verdict.MANUAL) == 0
    assert code(must, Verdict.PASS, Problem("login-refused", "no")) == 3
    assert code(must, Verdict.FAIL, Problem("login-refused", "no")) == 1
    manual = RequirementResult(must.id, "", "", "", "", "", Verdict.MANUAL)
    assert exit_code(load("clr10"), (manual, *others), (), strict_manual=True) == 3
    others.clear()
    assert [code(should, verdict) for verdict in Verdict if not verdict.decided] == [3, 3, 3, 3]
    assert exit_code(load("clr10"), (), ()) == 3


def test_a_provider_run_judges_the_provider_its_authorization_server_and_its_documents() -> None:
    judged = judge(load("clr10"), selection(), PROVIDER, {}, today=TODAY)
    bound = {result.id for result in judged.requirements if result.role in ("P", "A", "D")}
    assert bound == {row.id for row in load("clr10") if row.role.value in ("P", "A", "D")}


def test_what_binds_publishers_is_judged_where_documents_show_it() -> None:
    judged = judge(load("clr10"), selection(), PROVIDER, {}, today=TODAY)
    others = [result.id for result in judged.requirements if result.role not in ("P", "A", "D")]
    assert others == ["CLR10-CON-014", "CLR10-CON-015"]
