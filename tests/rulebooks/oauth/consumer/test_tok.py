"""What is said of token requests, of where secrets go, and of tokens that look otherwise."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest

from conformance.exchanges.served import Served
from conformance.record import Outcome
from conformance.traffic import Sitting
from tests.rulebooks.oauth.consumer.deciding import decide
from tests.rulebooks.oauth.consumer.test_aut import MACHINE
from tests.traffic.building import (
    CALLBACK,
    CHALLENGE,
    CLIENT,
    CODE,
    ENDPOINTS,
    PLAIN,
    REFRESH,
    SECRET,
    TOKEN,
    VERIFIER,
    asked,
    basic,
    called,
    cited,
    discovered,
    exchanged,
    listed,
    refreshed,
    registered,
    right,
    sent_back,
    served,
    sitting,
)

ROWS = ("OAUTH-TOK-001", "OAUTH-TOK-002", "OAUTH-TOK-003", "OAUTH-TOK-004")
MEMBERS = {
    "grant_type": "authorization_code",
    "code": CODE,
    "redirect_uri": CALLBACK,
    "scope": "s",
    "code_verifier": VERIFIER,
}
AUTHORIZED = {"Authorization": basic()}
BY_JSON = served("token", "POST", headers=AUTHORIZED, sent=MEMBERS, status=400)
BY_GET = served("token", "GET", headers=AUTHORIZED, query=MEMBERS, status=405)
IN_QUERY = served("token", "POST", headers=AUTHORIZED, query=MEMBERS, form={"a": "b"}, status=400)
ELSEWHERE = exchanged(members={"url": f"{ENDPOINTS['token']}/v1"})
OF_ANOTHER_FLOW = "o3Qk1rX0b7mC5zVY2uT8sLwEJpNfGhAiD4qR6tK9xZc"


def _with(exchange: Served, **steps: Any) -> Sitting:
    return sitting(*right(exchanged=exchange, **steps))


@pytest.mark.parametrize("requirement", ROWS)
def test_a_right_token_request_passes(requirement: str) -> None:
    ending = decide(requirement, PLAIN)
    assert (ending.outcome, ending.exchanges) == (Outcome.PASS, (4,))


@pytest.mark.parametrize("requirement", [*ROWS, "OAUTH-TOK-017", "OAUTH-TOK-018"])
def test_who_sent_none_shows_nothing(requirement: str) -> None:
    silent = sitting(*right(exchanged=None, listed=None), end="crashed")
    assert decide(requirement, silent).outcome is Outcome.INCOMPLETE


WRONG: tuple[tuple[str, Served], ...] = (
    ("OAUTH-TOK-001", BY_JSON),
    ("OAUTH-TOK-001", BY_GET),
    ("OAUTH-TOK-001", IN_QUERY),
    ("OAUTH-TOK-001", ELSEWHERE),
    ("OAUTH-TOK-002", exchanged(authorization=None, client_id=CLIENT, client_secret=SECRET)),
    ("OAUTH-TOK-002", exchanged(client_secret=SECRET)),
    ("OAUTH-TOK-002", exchanged(authorization=None)),
    ("OAUTH-TOK-002", exchanged(authorization=f"Bearer {SECRET}")),
    ("OAUTH-TOK-002", exchanged(authorization="Basic not-base-64!")),
    ("OAUTH-TOK-002", exchanged(authorization="Basic Jörg")),
    ("OAUTH-TOK-002", exchanged(authorization=f"Basic {b64encode(b'no colon').decode()}")),
    ("OAUTH-TOK-003", exchanged(redirect_uri=None)),
    ("OAUTH-TOK-003", exchanged(scope=None)),
    ("OAUTH-TOK-003", exchanged(code_verifier=None)),
    ("OAUTH-TOK-003", exchanged(grant_type=None)),
    ("OAUTH-TOK-003", exchanged(redirect_uri=f"{CALLBACK}/")),
    ("OAUTH-TOK-004", exchanged(code_verifier=OF_ANOTHER_FLOW, status=400)),
    ("OAUTH-TOK-004", exchanged(code_verifier=CHALLENGE, status=400)),
)


@pytest.mark.parametrize(("requirement", "exchange"), WRONG)
def test_a_wrong_token_request_breaks_its_row_and_no_other(requirement: str, exchange: Served) -> None:
    traffic = _with(exchange)
    ending = decide(requirement, traffic)
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (4,))
    assert [row for row in ROWS if row != requirement and decide(row, traffic).outcome is Outcome.FAIL] == []


@pytest.mark.parametrize("requirement", ["OAUTH-TOK-001", "OAUTH-TOK-003", "OAUTH-TOK-004"])
def test_client_credentials_have_no_code(requirement: str) -> None:
    assert decide(requirement, MACHINE).outcome is Outcome.NOT_APPLICABLE


def test_client_credentials_and_refreshes_authenticate_too() -> None:
    assert decide("OAUTH-TOK-002", MACHINE).outcome is Outcome.PASS
    later = _with(exchanged(), listed=refreshed(authorization=None, client_secret=SECRET))
    assert cited(decide("OAUTH-TOK-002", later)) == (5,)


def test_a_preflight_is_no_token_request() -> None:
    preflight = served("token", "OPTIONS", status=405)
    assert decide("OAUTH-TOK-002", sitting(*right(sent_back=(sent_back(), preflight)))).outcome is Outcome.PASS


def test_parameters_of_a_media_type_do_not_count() -> None:
    headers = {**AUTHORIZED, "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    assert decide("OAUTH-TOK-001", _with(exchanged(members={"headers": headers}))).outcome is Outcome.PASS


def test_a_token_endpoint_that_has_moved_is_right_too() -> None:
    moved = {**ENDPOINTS, "token#2": ELSEWHERE.url}
    assert decide("OAUTH-TOK-001", sitting(*right(exchanged=ELSEWHERE), endpoints=moved)).outcome is Outcome.PASS


def test_a_client_id_in_the_form_is_no_secret() -> None:
    assert decide("OAUTH-TOK-002", _with(exchanged(client_id=CLIENT))).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("sent", "outcome"),
    [("a%2Fb%3Ac%2B", Outcome.PASS), ("a/b:c+", Outcome.FAIL)],
    ids=["form-encoded", "as-it-is"],
)
def test_a_secret_is_form_encoded_in_the_header(sent: str, outcome: Outcome) -> None:
    odd = registered(answer={"client_secret": "a/b:c+"})
    ending = decide("OAUTH-TOK-002", _with(exchanged(authorization=basic(CLIENT, sent)), registered=odd))
    assert ending.outcome is outcome


def test_the_verifier_is_that_of_the_flow_of_the_code() -> None:
    """Of two flows in one sitting the code tells which is meant."""
    other = asked(state="kXr2v9QmT4sLwZ8pYb3n", code_challenge=f"A{CHALLENGE[1:]}")
    assert decide("OAUTH-TOK-004", _with(exchanged(), asked=(other, asked()))).outcome is Outcome.PASS
    second = sent_back(state="kXr2v9QmT4sLwZ8pYb3n")
    ending = decide("OAUTH-TOK-004", _with(exchanged(), asked=(asked(), other), sent_back=second))
    assert ending.outcome is Outcome.FAIL


def test_a_verifier_that_is_no_text_hashes_to_nothing_that_was_sent() -> None:
    odd = served("token", "POST", headers=AUTHORIZED, sent={**MEMBERS, "code_verifier": "\ud800"}, status=400)
    assert decide("OAUTH-TOK-004", _with(odd)).outcome is Outcome.FAIL


def test_without_a_challenge_there_is_nothing_to_compare() -> None:
    plain = asked(code_challenge=None, code_challenge_method=None)
    assert decide("OAUTH-TOK-004", _with(exchanged(), asked=plain)).outcome is Outcome.INCOMPLETE


# TOK-018: nothing secret in a URL


@pytest.mark.parametrize(
    "call",
    [
        listed(query={"access_token": TOKEN}),
        listed(query={"access_token": "of-another-sitting"}),
        listed(query={"key": f"x{TOKEN}"}),
        listed(query={"code": CODE}),
        listed(query={"secret": SECRET}),
        called(url=f"https://provider.test/clrs/{REFRESH}"),
        listed(headers={"Referer": f"{CALLBACK}?code={CODE}"}),
    ],
    ids=["parameter", "unknown-token", "within", "code", "secret", "path", "referer"],
)
def test_a_secret_in_a_url_breaks_it(call: Served) -> None:
    ending = decide("OAUTH-TOK-018", sitting(*right(listed=(listed(), call))))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (6,))


def test_calls_without_secrets_in_their_urls_pass() -> None:
    ending = decide("OAUTH-TOK-018", PLAIN)
    assert (ending.outcome, ending.exchanges) == (Outcome.PASS, (5, 6, 7))


# TOK-019 and TOK-020: tokens that look otherwise

FIRST = len(PLAIN.exchanges)
CHANGED = exchanged(members={"struck": ("a-change",)})


def _odd(scenario: str, *calls: Served, end: str = "through") -> Sitting:
    return sitting(*right(exchanged=CHANGED, listed=calls), scenario=scenario, end=end)


def test_a_token_with_more_members_is_used() -> None:
    assert decide("OAUTH-TOK-019", PLAIN, _odd("more-members", listed())).outcome is Outcome.PASS


def test_who_drops_a_token_with_more_members_breaks_it() -> None:
    ending = decide("OAUTH-TOK-019", PLAIN, _odd("more-members", end="refused"))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST + 4,))


@pytest.mark.parametrize("end", ["refused", "crashed"])
def test_a_token_of_an_unknown_type_is_not_used(end: str) -> None:
    assert decide("OAUTH-TOK-020", PLAIN, _odd("token-type-unknown", end=end)).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "call",
    [
        listed(),
        listed(headers={"Authorization": f"MAC id={TOKEN}"}),
        listed(token=None, query={"access_token": TOKEN}),
    ],
    ids=["as-bearer", "as-something-else", "in-the-url"],
)
def test_who_uses_it_breaks_it(call: Served) -> None:
    ending = decide("OAUTH-TOK-020", PLAIN, _odd("token-type-unknown", call))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST + 5, FIRST + 4))


def test_a_call_without_the_token_is_no_use_of_it() -> None:
    ending = decide("OAUTH-TOK-020", PLAIN, _odd("token-type-unknown", listed(token=None, status=401)))
    assert ending.outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("requirement", "scenario"), [("OAUTH-TOK-019", "more-members"), ("OAUTH-TOK-020", "token-type-unknown")]
)
@pytest.mark.parametrize("odd", ["not-served", "stopped", "not-played"])
def test_without_its_guard_it_stays_open(requirement: str, scenario: str, odd: str) -> None:
    sittings = {
        "not-served": [sitting(discovered(), scenario=scenario, end="crashed")],
        "stopped": [_odd(scenario, end="timed-out")],
        "not-played": [],
    }
    assert decide(requirement, PLAIN, *sittings[odd]).outcome is Outcome.INCOMPLETE
