"""What is said of a consumer whose token, or refresh token, is refused."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.exchanges.served import Served
from conformance.record import Outcome
from conformance.traffic import Sitting
from conformance.traffic.judge import Ending
from tests.rulebooks.oauth.consumer import deciding
from tests.traffic.building import (
    PLAIN,
    REFRESH,
    TOKEN,
    asked,
    cited,
    discovered,
    exchanged,
    listed,
    refreshed,
    right,
    sent_back,
    sitting,
)

FIRST = len(PLAIN.exchanges)
NEW, NEWER = "access-of-a-refresh", "access-of-a-second-refresh"
ROTATED = "refresh-that-came-second"
ENDED = listed(2, status=401, struck=("odd-token-ends-midway",))
RENEWED = refreshed(answer={"access_token": NEW, "refresh_token": ROTATED})
AT_REFRESH = {"struck": ("rfr-token-unknown",)}
REFUSED = refreshed(status=400, members=AT_REFRESH)
LOGGED_IN = exchanged(answer={"access_token": NEWER})
LOGIN = (asked(state="kXr2v9QmT4sLwZ8pYb3n"), sent_back(code="another", state="kXr2v9QmT4sLwZ8pYb3n"))


def _decide(requirement: str, *sittings: Sitting) -> Ending:
    return deciding.decide(requirement, PLAIN, *sittings, claims=("refresh",))


def _sits(scenario: str, *after_the_login: Served, end: str = "through", **steps: Any) -> Sitting:
    return sitting(*right(listed=after_the_login, **steps), scenario=scenario, end=end)


@pytest.mark.parametrize("requirement", ["OAUTH-RFR-007", "OAUTH-RFR-008", "OAUTH-RFR-009"])
def test_who_does_not_claim_refresh_is_not_concerned(requirement: str) -> None:
    assert deciding.decide(requirement, PLAIN).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("requirement", ["OAUTH-RFR-007", "OAUTH-RFR-008", "OAUTH-RFR-009", "OAUTH-RFR-010"])
def test_without_its_scenario_it_stays_open(requirement: str) -> None:
    ending = _decide(requirement)
    assert (ending.outcome, "not played" in (ending.reason or "")) == (Outcome.INCOMPLETE, True)


# RFR-007


def test_who_refreshes_and_reads_on_passes() -> None:
    ending = _decide("OAUTH-RFR-007", _sits("expires-midway", listed(), ENDED, RENEWED, listed(2, NEW)))
    assert (ending.outcome, ending.exchanges) == (Outcome.PASS, (FIRST + 6,))


@pytest.mark.parametrize(
    ("after", "cites"),
    [
        (LOGIN, (FIRST + 7, FIRST + 6)),
        ((), (FIRST + 6,)),
        ((RENEWED,), (FIRST + 6, FIRST + 7)),
        ((RENEWED, *LOGIN, listed(2, NEW)), (FIRST + 8, FIRST + 6)),
    ],
    ids=["logs-in-again", "gives-up", "does-not-repeat", "does-both"],
)
def test_who_does_not_breaks_it(after: tuple[Served, ...], cites: tuple[int, ...]) -> None:
    ending = _decide("OAUTH-RFR-007", _sits("expires-midway", listed(), ENDED, *after, end="refused"))
    assert (ending.outcome, cited(ending)[: len(cites)]) == (Outcome.FAIL, cites)


def test_who_was_given_no_refresh_token_is_not_concerned() -> None:
    none = exchanged(answer={"refresh_token": None})
    ending = _decide("OAUTH-RFR-007", _sits("expires-midway", listed(), ENDED, *LOGIN, exchanged=none))
    assert (ending.outcome, ending.reason) == (Outcome.NOT_APPLICABLE, "it was given no refresh token")


@pytest.mark.parametrize("requirement", ["OAUTH-RFR-007", "OAUTH-RFR-008", "OAUTH-RFR-009"])
def test_who_never_got_one_anywhere_is_not_concerned(requirement: str) -> None:
    plain = sitting(*right(exchanged=exchanged(answer={"refresh_token": None})))
    assert deciding.decide(requirement, plain, claims=("refresh",)).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("requirement", ["OAUTH-RFR-007", "OAUTH-RFR-008", "OAUTH-RFR-009"])
def test_who_got_no_token_at_all_shows_nothing(requirement: str) -> None:
    silent = sitting(discovered(), end="crashed")
    assert deciding.decide(requirement, silent, claims=("refresh",)).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize(
    "odd",
    [_sits("expires-midway", listed()), _sits("expires-midway", listed(), ENDED, end="timed-out")],
    ids=["one-call-only", "stopped"],
)
def test_without_its_guard_a_missing_refresh_is_no_breach(odd: Sitting) -> None:
    assert _decide("OAUTH-RFR-007", odd).outcome is Outcome.INCOMPLETE


# RFR-008


def test_the_refresh_token_that_came_last_passes() -> None:
    second = refreshed(ROTATED, answer={"access_token": NEWER, "refresh_token": "third"})
    ending = _decide("OAUTH-RFR-008", _sits("refresh-rotates", listed(), ENDED, RENEWED, ENDED, second))
    assert (ending.outcome, ending.exchanges) == (Outcome.PASS, (FIRST + 7, FIRST + 9))


def test_the_first_refresh_token_breaks_it() -> None:
    ending = _decide("OAUTH-RFR-008", _sits("refresh-rotates", listed(), ENDED, RENEWED, refreshed(status=400)))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST + 8, FIRST + 7))


def test_two_refreshes_at_the_same_time_are_no_breach() -> None:
    first = refreshed(answer={"refresh_token": ROTATED}, members={"ended": 9.0})
    at_once = refreshed(status=400, members={"began": 8.5})
    assert _decide("OAUTH-RFR-008", _sits("refresh-rotates", ENDED, first, at_once)).outcome is Outcome.PASS


@pytest.mark.parametrize("after", [(), (RENEWED,)], ids=["no-refresh", "one-refresh"])
def test_without_a_second_refresh_it_stays_open(after: tuple[Served, ...]) -> None:
    ending = _decide("OAUTH-RFR-008", _sits("refresh-rotates", listed(), ENDED, *after))
    assert (ending.outcome, ending.reason) == (Outcome.INCOMPLETE, "refresh-rotates: no second refresh was seen")


# RFR-009


@pytest.mark.parametrize(("after", "end"), [(LOGIN, "through"), ((), "refused")], ids=["logs-in", "says-so"])
def test_who_asks_the_learner_or_says_so_passes(after: tuple[Served, ...], end: str) -> None:
    ending = _decide("OAUTH-RFR-009", _sits("refresh-refused", ENDED, REFUSED, *after, end=end))
    assert (ending.outcome, ending.exchanges) == (Outcome.PASS, (FIRST + 6,))


def test_the_same_refresh_token_again_breaks_it() -> None:
    ending = _decide("OAUTH-RFR-009", _sits("refresh-refused", ENDED, REFUSED, REFUSED, *LOGIN))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST + 7, FIRST + 6))


@pytest.mark.parametrize("end", ["through", "crashed", "timed-out"])
def test_who_ends_without_a_word_stays_open(end: str) -> None:
    assert _decide("OAUTH-RFR-009", _sits("refresh-refused", ENDED, REFUSED, end=end)).outcome is Outcome.INCOMPLETE


def test_who_does_not_refresh_shows_nothing() -> None:
    assert _decide("OAUTH-RFR-009", _sits("refresh-refused", ENDED, *LOGIN)).outcome is Outcome.INCOMPLETE


# RFR-010


def _refused_call(token: str = TOKEN) -> Served:
    return listed(1, token, status=401, struck=("odd-always-401",))


def _new(token: str) -> Served:
    return refreshed(REFRESH, answer={"access_token": token})


@pytest.mark.parametrize(
    "after",
    [
        (_refused_call(),),
        (_refused_call(), _new(NEW), _refused_call(NEW)),
        (
            _refused_call(),
            _new(NEW),
            _refused_call(NEW),
            *LOGIN,
            exchanged(answer={"access_token": NEWER}),
            _refused_call(),
        ),
        (_refused_call(), _refused_call(), _new(NEW), _new(NEWER)),
    ],
    ids=["gives-up-at-once", "one-refresh", "one-refresh-and-one-login", "two-at-once"],
)
def test_who_gives_up_passes(after: tuple[Served, ...]) -> None:
    ending = deciding.decide("OAUTH-RFR-010", PLAIN, _sits("always-401", *after, end="refused"))
    assert ending.outcome is Outcome.PASS


@pytest.mark.parametrize(
    "again", [_new, lambda token: exchanged(answer={"access_token": token})], ids=["refresh", "login"]
)
@pytest.mark.parametrize("end", ["refused", "timed-out"])
def test_who_goes_round_in_a_circle_breaks_it(again: Any, end: str) -> None:
    circle = (_refused_call(), again(NEW), _refused_call(NEW), again(NEWER), _refused_call(NEWER))
    ending = deciding.decide("OAUTH-RFR-010", PLAIN, _sits("always-401", *circle, end=end))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST + 8, FIRST + 6, FIRST + 5))


def test_who_makes_no_call_shows_nothing() -> None:
    ending = deciding.decide("OAUTH-RFR-010", PLAIN, sitting(discovered(), scenario="always-401", end="crashed"))
    assert ending.outcome is Outcome.INCOMPLETE
