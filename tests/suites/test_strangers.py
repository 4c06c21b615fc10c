"""The harness judges providers that other hands wrote in other languages: right when they are right, and wrong for
their fault.

Each lives in a folder of ``tests/foreign`` with its ``stranger.yaml``. A run is always whole, so that no other row is
blamed either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from _pytest.mark import ParameterSet

from conformance.record import Verdict
from conformance.standard import load
from tests.foreign.judging import Case, Judged, judging, strangers
from tests.foreign.stranger import PLANS, Right, Stranger, Wrong, must_run

STANDARD = load("v1p0")
UNDISTURBED = "as it comes"

Outcome = Callable[[Case], Judged]


def _rights() -> Iterator[ParameterSet]:
    for folder, stranger in strangers().items():
        for right in stranger.rights:
            for plan in PLANS:
                case = Case(folder, plan, right.name)
                yield pytest.param(case, right, id=f"{folder}-{right.name}-{plan}".replace(" ", "-"))


def _wrongs() -> Iterator[ParameterSet]:
    for folder, stranger in strangers().items():
        for wrong in stranger.wrongs:
            case = Case(folder, wrong.plan, wrong.right or UNDISTURBED, wrong.name)
            marks = [pytest.mark.xfail(reason=wrong.waits, strict=True, raises=AssertionError)] if wrong.waits else []
            yield pytest.param(case, wrong, id=f"{folder}-{wrong.name}", marks=marks)


@pytest.fixture(scope="module")
def outcome(request: pytest.FixtureRequest) -> Iterator[Outcome]:
    """The outcome of a case. All cases of this session are worked on from the start, in the order of the tests."""
    missing = {folder: stranger.missing() for folder, stranger in strangers().items()}
    specs = [item.callspec for item in request.session.items if hasattr(item, "callspec")]
    wanted = dict.fromkeys(spec.params["case"] for spec in specs if isinstance(spec.params.get("case"), Case))
    with judging(case for case in wanted if not missing[case.stranger]) as running:

        def ask(case: Case) -> Judged:
            if missing[case.stranger]:
                (pytest.fail if must_run() else pytest.skip)(missing[case.stranger])
            return running[case].result(timeout=100)

        yield ask


@pytest.mark.parametrize(("case", "right"), list(_rights()))
def test_a_right_provider_is_left_in_peace(outcome: Outcome, case: Case, right: Right) -> None:
    """No failure, at most the warnings listed beside it, and nothing left open.

    ``misjudged`` names the rows that the harness still gets wrong: exactly these, so that a mended one shows.
    """
    judged = outcome(case)
    blamed = judged.of(Verdict.FAIL, Verdict.WARN, Verdict.INCOMPLETE)
    misjudged = right.misjudged[case.plan]
    declared = {*right.warns[case.plan], *right.fails[case.plan]}
    assert judged.of(Verdict.FAIL).keys() - misjudged.keys() == set(right.fails[case.plan]), judged.of(Verdict.FAIL)
    troubles = {problem.partition(":")[0] for problem in judged.problems}
    assert (blamed.keys() | troubles) - declared == misjudged.keys(), {**blamed, "problems": judged.problems}
    assert judged.of(Verdict.PASS), "nothing was judged"
    assert not [left for left in judged.leftovers if "OAuth clients" not in left]
    if misjudged:
        pytest.xfail("; ".join(f"{one}: {why}" for one, why in misjudged.items()))


@pytest.mark.parametrize(("case", "wrong"), list(_wrongs()))
def test_a_wrong_way_is_named_by_its_requirement(outcome: Outcome, case: Case, wrong: Wrong) -> None:
    judged = outcome(case)
    blamed = judged.of(Verdict.FAIL, Verdict.WARN)
    assert set(wrong.names) <= blamed.keys(), {"blamed": blamed, "undecided": judged.of(Verdict.INCOMPLETE)}
    for one in wrong.names:
        assert re.search(wrong.says, blamed[one]), blamed[one]
    assert blamed.keys() <= {*wrong.names, *wrong.also}, blamed
    undecided = judged.of(Verdict.INCOMPLETE)
    assert wrong.accident or wrong.cut_off or undecided.keys() <= {*wrong.undecided}, undecided
    assert not [one for one in judged.problems if one.startswith("harness-fault")]
    assert undecided or not wrong.accident, "an accident leaves rows undecided"


@pytest.mark.parametrize("stranger", strangers().values(), ids=lambda stranger: stranger.name)
def test_the_table_and_the_provider_know_the_same_switches(stranger: Stranger) -> None:
    if missing := stranger.missing():
        (pytest.fail if must_run() else pytest.skip)(missing)
    with stranger.running() as running:
        known = running.business["switches"]
    assert sorted(known["wrong"]) == sorted({wrong.name for wrong in stranger.wrongs})
    assert sorted(known["right"]) == sorted({switch for right in stranger.rights for switch in right.switches})


@pytest.mark.parametrize("stranger", strangers().values(), ids=lambda stranger: stranger.name)
def test_the_table_names_requirements_of_the_catalogue(stranger: Stranger) -> None:
    for wrong in stranger.wrongs:
        assert wrong.accident or wrong.names, wrong.name
        for one in (*wrong.names, *wrong.also, *wrong.undecided):
            assert STANDARD[one].id == one
