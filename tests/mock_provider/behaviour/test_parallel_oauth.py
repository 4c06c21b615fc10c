"""200 clients at once under every fault of registration and of tokens: nobody is told another one's data."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

from mock_provider.behaviour import Behaviour, Fault
from mock_provider.behaviours import faults
from mock_provider.clr10.content.generator import known_ids
from mock_provider.clr10.terms import BASE_PATH
from mock_provider.oauth.flows import challenge_of
from mock_provider.store.tokens import Issue
from tests.mock_provider.behaviour.crowd import Crowd, Request, form

MANY = 200
SCOPE = "https://purl.imsglobal.org/spec/clr/v1p0/scope/readonly"


def of(*areas: str) -> list[Behaviour]:
    """The faults of these areas that are played while the mock runs."""
    return [
        fault for fault in faults().values() if fault.id.startswith(areas) and (fault.on_request or fault.on_response)
    ]


# Registration


def registration(number: int) -> Request:
    """What a client of its own host asks for, right or wrong in one of many ways; all of it holds its number."""
    site = f"https://c{number}.example"
    body: dict[str, Any] = {
        "client_name": f"name-c{number}.example",
        "software_id": f"id-c{number}.example",
        "software_version": f"c{number}.example",
        "redirect_uris": [f"{site}/callback"],
        **{name: f"{site}/{name}" for name in ("client_uri", "logo_uri", "tos_uri", "policy_uri")},
    }
    wrong: list[dict[str, Any]] = [
        {},
        {"redirect_uris": [f"http://c{number}.example/callback"]},
        {"redirect_uris": None},
        {"software_id": None, "client_uri": None},
        {"logo_uri": f"https://other-c{number}.example/logo"},
        {"redirect_uris": [f"https://app-c{number}.example/back"]},
        {"token_endpoint_auth_method": "client_secret_post"},
        {"token_endpoint_auth_method": "none"},
        {"grant_types": ["authorization_code", "password"]},
        {"grant_types": ["authorization_code", "implicit"]},
        {"response_types": ["code", "token"]},
    ]
    body |= wrong[number % len(wrong)]
    sent = {name: value for name, value in body.items() if value is not None}
    headers = {"content-type": "application/json"}
    return Request("POST", "/oauth/register", headers, json.dumps(sent).encode(), note=number)


REGISTRATIONS = [registration(number) for number in range(MANY)]


@pytest.mark.parametrize("fault", of("reg-"), ids=lambda one: one.id)
def test_no_registration_is_answered_with_data_of_another_client(quiet: Crowd, fault: Fault) -> None:
    quiet.emptied("oauth_clients")
    quiet.faults.switch_on(fault)
    answers = quiet.at_once(REGISTRATIONS)
    for request, answer in zip(REGISTRATIONS, answers, strict=True):
        assert set(re.findall(r"c(\d+)\.example", answer.body.decode())) <= {str(request.note)}
    if fault.id != "reg-same-id-for-all":
        given = [answer.json["client_secret"] for answer in answers if b'"client_secret"' in answer.body]
        assert len(set(given)) == len(given)
    for _, _, about, *_ in quiet.rows("oauth_clients")["oauth_clients"]:
        assert len(set(re.findall(r"c(\d+)\.example", json.dumps(about)))) == 1


@pytest.mark.parametrize("fault", [one for one in of("reg-") if not one.on_request], ids=lambda one: one.id)
def test_what_only_tells_otherwise_registers_the_same_clients(quiet: Crowd, fault: Fault) -> None:
    def registered() -> list[str]:
        quiet.emptied("oauth_clients")
        quiet.at_once(REGISTRATIONS[:22])
        return sorted(json.dumps(row[2], sort_keys=True) for row in quiet.rows("oauth_clients")["oauth_clients"])

    right = registered()
    quiet.faults.switch_on(fault)
    assert registered() == right


# Tokens


TABLES = ("oauth_clients", "oauth_grants", "oauth_codes", "oauth_tokens")
Rows = dict[str, list[tuple[Any, ...]]]


def settle(crowd: Crowd) -> None:
    """20 clients of 20 learners, each with codes and refresh tokens of its own."""
    crowd.emptied(*TABLES)
    far, now = 2**40, 1_700_000_000_000
    for number in range(20):
        about = {
            "redirect_uris": [f"https://c{number}.example/callback"],
            "scope": f"{SCOPE} offline_access",
            "grant_types": ["authorization_code", "refresh_token"],
            "token_endpoint_auth_method": "client_secret_basic",
        }
        crowd.grants.add_client(f"client-{number}", f"secret-{number}", about, 0)
    for number in range(MANY):
        who, way = number % 20, number // 20
        crowd.grants.authorize(
            code=f"code-{number}",
            client_id=f"client-{who}",
            username=f"learner-{who}",
            redirect_uri=f"https://c{who}.example/callback",
            scope=f"{SCOPE} offline_access",
            challenge=challenge_of(f"{number:04}" + "v" * 40),
            now_ms=now,
            seconds=far,
        )
        if way in (6, 7, 8):
            code = crowd.grants.code(f"code-{number}")
            assert code is not None
            tokens = Issue(f"access-{number}", SCOPE, far, f"refresh-{number}", f"{SCOPE} offline_access", far)
            assert crowd.grants.redeem(code, tokens, now // 1000)


def token_request(number: int) -> Request:
    """The token request of that number: right, or wrong in one of many ways."""
    who, way = number % 20, number // 20
    members = {
        "grant_type": "authorization_code",
        "code": f"code-{number}",
        "redirect_uri": f"https://c{who}.example/callback",
        "code_verifier": f"{number:04}" + "v" * 40,
    }
    wrong: dict[int, dict[str, str]] = {
        1: {"code_verifier": "w" * 43},
        2: {"code_verifier": ""},
        3: {"redirect_uri": "https://elsewhere.example/callback"},
        4: {"redirect_uri": ""},
        6: {"grant_type": "refresh_token", "refresh_token": f"refresh-{number}"},
        7: {"grant_type": "refresh_token", "refresh_token": f"refresh-{number}", "scope": f"{SCOPE} more"},
    }
    members |= wrong.get(way, {})
    if way in (6, 7):
        members = {name: members[name] for name in ("grant_type", "refresh_token", "scope") if name in members}
    secret = "wrong" if way == 5 else f"secret-{who}"
    client = (f"client-{who}", secret) if way != 9 else None
    members |= {"client_id": f"client-{who}"} if way == 9 else {}
    return form("POST", "/oauth/token", {name: value for name, value in members.items() if value}, client, number)


TOKEN_FAULTS = [one for one in of("tok-", "rfr-", "aut-") if not one.operations or "token" in one.operations]


REQUESTS = [token_request(number) for number in range(MANY)]


@pytest.fixture(scope="module")
def settled(crowd: Crowd) -> Rows:
    """What is stored before the first request."""
    settle(crowd)
    return crowd.rows(*TABLES)


@pytest.fixture(scope="module")
def undisturbed(crowd: Crowd, settled: Rows) -> tuple[list[int], Rows]:
    """What is answered and stored without a fault."""
    crowd.faults.clear()
    crowd.restore(settled)
    answers = crowd.at_once(REQUESTS)
    assert Counter(answer.status for answer in answers) == {200: 40, 400: 120, 401: 40}
    return [answer.status for answer in answers], crowd.rows(*TABLES)


@pytest.mark.parametrize("fault", TOKEN_FAULTS, ids=lambda one: one.id)
def test_no_token_is_given_to_another_client_and_the_store_stays_right(
    quiet: Crowd, settled: Rows, undisturbed: tuple[list[int], Rows], fault: Fault
) -> None:
    statuses, right = undisturbed
    quiet.restore(settled)
    quiet.faults.switch_on(fault)
    answers = quiet.at_once(REQUESTS)
    rows = quiet.rows(*TABLES)
    for request, answer in zip(REQUESTS, answers, strict=True):
        body = answer.json if isinstance(answer.json, dict) else {}
        token = body.get("access_token")
        stored = quiet.grants.token(token, 0) if isinstance(token, str) else None
        if stored is not None:
            who = request.note % 20
            assert (stored.client_id, stored.username) == (f"client-{who}", f"learner-{who}")
    struck = {number for number in range(MANY) if answers[number].struck}
    assert {number for number in range(MANY) if answers[number].status != statuses[number]} <= struck
    otherwise = struck if fault.on_request else set()
    assert rows["oauth_clients"] == right["oauth_clients"]
    assert rows["oauth_grants"] == right["oauth_grants"]
    assert stored_of(rows, otherwise) == stored_of(right, otherwise)


def stored_of(rows: Rows, but: set[int]) -> tuple[Any, ...]:
    """Codes and tokens as stored, but for times, tokens that are made up anew, and what these requests are about."""
    left_out = {challenge_of(f"{number:04}" + "v" * 40) for number in but}
    gone = {row[2] for row in rows["oauth_codes"] if row[7] in left_out}
    codes = [(*row[:9], row[9] is not None) for row in rows["oauth_codes"] if row[2] not in gone]
    tokens = Counter(
        (*row[1:7], row[8] is not None, row[9] is not None) for row in rows["oauth_tokens"] if row[3] not in gone
    )
    return codes, tokens


# Access tokens at the API

LEARNERS = ("jonas", "amal", "sofia", "nils")
STATES = ("alive", "expired", "revoked", "other-scope", "unknown")
BEARER_FAULTS = [one for one in of("brr-", "rvk-", "gcs-any", "gcs-no-token", "con-scopes") if one.concerns("getClrs")]


def bearer_of(number: int) -> tuple[str, str, str]:
    """Learner, state and token of the request with that number."""
    learner, state = LEARNERS[number % len(LEARNERS)], STATES[number // len(LEARNERS) % len(STATES)]
    return learner, state, f"{learner}-{state}-{number}".ljust(43, "t")


@pytest.fixture(scope="module")
def bearers(crowd: Crowd) -> list[Request]:
    """200 requests for lists, each with an access token of its own: alive, dead in some way, or made up."""
    requests = []
    for number in range(MANY):
        learner, state, token = bearer_of(number)
        client = crowd.grants.add_client(f"reader-of-{learner}", "secret", {}, 0, learner)
        scope = SCOPE.replace("readonly", "delete") if state == "other-scope" else SCOPE
        if state != "unknown":
            crowd.grants.issue(client, Issue(token, scope, 1 if state == "expired" else 2**40))
        if state == "revoked":
            stored = crowd.grants.token(token, 0)
            assert stored is not None
            crowd.grants.revoke(stored, 1)
        headers = {"authorization": f"Bearer {token}", "accept": "application/ld+json"}
        requests.append(Request("GET", f"{BASE_PATH}/clrs", headers, query="limit=1", note=number))
    return requests


@pytest.mark.parametrize("fault", BEARER_FAULTS, ids=lambda one: one.id)
def test_a_token_reaches_the_data_of_its_own_learner_only(quiet: Crowd, bearers: list[Request], fault: Fault) -> None:
    learners = {f"learner_{name}": name for name in LEARNERS}
    owners = {known_ids(quiet.settings)[key]: name for key, name in learners.items()}
    before = quiet.rows("oauth_tokens", "clrs")
    quiet.faults.switch_on(fault)
    for request, answer in zip(bearers, quiet.at_once(bearers), strict=True):
        learner, state, _ = bearer_of(request.note)
        served = {owners.get(clr["learner"]["id"]) for clr in (answer.json or {}).get("clrs", ())}
        assert state == "unknown" or served <= {learner}
        assert state == "alive" or answer.status != 200 or answer.struck
    assert quiet.rows("oauth_tokens", "clrs") == before
