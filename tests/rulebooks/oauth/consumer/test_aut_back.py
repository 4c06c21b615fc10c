"""What is said of a consumer that was sent back with another state, another issuer or more parameters."""

from __future__ import annotations

import pytest

from conformance.exchanges.served import Served
from conformance.record import Outcome
from conformance.traffic import Sitting
from tests.rulebooks.oauth.consumer.deciding import decide
from tests.traffic.building import PLAIN, cited, exchanged, listed, refreshed, right, sent_back, sitting

STATES = ("state-foreign", "state-missing", "state-cut")
MUST_NOT_FOLLOW = [("OAUTH-AUT-019", STATES), ("OAUTH-AUT-022", ("iss-foreign",))]
CHANGED = sent_back(members={"struck": ("a-change",)})
FIRST = len(PLAIN.exchanges)


def _stops(scenario: str, end: str = "refused") -> Sitting:
    return sitting(*right(sent_back=CHANGED, exchanged=None, listed=None), scenario=scenario, end=end)


def _goes_on(scenario: str, end: str = "through", exchange: Served | None = None) -> Sitting:
    return sitting(*right(sent_back=CHANGED, exchanged=exchange or exchanged()), scenario=scenario, end=end)


@pytest.mark.parametrize(("requirement", "scenarios"), MUST_NOT_FOLLOW)
@pytest.mark.parametrize("end", ["refused", "through", "crashed"])
def test_who_sends_no_token_request_passes(requirement: str, scenarios: tuple[str, ...], end: str) -> None:
    ending = decide(requirement, PLAIN, *(_stops(one, end) for one in scenarios))
    assert (ending.outcome, len(ending.exchanges)) == (Outcome.PASS, len(scenarios))


@pytest.mark.parametrize(("requirement", "scenarios"), MUST_NOT_FOLLOW)
@pytest.mark.parametrize("exchange", [exchanged(), exchanged(status=400), exchanged(grant_type=None)])
def test_who_sends_the_code_breaks_it(requirement: str, scenarios: tuple[str, ...], exchange: Served) -> None:
    wrong, *others = scenarios
    ending = decide(requirement, PLAIN, _goes_on(wrong, exchange=exchange), *map(_stops, others))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST + 4, FIRST + 3))


def test_each_of_the_three_states_has_to_be_met() -> None:
    ending = decide("OAUTH-AUT-019", PLAIN, *map(_stops, STATES[:2]))
    assert (ending.outcome, ending.reason) == (Outcome.INCOMPLETE, "not reached in state-cut")


@pytest.mark.parametrize(("requirement", "scenarios"), MUST_NOT_FOLLOW)
def test_who_never_came_back_shows_nothing(requirement: str, scenarios: tuple[str, ...]) -> None:
    early = [sitting(*right()[:2], scenario=one, end="crashed") for one in scenarios]
    assert decide(requirement, PLAIN, *early).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize(("requirement", "scenarios"), MUST_NOT_FOLLOW)
def test_who_never_exchanges_a_code_shows_nothing(requirement: str, scenarios: tuple[str, ...]) -> None:
    ending = decide(requirement, sitting(*right()[:4]), *map(_stops, scenarios))
    assert (ending.outcome, "plain sitting" in (ending.reason or "")) == (Outcome.INCOMPLETE, True)


@pytest.mark.parametrize(("requirement", "scenarios"), MUST_NOT_FOLLOW)
def test_who_was_stopped_shows_nothing(requirement: str, scenarios: tuple[str, ...]) -> None:
    assert decide(requirement, PLAIN, *(_stops(one, "timed-out") for one in scenarios)).outcome is Outcome.INCOMPLETE


def test_an_app_whose_tokens_come_otherwise_is_not_blamed_for_them() -> None:
    """A refresh with a token of an earlier login is no use of the code."""
    kept = sitting(*right(sent_back=CHANGED, exchanged=refreshed()), scenario="iss-foreign")
    assert decide("OAUTH-AUT-022", PLAIN, kept).outcome is Outcome.PASS


# AUT-021: what must follow


def test_who_ignores_what_it_does_not_know_passes() -> None:
    assert decide("OAUTH-AUT-021", PLAIN, _goes_on("more-parameters")).outcome is Outcome.PASS


@pytest.mark.parametrize("end", ["refused", "through", "crashed"])
def test_who_drops_the_response_breaks_it(end: str) -> None:
    ending = decide("OAUTH-AUT-021", PLAIN, _stops("more-parameters", end))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST + 3,))


@pytest.mark.parametrize(
    "odd",
    [_stops("more-parameters", "timed-out"), sitting(listed(), scenario="more-parameters"), None],
    ids=["stopped", "not-served", "not-played"],
)
def test_without_its_guard_a_dropped_response_is_no_breach(odd: Sitting | None) -> None:
    assert decide("OAUTH-AUT-021", PLAIN, *filter(None, [odd])).outcome is Outcome.INCOMPLETE
