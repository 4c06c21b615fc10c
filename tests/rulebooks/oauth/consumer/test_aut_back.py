"""What is said of a consumer that was sent back with another state, another issuer or more parameters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.exchanges.served import Served
from conformance.record import Outcome
from conformance.traffic import Sitting
from conformance.traffic.judge import Ending
from conformance.traffic.outcome import ReportedOutcome
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


# An error in place of a code

ERRORS = ("denied", "unavailable")
ERROR = sent_back(code=None, error="access_denied")


def _met_an_error(scenario: str, end: str = "refused", *more: Served, outcome: str = "", unusable: str = "") -> Sitting:
    made = sitting(*right(sent_back=ERROR, exchanged=more or None, listed=None), scenario=scenario, end=end)
    reported = ReportedOutcome(outcome) if outcome else None  # type: ignore[arg-type]
    return replace(made, runs=tuple(replace(run, outcome=reported, unusable=unusable) for run in made.runs))


def _after_an_error(**how: Any) -> Ending:
    return decide("OAUTH-AUT-020", PLAIN, _met_an_error("denied", **how), _met_an_error("unavailable"))


@pytest.mark.parametrize(
    "how",
    [
        {"end": "refused"},
        {"end": "refused", "outcome": "done"},
        {"end": "through", "outcome": "refused"},
        {"end": "through", "outcome": "failed"},
        {"end": "crashed", "outcome": "failed"},
    ],
)
def test_who_says_that_the_login_failed_and_asks_for_no_token_passes(how: dict[str, Any]) -> None:
    assert _after_an_error(**how).outcome is Outcome.PASS


@pytest.mark.parametrize(("end", "outcome"), [("through", ""), ("through", "done"), ("silent", "")])
def test_who_says_nothing_of_it_breaks_it(end: str, outcome: str) -> None:
    ending = _after_an_error(end=end, outcome=outcome)
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST + 3,))


@pytest.mark.parametrize("end", ["through", "refused", "crashed", "timed-out"])
def test_who_asks_for_a_token_all_the_same_breaks_it(end: str) -> None:
    asked = exchanged(code="None", status=400)
    ending = decide(
        "OAUTH-AUT-020", PLAIN, _met_an_error("denied", "refused", asked), _met_an_error("unavailable", end)
    )
    assert ending.outcome is Outcome.FAIL
    assert cited(ending)[:2] == (FIRST + 4, FIRST + 3)


@pytest.mark.parametrize("how", [{"end": "crashed"}, {"end": "through", "unusable": "it is not JSON"}])
def test_a_crash_or_an_outcome_that_cannot_be_used_decides_nothing_and_says_how_to_decide(how: dict[str, Any]) -> None:
    ending = _after_an_error(**how)
    assert ending.outcome is Outcome.INCOMPLETE
    assert "an outcome whose result is refused or failed" in (ending.reason or "")


def test_an_exit_code_that_is_always_the_same_says_nothing() -> None:
    ending = decide("OAUTH-AUT-020", PLAIN, _met_an_error("denied", "through"), _met_an_error("unavailable", "through"))
    assert ending.outcome is Outcome.INCOMPLETE
    assert "an exit code that the plan names as refused" in (ending.reason or "")


def test_where_a_person_cannot_tell_nothing_is_decided() -> None:
    assert _after_an_error(end="unclear").outcome is Outcome.INCOMPLETE


def test_each_of_the_two_errors_has_to_be_met() -> None:
    ending = decide("OAUTH-AUT-020", PLAIN, _met_an_error("denied"))
    assert (ending.outcome, ending.reason) == (Outcome.INCOMPLETE, "not reached in unavailable")


def test_who_was_sent_back_with_a_code_shows_nothing() -> None:
    agreed = sitting(*right(), scenario="denied", end="refused")
    ending = decide("OAUTH-AUT-020", PLAIN, agreed, _met_an_error("unavailable"))
    assert (ending.outcome, "the change was not served" in (ending.reason or "")) == (Outcome.INCOMPLETE, True)
