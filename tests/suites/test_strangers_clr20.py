"""The harness judges a provider of CLR 2.0 and Open Badges 3.0 that other hands wrote: right when it is right, and
wrong for its fault.

It lives in a folder of ``tests/foreign`` with its ``stranger.yaml``. A run is always whole, so that no other row is
blamed either.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.standard import load
from tests.foreign import expecting
from tests.foreign.expecting import Outcome
from tests.foreign.judging import Case
from tests.foreign.stranger import Right, Stranger, Wrong

EDITION = "clr20"
STANDARD = load(EDITION)
REPEATED = {"CLR20-API-10", *(f"CLR20-CRT-{number}" for number in ("08", "09", "12", "13"))}
"""These repeat what others decide, and may fall with every fault."""

# A run waits for those before it, and for whatever else the machine does; npm may have to install first.
pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def outcome(request: pytest.FixtureRequest) -> Iterator[Outcome]:
    """The outcome of a case."""
    yield from expecting.outcomes(request)


@pytest.mark.parametrize(("case", "right"), list(expecting.rights(EDITION)))
def test_a_right_provider_is_left_in_peace(outcome: Outcome, case: Case, right: Right) -> None:
    expecting.left_in_peace(outcome(case), case, right)


@pytest.mark.parametrize(("case", "wrong"), list(expecting.wrongs(EDITION)))
def test_a_wrong_way_is_named_by_its_requirement(outcome: Outcome, case: Case, wrong: Wrong) -> None:
    expecting.named_by_its_requirement(outcome(case), case, wrong, REPEATED)


@pytest.mark.parametrize("stranger", expecting.of_edition(EDITION).values(), ids=lambda stranger: stranger.name)
def test_the_table_and_the_provider_know_the_same_switches(stranger: Stranger) -> None:
    expecting.the_same_switches(stranger)


@pytest.mark.parametrize("stranger", expecting.of_edition(EDITION).values(), ids=lambda stranger: stranger.name)
def test_the_table_names_requirements_of_the_catalogue(stranger: Stranger) -> None:
    for wrong in stranger.wrongs:
        assert wrong.names, wrong.name
        for one in (*wrong.names, *wrong.also, *wrong.undecided):
            assert STANDARD[one].id == one
