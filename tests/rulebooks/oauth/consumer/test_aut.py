"""What is said of authorization requests that a consumer sent."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.record import Outcome
from conformance.traffic import Sitting
from tests.rulebooks.oauth.consumer.deciding import decide
from tests.traffic.building import (
    CHALLENGE,
    CLIENT,
    OFFLINE,
    ORIGIN,
    PLAIN,
    READ,
    REPLACE,
    STATE,
    VERIFIER,
    asked,
    cited,
    discovered,
    exchanged,
    in_run,
    listed,
    registered,
    right,
    sent_back,
    served,
    sitting,
)

ROWS = ("OAUTH-AUT-002", "OAUTH-AUT-003", "OAUTH-AUT-004", "OAUTH-AUT-005", "OAUTH-AUT-007")
MACHINE = sitting(
    discovered(),
    exchanged(grant_type="client_credentials", code=None, redirect_uri=None, code_verifier=None),
    listed(),
    client=CLIENT,
)


def _asks(status: int = 200, **query: Any) -> Sitting:
    return sitting(*right(asked=asked(status=status, **query)))


@pytest.mark.parametrize("requirement", ROWS)
def test_a_right_request_passes(requirement: str) -> None:
    ending = decide(requirement, PLAIN)
    assert (ending.outcome, ending.exchanges) == (Outcome.PASS, (2,))


@pytest.mark.parametrize("requirement", [*ROWS, "OAUTH-AUT-006"])
def test_who_never_asked_shows_nothing(requirement: str) -> None:
    assert decide(requirement, sitting(discovered(), registered(), end="crashed")).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize("requirement", [*ROWS, "OAUTH-AUT-006", "OAUTH-AUT-019", "OAUTH-AUT-021", "OAUTH-AUT-022"])
def test_client_credentials_ask_nobody(requirement: str) -> None:
    ending = decide(requirement, MACHINE)
    assert ending.outcome is Outcome.NOT_APPLICABLE
    assert "client credentials" in (ending.reason or "")


WRONG: tuple[tuple[str, dict[str, Any]], ...] = (
    ("OAUTH-AUT-002", {"response_type": "token"}),
    ("OAUTH-AUT-002", {"response_type": None}),
    ("OAUTH-AUT-003", {"client_id": "client-of-yesterday"}),
    ("OAUTH-AUT-003", {"client_id": None}),
    ("OAUTH-AUT-004", {"redirect_uri": "https://wallet.test/callback?provider=1"}),
    ("OAUTH-AUT-004", {"redirect_uri": None}),
    ("OAUTH-AUT-005", {"scope": None}),
    ("OAUTH-AUT-005", {"scope": f"{READ},{REPLACE}"}),
    ("OAUTH-AUT-005", {"scope": f"{READ}  {REPLACE}"}),
    ("OAUTH-AUT-005", {"scope": f"{READ}\t{REPLACE}"}),
    ("OAUTH-AUT-005", {"scope": "openid profile"}),
    ("OAUTH-AUT-006", {"state": None}),
    ("OAUTH-AUT-007", {"code_challenge": None, "code_challenge_method": None}),
    ("OAUTH-AUT-007", {"code_challenge": VERIFIER, "code_challenge_method": "plain"}),
    ("OAUTH-AUT-007", {"code_challenge": CHALLENGE + "="}),
    ("OAUTH-AUT-007", {"code_challenge_method": None}),
)


@pytest.mark.parametrize(("requirement", "changes"), WRONG)
def test_a_wrong_request_breaks_it(requirement: str, changes: dict[str, Any]) -> None:
    ending = decide(requirement, _asks(**changes))
    assert (ending.outcome, cited(ending)[0]) == (Outcome.FAIL, 2)


@pytest.mark.parametrize(("requirement", "changes"), WRONG)
def test_a_wrong_request_breaks_no_other_row(requirement: str, changes: dict[str, Any]) -> None:
    others = {row for row in ROWS if row != requirement}
    assert {row for row in others if decide(row, _asks(status=400, **changes)).outcome is Outcome.FAIL} == set()


def test_requests_of_a_browser_ahead_of_its_user_are_no_requests_of_their_own() -> None:
    """HEAD, the same URL after the login, and a reload."""
    plain = sitting(*right(asked=(asked(members={"method": "HEAD"}), asked(status=303), asked(), asked())))
    assert decide("OAUTH-AUT-002", plain).exchanges == (3,)
    other = sitting(*right(asked=asked(state="kXr2v9QmT4sLwZ8pYb3n")), scenario="other")
    assert decide("OAUTH-AUT-006", plain, other).outcome is Outcome.PASS


def test_where_the_server_sends_a_browser_is_no_request_of_the_consumer() -> None:
    """A lenient mock changes the parameters on the way through its login page."""
    mended = asked(scope=READ)
    login = served("login", "POST", status=303, answer_headers={"Location": mended.url.removeprefix(ORIGIN)})
    sittings = [sitting(*right(asked=(asked(), login, mended))), *_states("kXr2v9QmT4sLwZ8pYb3n")]
    assert decide("OAUTH-AUT-006", *sittings).outcome is Outcome.PASS


# AUT-003 and AUT-004: as registered


@pytest.mark.parametrize("requirement", ["OAUTH-AUT-003", "OAUTH-AUT-004"])
def test_what_was_registered_by_hand_is_not_known(requirement: str) -> None:
    ending = decide(requirement, sitting(*right(registered=None)))
    assert (ending.outcome, ending.reason) == (Outcome.NOT_APPLICABLE, "the client was registered by hand")


def test_the_client_that_was_registered_by_hand_is_compared() -> None:
    assert decide("OAUTH-AUT-003", sitting(*right(registered=None), client=CLIENT)).outcome is Outcome.PASS
    assert decide("OAUTH-AUT-003", sitting(*right(registered=None), client="another")).outcome is Outcome.FAIL


def test_the_second_start_uses_the_registration_of_the_first() -> None:
    again = (*right(), *in_run(2, asked(state="kXr2v9QmT4sLwZ8pYb3n"), sent_back()))
    ending = decide("OAUTH-AUT-003", sitting(*again, scenario="two-learners", learners=("mira", "jonas")))
    assert (ending.outcome, len(ending.exchanges)) == (Outcome.PASS, 2)


def test_the_port_of_an_app_on_the_device_is_free() -> None:
    on_device = registered(redirect_uris=["http://127.0.0.1:51004/back"])
    ending = decide(
        "OAUTH-AUT-004", sitting(*right(registered=on_device, asked=asked(redirect_uri="http://127.0.0.1:9/back")))
    )
    assert ending.outcome is Outcome.PASS
    assert "port" in (ending.reason or "")


@pytest.mark.parametrize("other", ["http://127.0.0.1:9/elsewhere", "http://[::1]:9/back", "https://127.0.0.1:9/back"])
def test_nothing_but_the_port_is_free(other: str) -> None:
    on_device = registered(redirect_uris=["http://127.0.0.1:51004/back"])
    ending = decide("OAUTH-AUT-004", sitting(*right(registered=on_device, asked=asked(redirect_uri=other))))
    assert ending.outcome is Outcome.FAIL


def test_the_port_of_localhost_is_not_free() -> None:
    by_name = registered(redirect_uris=["http://localhost:51004/back"])
    ending = decide(
        "OAUTH-AUT-004", sitting(*right(registered=by_name, asked=asked(redirect_uri="http://localhost:9/back")))
    )
    assert ending.outcome is Outcome.FAIL


# AUT-005


@pytest.mark.parametrize("scope", [READ, f"{READ} {OFFLINE}", f"{REPLACE} {READ}"])
def test_scopes_between_single_spaces_pass(scope: str) -> None:
    ending = decide("OAUTH-AUT-005", _asks(scope=scope))
    assert (ending.outcome, ending.reason) == (Outcome.PASS, None)


def test_scopes_of_other_protocols_beside_are_told() -> None:
    ending = decide("OAUTH-AUT-005", _asks(scope=f"openid {READ}"))
    assert (ending.outcome, "openid" in (ending.reason or "")) == (Outcome.PASS, True)


# AUT-006: states


def _states(*states: str | None) -> tuple[Sitting, ...]:
    challenges = (f"{number}{CHALLENGE[1:]}" for number in range(len(states)))
    requests = [asked(state=state, code_challenge=each) for state, each in zip(states, challenges, strict=True)]
    return tuple(sitting(*right(asked=one), scenario=f"s-{number}") for number, one in enumerate(requests))


JWT = "eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3MDAwMDAwMDB9."


@pytest.mark.parametrize(
    "states",
    [
        (STATE, "kXr2v9QmT4sLwZ8pYb3n"),
        (f"{JWT}SflKxwRJSMeKKF2QT4fw", f"{JWT}pMeJf36POk6yJV_adQss"),
        ("6b1ed24c-5f0a-4e0f-9c57-1a44f4c5c1c1", "0d9f1c7e-3a55-4b8b-8f0e-77b1f9f6a3e2"),
    ],
    ids=["random", "json-web-tokens", "uuids"],
)
def test_states_that_differ_pass(states: tuple[str, str]) -> None:
    assert decide("OAUTH-AUT-006", *_states(*states)).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "states",
    [(STATE, STATE), ("1", "2"), ("wallet-state-0000041", "wallet-state-0000042"), (STATE, None), (None, None)],
    ids=["constant", "counted", "counted-in-a-name", "once-missing", "missing"],
)
def test_states_that_can_be_guessed_break_it(states: tuple[str | None, str | None]) -> None:
    ending = decide("OAUTH-AUT-006", *_states(*states))
    assert (ending.outcome, cited(ending)[0] in (2, len(PLAIN.exchanges) + 2)) == (Outcome.FAIL, True)


def test_a_state_of_another_start_is_another_flow() -> None:
    twice = sitting(*right(), *in_run(2, asked()), scenario="token-kept", learners=("mira", "mira"))
    assert decide("OAUTH-AUT-006", twice).outcome is Outcome.FAIL


def test_short_states_are_told() -> None:
    ending = decide("OAUTH-AUT-006", *_states("q7Zp", "Kx2v"))
    assert (ending.outcome, "4 characters" in (ending.reason or "")) == (Outcome.PASS, True)


def test_one_state_compares_with_nothing() -> None:
    assert decide("OAUTH-AUT-006", PLAIN).outcome is Outcome.INCOMPLETE
