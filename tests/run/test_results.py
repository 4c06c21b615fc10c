"""Check results in, a run record out: of any role, without pytest and without reports."""

from __future__ import annotations

import subprocess
import sys

import pytest

from conformance.errors import UsageFault
from conformance.plan.selection import Selection
from conformance.record import CheckResult, Diagnosis, Finding, Outcome, Problem, Verdict
from conformance.run import CheckEnding, Circumstances, Run
from conformance.standard import Role, load
from conformance.verdicts import RunRole

STANDARD = load("clr10")
READER = RunRole("provider", frozenset({Role.CONSUMER}))
"""A role of this test: it is concerned by what a provider's checks decide, and by what binds consumers."""
AREA = Selection(select=("GCS",), claims=frozenset({"read"}))
ID = "CLR10-GCS-001"
ABOUT = Circumstances(plan={"name": "p"}, target={"url": "https://clr.example"})


def run(selection: Selection = AREA, role: RunRole = READER) -> Run:
    return Run(STANDARD, selection, role, plan="p")


def test_a_record_has_the_role_the_plan_and_the_verdicts_of_what_was_taken_in() -> None:
    judged = run()
    judged.diagnosed(Diagnosis("target", "ok", "it answers"))
    judged.take("provider.gcs.x", [ID], CheckEnding(), exchanges=range(3), seconds=0.5)

    record = judged.finish(ABOUT)

    assert (record.role, record.standard, record.plan, record.target) == (
        "provider",
        "clr-v1p0",
        ABOUT.plan,
        ABOUT.target,
    )
    (row,) = (row for row in record.requirements if row.id == ID)
    assert row.verdict is Verdict.PASS
    assert row.checks == (CheckResult("provider.gcs.x", Outcome.PASS, exchanges=(0, 1, 2), seconds=0.5),)
    assert [step.step for step in record.doctor] == ["target"]
    assert any(row.role == "C" for row in record.requirements)
    assert record.exit_code == 3  # the other requirements of the area were not checked


def test_the_ids_of_shared_rules_come_out_as_those_of_the_edition() -> None:
    shared, own = next(iter(STANDARD.shared.items()))
    judged = run(Selection())
    finding = Finding("", f"broken, see {shared}")
    result = judged.take("provider.x", [shared], CheckEnding(Outcome.FAIL, f"see {shared}", (finding,)))
    assert judged.knows(shared)
    assert not judged.knows("OTHER-AUT-001")
    assert list(judged.results) == [own]
    assert (result.reason, result.findings[0].requirement) == (f"see {own}", own)
    assert result.findings[0].message == f"broken, see {own}"


def test_a_finding_belongs_to_the_requirement_that_it_names_and_cites_the_last_exchange() -> None:
    judged = run()
    named = Finding("CLR10-GCS-002", "broken")
    judged.take("provider.x", [ID, "CLR10-GCS-002"], CheckEnding(Outcome.FAIL, "why", (named,)), exchanges=[4, 5])
    ((other,), (own,)) = (judged.results[name] for name in (ID, "CLR10-GCS-002"))
    assert (other.outcome, other.reason) == (Outcome.INCOMPLETE, "the check ended at another requirement")
    assert own.outcome is Outcome.FAIL
    assert own.findings[0].exchanges == (5,)


def test_what_was_left_out_on_the_command_line_is_excluded_and_not_incomplete() -> None:
    judged = run()
    judged.left_out([ID])
    (row,) = (row for row in judged.finish(ABOUT).requirements if row.id == ID)
    assert (row.verdict, row.reason) == (Verdict.EXCLUDED, "left out on the command line")


def test_problems_are_told_in_the_order_in_which_they_explain() -> None:
    judged = run()
    judged.met(Problem("harness-fault", "an error"))
    record = judged.finish(Circumstances(plan={}, target={}, problems=(Problem("login-refused", "no"),)))
    assert [problem.code for problem in record.problems] == ["login-refused", "harness-fault"]


def test_a_run_that_judged_nothing_says_so() -> None:
    assert [problem.code for problem in run().finish(ABOUT).problems] == ["nothing-judged"]


def test_a_selection_that_leaves_nothing_for_the_role_is_refused_before_anything_is_judged() -> None:
    with pytest.raises(UsageFault) as refused:
        run(role=RunRole("verifier", frozenset({Role.VERIFIER})))  # no check is of that role
    assert refused.value.problem.code == "nothing-selected"


def test_a_run_needs_neither_pytest_nor_reports() -> None:
    asked = "import sys, conformance.run; print([n for n in ('pytest', 'clr_reports', 'httpx') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
