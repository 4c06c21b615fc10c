"""What a change in the suites is judged by: requirements, checks, trials."""

from __future__ import annotations

from conformance.selfcheck.blend import CLEAN
from conformance.standard import load
from mock_provider.behaviours import faults, variations
from mutation.judge import FAULTS, VARIATIONS, Aim, aim, trials_for
from mutation.reach import Definition


def check(module: str, name: str) -> Definition:
    return Definition(f"conformance/rulebooks/clr10/provider/test_{module}.py", f"test_{name}", 1, 2, frozenset(), True)


def test_a_check_is_judged_by_its_own_requirement_and_nothing_else_runs() -> None:
    aimed = aim([(check("gcs", "offset_past_the_end_is_empty"), 0)])
    assert aimed.ids == ("CLR10-GCS-012",)
    assert aimed.arguments == ["-k", "(test_gcs) and (test_offset_past_the_end_is_empty)"]


def test_the_nearest_requirement_comes_first() -> None:
    aimed = aim([(check("gcs", "token_is_demanded"), 0), (check("gcs", "offset_past_the_end_is_empty"), 1)])
    assert aimed.ids == ("CLR10-GCS-004", "CLR10-GCS-012")


def test_what_looks_back_needs_the_whole_plan() -> None:
    row = next(row for row in load("clr10") if any(one.startswith("provider.observed.") for one in row.checks))
    name = next(one for one in row.checks if one.startswith("provider.observed.")).split(".")[2]
    aimed = aim([(check("observed", name), 0)])
    assert row.id in aimed.ids
    assert aimed.arguments == []


def test_what_no_check_feels_is_judged_by_the_clean_mock_and_some_variations() -> None:
    aimed = aim([])
    assert aimed == Aim((), ())
    assert set(trials_for(aimed)) <= {CLEAN, *variations()}


def test_trials_begin_with_the_clean_mock_and_the_faults_that_break_the_requirement() -> None:
    chosen = trials_for(Aim(("CLR10-GCS-006",), ()))
    breaking = {one.id for one in faults().values() if "CLR10-GCS-006" in one.breaks}
    assert breaking
    assert chosen[0] == CLEAN
    assert set(chosen[1 : 1 + len(breaking)]) == breaking
    assert set(chosen[1 + len(breaking) :]) <= variations().keys()


def test_trials_are_bounded() -> None:
    chosen = trials_for(Aim(tuple(row.id for row in load("clr10")), ()))
    assert len(chosen) == 1 + FAULTS + VARIATIONS
