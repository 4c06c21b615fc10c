"""What is said of how a consumer finds the endpoints of a provider."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.record import Outcome
from conformance.traffic import Sitting
from tests.rulebooks.oauth.consumer.deciding import decide
from tests.traffic.building import (
    API,
    CLIENT,
    ENDPOINTS,
    ORIGIN,
    PLAIN,
    asked,
    cited,
    discovered,
    exchanged,
    in_run,
    listed,
    registered,
    right,
    served,
    sitting,
)

REGISTERS = ("dynamic_registration",)
KEEPS = ("keeps_state", *REGISTERS)
TWO = ("mira", "jonas")


def _twice(*second: Any, scenario: str, first: Any = None, **members: Any) -> Sitting:
    exchanges = (*(right() if first is None else first), *in_run(2, *second))
    return sitting(*exchanges, scenario=scenario, learners=TWO, **members)


# What may be kept


def _kept(*second: Any) -> Sitting:
    return _twice(*second, scenario="discovery-kept")


def test_one_fetch_for_both_starts_passes() -> None:
    ending = decide("OAUTH-DSC-001", PLAIN, _kept(asked(), exchanged(), listed()), claims=KEEPS)
    assert ending.outcome is Outcome.PASS


def test_a_second_fetch_is_a_breach() -> None:
    ending = decide("OAUTH-DSC-001", PLAIN, _kept(discovered(), asked(), exchanged()), claims=KEEPS)
    assert ending.outcome is Outcome.FAIL
    assert cited(ending) == (len(PLAIN.exchanges) * 2, len(PLAIN.exchanges))


@pytest.mark.parametrize("extra", [replace(discovered(), method="HEAD"), discovered(status=304)], ids=["HEAD", "304"])
def test_to_ask_whether_it_has_changed_is_no_fetch(extra: Any) -> None:
    ending = decide("OAUTH-DSC-001", PLAIN, _kept(extra, asked(), exchanged()), claims=KEEPS)
    assert ending.outcome is Outcome.PASS


def test_a_second_start_that_got_nowhere_shows_nothing() -> None:
    assert decide("OAUTH-DSC-001", PLAIN, _kept(), claims=KEEPS).outcome is Outcome.INCOMPLETE


def test_who_keeps_no_state_is_not_concerned() -> None:
    assert decide("OAUTH-DSC-001", PLAIN, _kept(discovered()), claims=REGISTERS).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("requirement", ["OAUTH-DSC-001", "OAUTH-DSC-002", "OAUTH-DSC-003"])
def test_a_client_that_was_registered_by_hand_is_not_concerned(requirement: str) -> None:
    by_hand = sitting(*right(registered=None), client=CLIENT)
    assert decide(requirement, by_hand, claims=("keeps_state",)).outcome is Outcome.NOT_APPLICABLE


# What may not be kept


def _not_kept(*second: Any, **members: Any) -> Sitting:
    return _twice(*second, scenario="discovery-no-store", **members)


MOVED = {f"{step}#2": f"{ORIGIN}/moved/{step}" for step in ("authorize", "token", "register")}


def _moved(*second: Any) -> Sitting:
    return _twice(*second, scenario="discovery-moved", endpoints={**ENDPOINTS, **MOVED})


THERE = (discovered(), asked(members={"url": MOVED["authorize#2"]}), exchanged(members={"url": MOVED["token#2"]}))
GONE = served("", "POST", ENDPOINTS["token"], form={"grant_type": "authorization_code"}, place="none", status=404)


def test_a_fetch_before_the_second_use_passes() -> None:
    ending = decide(
        "OAUTH-DSC-002", PLAIN, _not_kept(discovered(), asked(), exchanged()), _moved(*THERE), claims=REGISTERS
    )
    assert ending.outcome is Outcome.PASS


@pytest.mark.parametrize("second", [(asked(), exchanged()), (asked(), discovered(), exchanged())])
@pytest.mark.parametrize("scenario", [_not_kept, _moved])
def test_a_use_without_a_fetch_before_is_a_breach(second: Any, scenario: Any) -> None:
    ending = decide("OAUTH-DSC-002", PLAIN, scenario(*second), claims=REGISTERS)
    assert ending.outcome is Outcome.FAIL
    assert cited(ending)[0] == len(PLAIN.exchanges) * 2


def test_a_use_of_what_has_moved_is_a_breach_of_nothing_else() -> None:
    stale = _moved(*THERE[:2], GONE)
    ending = decide("OAUTH-DSC-002", PLAIN, stale, claims=REGISTERS)
    assert (ending.outcome, cited(ending)[0]) == (Outcome.FAIL, len(PLAIN.exchanges) * 2 + 2)
    assert decide("OAUTH-DSC-004", PLAIN, stale).outcome is Outcome.PASS


def test_who_uses_no_endpoint_again_is_not_concerned() -> None:
    ending = decide("OAUTH-DSC-002", PLAIN, _not_kept(listed()), _moved(listed()), claims=REGISTERS)
    assert ending.outcome is Outcome.NOT_APPLICABLE


def test_what_has_not_been_played_is_told() -> None:
    ending = decide("OAUTH-DSC-002", PLAIN, _not_kept(discovered(), asked(), exchanged()), claims=REGISTERS)
    assert (ending.outcome, ending.reason) == (Outcome.INCOMPLETE, "not reached in discovery-moved")


def test_a_second_start_that_sends_nothing_shows_nothing() -> None:
    assert decide("OAUTH-DSC-002", PLAIN, _not_kept(), claims=REGISTERS).outcome is Outcome.INCOMPLETE


def test_a_first_start_without_a_token_shows_nothing() -> None:
    ending = decide("OAUTH-DSC-002", PLAIN, _not_kept(asked(), first=(discovered(),)), claims=REGISTERS)
    assert ending.outcome is Outcome.INCOMPLETE


# The order, and the addresses


def test_discovery_before_registration_passes() -> None:
    assert decide("OAUTH-DSC-003", PLAIN).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "early",
    [right(discovered=None), (registered(), discovered()), right(discovered=discovered(status=404))],
    ids=["none", "later", "refused"],
)
def test_a_registration_without_discovery_is_a_breach(early: Any) -> None:
    ending = decide("OAUTH-DSC-003", sitting(*early))
    assert ending.outcome is Outcome.FAIL
    number = next(place for place, one in enumerate(early) if one.operation == "register")
    assert cited(ending) == (number,)


def test_who_registers_nowhere_shows_nothing() -> None:
    assert decide("OAUTH-DSC-003", sitting(discovered())).outcome is Outcome.INCOMPLETE


GUESSED = served("", "POST", f"{API}/oauth/token", form={"grant_type": "authorization_code"}, status=404)


def test_the_addresses_of_the_document_pass() -> None:
    assert decide("OAUTH-DSC-004", PLAIN).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "guess",
    [
        GUESSED,
        replace(GUESSED, url=f"{ENDPOINTS['token']}/"),
        served("", url=f"{ORIGIN}/oauth/authorize", query={"response_type": "code"}, status=404),
        served("", "POST", f"{ORIGIN}/register", sent={"redirect_uris": []}, status=404),
    ],
    ids=["token", "a slash more", "authorize", "register"],
)
def test_an_address_of_ones_own_is_a_breach(guess: Any) -> None:
    ending = decide("OAUTH-DSC-004", sitting(*right(exchanged=(guess, exchanged()))))
    assert ending.outcome is Outcome.FAIL
    assert cited(ending) == (4,)


@pytest.mark.parametrize(
    "other",
    [
        served("", url=f"{ORIGIN}/.well-known/oauth-authorization-server", status=404),
        served("", url=f"{ORIGIN}/favicon.ico", status=404),
        served("", "POST", f"{ORIGIN}/telemetry", sent=["hello"], status=404),
    ],
)
def test_other_requests_are_nobodys_concern(other: Any) -> None:
    assert decide("OAUTH-DSC-004", sitting(*right(listed=(other, listed())))).outcome is Outcome.PASS


# Where it is found

FORMS = ("base-url-slash", "base-url-root", "base-url-root-slash")
REGISTERS = ("dynamic_registration",)
WRONG = served("", url=f"{ORIGIN}/tenant//discovery", status=404)


def _forms(*exchanges: Any, end: str = "through") -> tuple[Sitting, ...]:
    right_ones = [sitting(*right(), scenario=name) for name in FORMS[:-1]]
    return (PLAIN, *right_ones, sitting(*exchanges, scenario=FORMS[-1], end=end))


@pytest.mark.parametrize("exchanges", [right(), (WRONG, *right())], ids=["at once", "after a probe"])
def test_the_document_is_found_from_every_form(exchanges: Any) -> None:
    assert decide("OAUTH-DSC-005", *_forms(*exchanges), claims=REGISTERS).outcome is Outcome.PASS


def test_a_form_from_which_it_is_not_found_is_a_breach() -> None:
    ending = decide("OAUTH-DSC-005", *_forms(WRONG, end="crashed"), claims=REGISTERS)
    assert ending.outcome is Outcome.FAIL
    assert cited(ending) == (3 * len(PLAIN.exchanges),)


@pytest.mark.parametrize(("exchanges", "end"), [((), "crashed"), ((WRONG,), "timed-out")])
def test_nothing_asked_or_stopped_shows_nothing(exchanges: Any, end: str) -> None:
    assert decide("OAUTH-DSC-005", *_forms(*exchanges, end=end), claims=REGISTERS).outcome is Outcome.INCOMPLETE
