"""The harness judges providers that other hands wrote in other languages: right when they are right, and wrong for
their fault.

Each lives in a folder of ``tests/foreign`` with its ``stranger.yaml``. A run is always whole, so that no other row is
blamed either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from conformance.standard import load
from tests.foreign import expecting
from tests.foreign.expecting import Outcome
from tests.foreign.judging import Case, strangers
from tests.foreign.stranger import Right, Stranger, Wrong

EDITION = "clr10"
STANDARD = load(EDITION)
REPEATED = {"CLR10-CON-010", "CLR10-CON-011"}
"""These repeat what others decide, and may fall with every fault."""

# A run waits for those before it, and for whatever else the machine does; npm may have to install first.
pytestmark = pytest.mark.timeout(400)


@pytest.fixture
def node() -> Stranger:
    """The provider in Node, as an example of all."""
    return strangers()["node"]


@pytest.fixture(scope="module")
def outcome(request: pytest.FixtureRequest) -> Iterator[Outcome]:
    """The outcome of a case."""
    yield from expecting.outcomes(request)


@pytest.mark.parametrize(("case", "right"), list(expecting.rights(EDITION)))
def test_a_right_provider_is_left_in_peace(outcome: Outcome, case: Case, right: Right) -> None:
    judged = outcome(case)
    assert not [left for left in judged.leftovers if "OAuth clients" not in left]
    expecting.left_in_peace(judged, case, right)


@pytest.mark.parametrize(("case", "wrong"), list(expecting.wrongs(EDITION)))
def test_a_wrong_way_is_named_by_its_requirement(outcome: Outcome, case: Case, wrong: Wrong) -> None:
    expecting.named_by_its_requirement(outcome(case), case, wrong, REPEATED)


@pytest.mark.parametrize("stranger", expecting.of_edition(EDITION).values(), ids=lambda stranger: stranger.name)
def test_the_table_and_the_provider_know_the_same_switches(stranger: Stranger) -> None:
    expecting.the_same_switches(stranger)


def test_a_machine_without_the_language_is_told_so(node: Stranger) -> None:
    assert replace(node, command=("no-such-language", "server")).missing() == (
        "the provider fathom needs no-such-language, which is not on this machine"
    )


def test_packages_that_cannot_be_installed_are_told_so(node: Stranger) -> None:
    offline = replace(node, install=("ls", "no-such-registry"), installed="nowhere", command=("ls",))
    assert re.match(r"ls no-such-registry in node failed: .*No such file", offline.missing())


def test_a_provider_ends_with_its_driver(node: Stranger) -> None:
    expecting.needs(node)
    with node.running() as running:
        process = running.process
        assert process.poll() is None
    assert process.returncode == 0


def test_an_unknown_switch_is_refused(node: Stranger) -> None:
    expecting.needs(node)
    with node.running() as running, pytest.raises(RuntimeError, match="no such switch: limit-ignroed"):
        running.become("limit-ignroed")


@pytest.mark.parametrize("stranger", expecting.of_edition(EDITION).values(), ids=lambda stranger: stranger.name)
def test_the_table_names_requirements_of_the_catalogue(stranger: Stranger) -> None:
    for wrong in stranger.wrongs:
        assert wrong.accident or wrong.names, wrong.name
        for one in (*wrong.names, *wrong.also, *wrong.undecided):
            assert STANDARD[one].id == one
