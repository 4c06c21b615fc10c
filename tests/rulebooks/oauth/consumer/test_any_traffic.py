"""Whatever a consumer sends, each check comes to an ending: what strangers send is no reason to crash."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.exchanges.response import Headers
from conformance.exchanges.served import Served
from conformance.record import Outcome
from conformance.rulebooks.oauth.consumer.checks import CHECKS
from conformance.traffic import Sitting, Traffic
from conformance.traffic.judge import judge
from tests.traffic.building import ENDPOINTS, FACTS, sitting

OPERATIONS = ("register", "authorize", "login", "consent", "token", "getClrs", "postClr", "getDiscoveryDocument", "")
SCENARIOS = tuple(dict.fromkeys(("plain", *(name for check in CHECKS for name in check.scenarios))))
CLAIMS = ("refresh", "keeps_state", "read", "write")
MEMBERS = (
    "client_id", "client_secret", "redirect_uri", "redirect_uris", "scope", "state", "code", "code_verifier", "iss",
    "code_challenge", "code_challenge_method", "grant_type", "refresh_token", "access_token", "expires_in",
    "token_type", "software_id", "client_uri", "logo_uri", "contacts", "response_type", "error",
)  # fmt: skip

ODD = ("", "code", "S256", "refresh_token", "https://[", "http://127.0.0.1:x/", "\ud800")
SENT = ("Authorization", "Content-Type", "Location", "Referer", "Accept", "Cache-Control", "Link", "Retry-After")
FIELDS = (
    "Basic YTpi",
    "Basic \u00e9",
    "Bearer",
    "Bearer x",
    "?code=1",
    "x:/?code=1&state=2",
    "max-age=x",
    "<[>;rel=next",
)

texts = st.one_of(st.sampled_from(ODD), st.text())
values = st.one_of(texts, st.none(), st.booleans(), st.integers(), st.floats(), st.lists(texts, max_size=2))
objects = st.dictionaries(st.sampled_from(MEMBERS), values, max_size=6)


def as_form(members: dict[str, Any]) -> str:
    return "&".join(f"{name}={value}" for name, value in members.items())


bodies = st.one_of(
    objects.map(lambda members: json.dumps(members).encode()),
    objects.map(lambda members: as_form(members).encode("utf-8", "replace")),
    st.binary(max_size=40),
    st.just(b"[]"),
)
latin = st.text(st.characters(max_codepoint=255))
headers = st.lists(st.tuples(st.sampled_from(SENT), st.one_of(st.sampled_from(FIELDS), latin)), max_size=4).map(Headers)
queries = st.one_of(
    st.just(""),
    objects.map(lambda members: as_form(members).encode("latin-1", "replace").decode("latin-1")),  # as bytes arrive
    st.just("state=1&code=2"),
)


@st.composite
def exchanges(draw: st.DrawFn) -> Served:
    operation = draw(st.sampled_from(OPERATIONS))
    hosts = (ENDPOINTS.get(operation, "https://[/x"), "http://", "//", "https://provider.test")
    return Served(
        number=0,
        place=draw(st.sampled_from(["api", "oauth", "page", "plain", "other", "none"])),
        operation=operation,
        method=draw(st.sampled_from(["GET", "POST", "PUT", "OPTIONS", "get", "\u00e9"])),
        url=f"{draw(st.sampled_from(hosts))}?{draw(queries)}",
        request_headers=draw(headers),
        request_body=draw(bodies),
        tls=draw(st.sampled_from(["TLSv1.3", "TLSv1.1", None])),
        began=draw(st.floats(0, 10)),
        started="2030-01-01T00:00:00Z",
        status=draw(st.sampled_from([200, 201, 303, 400, 401, 403, 500, None])),
        headers=draw(headers),
        body=draw(bodies),
        ended=draw(st.one_of(st.none(), st.floats(0, 20))),
        struck=draw(st.sampled_from([(), ("a-change",)])),
        run=draw(st.sampled_from([1, 2, 3])),
    )


@st.composite
def sittings(draw: st.DrawFn) -> Sitting:
    said = draw(st.lists(exchanges(), max_size=6))
    end = draw(st.sampled_from(["through", "refused", "unable", "crashed", "timed-out", "stopped"]))
    return sitting(*said, scenario=draw(st.sampled_from(SCENARIOS)), end=end, learners=("mira", "jonas"))


@settings(max_examples=150, deadline=None)
@given(st.lists(sittings(), max_size=4), st.sets(st.sampled_from(CLAIMS)), st.sampled_from([FACTS, None]))
def test_each_check_comes_to_an_ending(told: list[Sitting], claims: set[str], facts: Any) -> None:
    for ending in judge(CHECKS, Traffic.of(told, claims, facts)):
        assert bool(ending.findings) is (ending.outcome is Outcome.FAIL)
        assert all(finding.exchanges for finding in ending.findings)
        for text in (ending.reason or "", *(finding.actual for finding in ending.findings)):
            text.encode()


@pytest.mark.parametrize("end", ["through", "refused", "crashed", "timed-out"])
def test_who_sends_nothing_passes_nothing(end: str) -> None:
    silent = [sitting(scenario=name, end=end) for name in SCENARIOS]
    endings = judge(CHECKS, Traffic.of(silent, CLAIMS, FACTS))
    assert [one.check.requirement for one in endings if one.outcome is Outcome.PASS] == []
