"""Requests of every kind that no client should send: a fault that has nothing to change there changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from mock_provider.behaviour import Fault
from mock_provider.behaviours import variations
from mock_provider.clr10.documents import compact_jws
from mock_provider.clr10.terms import BASE_PATH
from mock_provider.edition import find
from tests.mock_provider.behaviour.consumer import LD_JSON, Consumer
from tests.mock_provider.behaviour.crowd import Crowd, Request
from tests.mock_provider.behaviour.test_consumers import PLAYED, consumers, names_a_crash

OPERATIONS = find("clr10").operations
BODIES = (
    b"",
    b"[]",
    b"null",
    b"7",
    b'"text"',
    b"\xff\xfe",
    b"{",
    b'{"clr": [], "redirect_uris": 7, "grant_types": {}}',
    b'{"clr": {"learner": 7}, "redirect_uris": ["http://[bad"], "client_uri": "https://[bad"}',
    b'{"signedClr": ["x"], "response_types": [{}], "token_endpoint_auth_method": []}',
    b"code=1&code=2&=&%ff=%fe",
    b"[" * 3000,
)
QUERIES = (
    "limit=x",
    "limit=1&limit=2&offset=-1",
    "since=%ff",
    "offset=99999999999999999999",
    "request=%00&client_id=[&next=http://[x",
    "client_id=consumer-0&redirect_uri=http://[x&scope=%ff",
)
HEADERS = ("Basic ///", "Basic Og==", "Bearer", "Other")


@pytest.fixture(scope="module")
def consumer(crowd: Crowd) -> Consumer:
    """One that is connected."""
    one = consumers(crowd)[0]
    crowd.run([one.connect()])
    return one


def odd_requests(one: Consumer) -> list[Request]:
    form = "application/x-www-form-urlencoded"
    bearer = {"accept": LD_JSON, "authorization": f"Bearer {one.token}"}
    found = []
    for body in BODIES:
        found += [
            Request("POST", "/oauth/register", {"content-type": "application/json"}, body),
            Request("POST", "/oauth/token", {"content-type": form, "authorization": "Basic YTpi"}, body),
            Request("POST", "/oauth/revoke", {"content-type": form, "authorization": "Basic YTpi"}, body),
            Request("POST", f"{BASE_PATH}/clrs", {**bearer, "content-type": LD_JSON}, body),
            *(
                Request("POST", f"/oauth/{page}", {"content-type": form, "cookie": one.cookie}, body)
                for page in ("consent", "login", "grants")
            ),
        ]
    paths = (f"{BASE_PATH}/clrs", f"{BASE_PATH}/assertions/x", "/oauth/authorize", "/oauth/login", "/oauth/grants")
    found += [
        Request("GET", path, {**bearer, "cookie": one.cookie}, query=query) for query in QUERIES for path in paths
    ]
    found += [
        Request(method, f"{BASE_PATH}/clrs", {"accept": "*/*", "authorization": header})
        for header in HEADERS
        for method in ("GET", "PUT", "HEAD")
    ]
    return found


@pytest.mark.parametrize("fault", PLAYED, ids=lambda one: one.id)
def test_a_fault_meets_odd_requests_without_a_crash(quiet: Crowd, consumer: Consumer, fault: Fault) -> None:
    requests = [one for one in odd_requests(consumer) if fault.concerns(OPERATIONS.at(one.method, one.path))]
    quiet.faults.switch_on(fault)
    answers = quiet.at_once(requests)
    assert all(answer.whole for answer in answers)
    assert all(answer.status < 500 for answer in answers) or names_a_crash(fault)


# What somebody else signed


@pytest.fixture(scope="module")
def signed_elsewhere(crowd: Crowd, consumer: Consumer) -> list[str]:
    """Compact JWSs that the consumer made, in a CLR that it posted: other keys, odd key ids, payloads of every type."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    mock_key = f"https://{crowd.host}{BASE_PATH}/keys/college"
    payload = json.loads(json.dumps(consumer.clr["assertions"][0]))
    tokens = [
        compact_jws({"alg": "RS256", "kid": kid}, payload, key)
        for kid in ("https://consumer.example/keys/1", mock_key, "../../../escaped", "", 7, None, {"a": 1})
    ]
    tokens += [
        compact_jws({"alg": "RS256", "kid": mock_key}, value, key)
        for value in (b"[  ]", b"  7 ", b"null", b'"text"', b"true")
    ]
    tokens += ["WyAgXQ.WyAgXQ.AAAA", "____.____.____"]
    clr = {**consumer.clr, "id": consumer.own_id, "signedAssertions": tokens}
    answer = crowd.run([consumer._post({"clr": clr})])[0]
    assert answer.status == 201, answer.json["imsx_description"]
    return tokens


def keys(crowd: Crowd) -> set[Path]:
    return set((crowd.settings.data_dir / "keys").iterdir())


@pytest.mark.parametrize("fault", [one for one in PLAYED if one.concerns("getClrs")], ids=lambda one: one.id)
def test_what_somebody_else_signed_is_served_as_it_came(
    quiet: Crowd, consumer: Consumer, signed_elsewhere: list[str], fault: Fault
) -> None:
    before = keys(quiet)
    quiet.faults.switch_on(fault)
    answer = quiet.run([consumer._api("GET", f"{BASE_PATH}/clrs")])[0]
    assert keys(quiet) == before
    if fault.id in variations() and isinstance(answer.json, dict):
        clrs = {clr["id"]: clr for clr in answer.json["clrs"]}
        if consumer.own_id in clrs:
            assert clrs[consumer.own_id]["signedAssertions"] == signed_elsewhere
