"""What is expected of the judgement of a stranger, whatever the edition: a module of tests asks these."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

import pytest
from _pytest.mark import ParameterSet

from conformance.record import Verdict
from tests.foreign.judging import Case, Judged, judging, strangers
from tests.foreign.stranger import Right, Stranger, Wrong, must_run

UNDISTURBED = "as it comes"

Outcome = Callable[[Case], Judged]


def of_edition(edition: str) -> Mapping[str, Stranger]:
    """The strangers of one edition, by the name of their folder."""
    return {folder: stranger for folder, stranger in strangers().items() if stranger.edition == edition}


def rights(edition: str) -> Iterator[ParameterSet]:
    """A case for each legal difference and each plan: ``case, right``."""
    for folder, stranger in of_edition(edition).items():
        for right in stranger.rights:
            for plan in right.plans:
                case = Case(folder, plan, right.name)
                yield pytest.param(case, right, id=f"{folder}-{right.name}-{plan}".replace(" ", "-"))


def wrongs(edition: str) -> Iterator[ParameterSet]:
    """A case for each wrong way: ``case, wrong``."""
    for folder, stranger in of_edition(edition).items():
        for wrong in stranger.wrongs:
            case = Case(folder, wrong.plan, wrong.right or UNDISTURBED, wrong.name)
            marks = [pytest.mark.xfail(reason=wrong.waits, strict=True, raises=AssertionError)] if wrong.waits else []
            yield pytest.param(case, wrong, id=f"{folder}-{wrong.name}{_beside(wrong)}", marks=marks)


def _beside(wrong: Wrong) -> str:
    return f"-{wrong.right.replace(' ', '-')}" if wrong.right else ""


def needs(stranger: Stranger) -> None:
    """Skip where the provider cannot run, or fail where it has to."""
    if why := stranger.missing():
        (pytest.fail if must_run() else pytest.skip)(why)


def outcomes(request: pytest.FixtureRequest) -> Iterator[Outcome]:
    """The outcome of a case. All cases of the module are worked on from the start, in the order of its tests."""
    here = [item for item in request.session.items if item.path == request.path]
    specs = [item.callspec for item in here if hasattr(item, "callspec")]
    wanted = dict.fromkeys(spec.params["case"] for spec in specs if isinstance(spec.params.get("case"), Case))
    runs = {folder for folder in {case.stranger for case in wanted} if not strangers()[folder].missing()}
    with judging(case for case in wanted if case.stranger in runs) as running:

        def ask(case: Case) -> Judged:
            needs(strangers()[case.stranger])
            return running[case].result(timeout=300)

        yield ask


def left_in_peace(judged: Judged, case: Case, right: Right) -> None:
    """No failure, at most the warnings listed beside it, and nothing left open that its plan can decide.

    ``misjudged`` names the rows that the harness still gets wrong: exactly these, so that a mended one shows.
    """
    blamed = judged.of(Verdict.FAIL, Verdict.WARN, Verdict.INCOMPLETE)
    misjudged = right.misjudged[case.plan]
    declared = {*right.warns[case.plan], *right.fails[case.plan], *right.undecided[case.plan]}
    assert judged.of(Verdict.FAIL).keys() - misjudged.keys() == set(right.fails[case.plan]), judged.of(Verdict.FAIL)
    troubles = {problem.partition(":")[0] for problem in judged.problems}
    assert (blamed.keys() | troubles) - declared == misjudged.keys(), {**blamed, "problems": judged.problems}
    assert judged.of(Verdict.PASS), "nothing was judged"
    if misjudged:
        pytest.xfail("; ".join(f"{one}: {why}" for one, why in misjudged.items()))


def named_by_its_requirement(judged: Judged, case: Case, wrong: Wrong, repeated: Collection[str]) -> None:
    """The rows of the table are blamed, in its words, and none beside them but ``repeated``, which repeat others."""
    always = set(strangers()[case.stranger].right(case.right).warns[case.plan])
    blamed = judged.of(Verdict.FAIL, Verdict.WARN)
    assert set(wrong.names) <= blamed.keys(), {"blamed": blamed, "undecided": judged.of(Verdict.INCOMPLETE)}
    for one in wrong.names:
        assert re.search(wrong.says, blamed[one]), blamed[one]
    assert blamed.keys() <= {*wrong.names, *wrong.also, *repeated} | always, blamed
    undecided = judged.of(Verdict.INCOMPLETE)
    assert wrong.accident or wrong.cut_off or undecided.keys() <= {*wrong.undecided, *repeated}, undecided
    assert not [one for one in judged.problems if one.startswith("harness-fault")]
    assert undecided or not wrong.accident, "an accident leaves rows undecided"


def the_same_switches(stranger: Stranger) -> None:
    """The table and the provider know the same switches."""
    needs(stranger)
    with stranger.running() as running:
        known = running.business["switches"]
    assert sorted(known["wrong"]) == sorted({wrong.name for wrong in stranger.wrongs})
    assert sorted(known["right"]) == sorted({switch for right in stranger.rights for switch in right.switches})
