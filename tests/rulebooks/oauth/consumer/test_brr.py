"""What is said of the calls of a consumer, and of the scopes that it asks for."""

from __future__ import annotations

import pytest

from conformance.exchanges.served import Served
from conformance.record import Outcome
from conformance.traffic import Sitting
from tests.rulebooks.oauth.consumer.deciding import decide
from tests.rulebooks.oauth.consumer.test_aut import MACHINE
from tests.traffic.building import (
    API,
    DELETE,
    OFFLINE,
    PLAIN,
    READ,
    REPLACE,
    TOKEN,
    asked,
    called,
    cited,
    discovered,
    listed,
    right,
    served,
    sitting,
)


def _calls(*calls: Served) -> Sitting:
    return sitting(*right(listed=calls))


def _with(*authorization: str) -> Served:
    return listed(headers=[("Accept", "application/ld+json"), *(("Authorization", each) for each in authorization)])


@pytest.mark.parametrize("authorization", [f"Bearer {TOKEN}", f"bearer {TOKEN}"])
def test_a_bearer_token_passes(authorization: str) -> None:
    assert decide("OAUTH-BRR-001", _calls(_with(authorization))).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "call",
    [
        _with(f"Token {TOKEN}"),
        _with("Bearer"),
        _with(f"Bearer {TOKEN}", f"Bearer {TOKEN}"),
        listed(token=None, query={"access_token": TOKEN}, status=401),
        called("postClr", None, form={"access_token": TOKEN}, status=401),
        listed(token=None, status=401),
    ],
    ids=["another-scheme", "no-token", "two-headers", "in-the-query", "in-a-form", "never-made-good"],
)
def test_anything_else_breaks_it(call: Served) -> None:
    ending = decide("OAUTH-BRR-001", _calls(listed(), call))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (6,))


@pytest.mark.parametrize("status", [401, 429, 503])
def test_a_call_without_a_token_that_is_made_good_is_told(status: int) -> None:
    ending = decide("OAUTH-BRR-001", _calls(listed(token=None, status=status), listed()))
    assert (ending.outcome, ending.exchanges) == (Outcome.PASS, (6,))
    assert "without a token first" in (ending.reason or "")


def test_who_asks_the_api_first_and_is_not_let_in_has_no_token_to_send() -> None:
    denied = sitting(listed(token=None, status=401), *right(exchanged=None, listed=None), scenario="denied")
    assert decide("OAUTH-BRR-001", PLAIN, denied).outcome is Outcome.PASS


def test_what_needs_no_token_and_what_a_browser_asks_before_it_does_not_count() -> None:
    preflight = served("", "OPTIONS", f"{API}/clrs")
    hosted = called("getAssertion", None)
    assert decide("OAUTH-BRR-001", _calls(preflight, hosted)).outcome is Outcome.INCOMPLETE


# BRR-009: no more scopes than needed


def _asks(*scopes: str) -> Sitting:
    return sitting(*right(asked=asked(scope=" ".join(scopes))))


def test_who_asks_for_what_it_uses_passes() -> None:
    assert decide("OAUTH-BRR-009", PLAIN).outcome is Outcome.PASS


def test_who_asks_for_everything_breaks_it() -> None:
    ending = decide("OAUTH-BRR-009", _asks(READ, REPLACE, DELETE, OFFLINE), claims=("read",))
    assert (ending.outcome, cited(ending), ending.findings[0].count) == (Outcome.FAIL, (2,), 2)


@pytest.mark.parametrize("scopes", [(READ, "openid"), (READ, OFFLINE)])
def test_scopes_that_open_no_records_do_not_count(scopes: tuple[str, ...]) -> None:
    assert decide("OAUTH-BRR-009", _asks(*scopes)).outcome is Outcome.PASS


def test_who_claims_to_write_may_ask_for_it_at_once() -> None:
    assert decide("OAUTH-BRR-009", _asks(READ, REPLACE), claims=("read", "write")).outcome is Outcome.PASS


def test_what_another_sitting_uses_is_needed() -> None:
    posts = sitting(*right(asked=asked(scope=REPLACE), listed=called("postClr")), scenario="write")
    assert decide("OAUTH-BRR-009", _asks(READ, REPLACE), posts).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("silent", "outcome"),
    [
        (sitting(*right(exchanged=None, listed=None)), Outcome.INCOMPLETE),
        (sitting(discovered()), Outcome.INCOMPLETE),
        (MACHINE, Outcome.NOT_APPLICABLE),
    ],
    ids=["no-call", "nothing-asked", "client-credentials"],
)
def test_who_calls_nothing_shows_nothing(silent: Sitting, outcome: Outcome) -> None:
    assert decide("OAUTH-BRR-009", silent).outcome is outcome
