"""The harness judges providers that other hands wrote in other languages: right when they are right, and wrong for
their fault.

Each lives in a folder of ``tests/foreign`` with its ``stranger.yaml``. A run is always whole, so that no other row is
blamed either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from _pytest.mark import ParameterSet

from conformance.record import Verdict
from conformance.standard import load
from tests.foreign.judging import Case, Judged, judging, strangers
from tests.foreign.stranger import PLANS, Right, Stranger, Wrong, must_run

STANDARD = load("clr10")
UNDISTURBED = "as it comes"
REPEATED = {"CLR10-CON-010", "CLR10-CON-011"}
"""These repeat what others decide, and may fall with every fault."""

Outcome = Callable[[Case], Judged]

# A run waits for those before it, and for whatever else the machine does; npm may have to install first.
pytestmark = pytest.mark.timeout(400)


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


def _needs(stranger: Stranger) -> None:
    """Skip where the provider cannot run, or fail where it has to."""
    if why := stranger.missing():
        (pytest.fail if must_run() else pytest.skip)(why)


@pytest.fixture
def node() -> Stranger:
    """The provider in Node, as an example of all."""
    return strangers()["node"]


@pytest.fixture(scope="module")
def outcome(request: pytest.FixtureRequest) -> Iterator[Outcome]:
    """The outcome of a case. All cases of this session are worked on from the start, in the order of the tests."""
    runs = {folder for folder, stranger in strangers().items() if not stranger.missing()}
    specs = [item.callspec for item in request.session.items if hasattr(item, "callspec")]
    wanted = dict.fromkeys(spec.params["case"] for spec in specs if isinstance(spec.params.get("case"), Case))
    with judging(case for case in wanted if case.stranger in runs) as running:

        def ask(case: Case) -> Judged:
            _needs(strangers()[case.stranger])
            return running[case].result(timeout=300)

        yield ask


@pytest.mark.parametrize(("case", "right"), list(_rights()))
def test_a_right_provider_is_left_in_peace(outcome: Outcome, case: Case, right: Right) -> None:
    """No failure, at most the warnings listed beside it, and nothing left open that its plan can decide.

    ``misjudged`` names the rows that the harness still gets wrong: exactly these, so that a mended one shows.
    """
    judged = outcome(case)
    blamed = judged.of(Verdict.FAIL, Verdict.WARN, Verdict.INCOMPLETE)
    misjudged = right.misjudged[case.plan]
    declared = {*right.warns[case.plan], *right.fails[case.plan], *right.undecided[case.plan]}
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
    always = set(strangers()[case.stranger].right(case.right).warns[case.plan])
    blamed = judged.of(Verdict.FAIL, Verdict.WARN)
    assert set(wrong.names) <= blamed.keys(), {"blamed": blamed, "undecided": judged.of(Verdict.INCOMPLETE)}
    for one in wrong.names:
        assert re.search(wrong.says, blamed[one]), blamed[one]
    assert blamed.keys() <= {*wrong.names, *wrong.also} | REPEATED | always, blamed
    undecided = judged.of(Verdict.INCOMPLETE)
    assert wrong.accident or wrong.cut_off or undecided.keys() <= {*wrong.undecided} | REPEATED, undecided
    assert not [one for one in judged.problems if one.startswith("harness-fault")]
    assert undecided or not wrong.accident, "an accident leaves rows undecided"


@pytest.mark.parametrize("stranger", strangers().values(), ids=lambda stranger: stranger.name)
def test_the_table_and_the_provider_know_the_same_switches(stranger: Stranger) -> None:
    _needs(stranger)
    with stranger.running() as running:
        known = running.business["switches"]
    assert sorted(known["wrong"]) == sorted({wrong.name for wrong in stranger.wrongs})
    assert sorted(known["right"]) == sorted({switch for right in stranger.rights for switch in right.switches})


def test_a_machine_without_the_language_is_told_so(node: Stranger) -> None:
    assert replace(node, command=("no-such-language", "server")).missing() == (
        "the provider fathom needs no-such-language, which is not on this machine"
    )


def test_packages_that_cannot_be_installed_are_told_so(node: Stranger) -> None:
    offline = replace(node, install=("ls", "no-such-registry"), installed="nowhere", command=("ls",))
    assert re.match(r"ls no-such-registry in node failed: .*No such file", offline.missing())


def test_a_provider_ends_with_its_driver(node: Stranger) -> None:
    _needs(node)
    with node.running() as running:
        process = running.process
        assert process.poll() is None
    assert process.returncode == 0


def test_an_unknown_switch_is_refused(node: Stranger) -> None:
    _needs(node)
    with node.running() as running, pytest.raises(RuntimeError, match="no such switch: limit-ignroed"):
        running.become("limit-ignroed")


@pytest.mark.parametrize("stranger", strangers().values(), ids=lambda stranger: stranger.name)
def test_the_table_names_requirements_of_the_catalogue(stranger: Stranger) -> None:
    for wrong in stranger.wrongs:
        assert wrong.accident or wrong.names, wrong.name
        for one in (*wrong.names, *wrong.also, *wrong.undecided):
            assert STANDARD[one].id == one
