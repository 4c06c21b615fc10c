"""Each departure that a lenient mock takes: a strict one refuses it, and the one that takes it alone says so."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from mock_provider.edition import find
from mock_provider.lenient import mends
from mock_provider.settings import Settings, SettingsError
from mock_provider.settings_sources import load, to_environment
from mock_provider.testing import running_mock
from tests.mock_provider.flow import CALLBACK, SCOPE, Flow

KNOWN = mends(find("clr10"))


def clr(mock: Any, name: str) -> dict[str, Any]:
    person = {"id": mock.known_ids["learner_mira"], "type": "Profile"}
    return {
        "id": f"{mock.url}/clrs/{name}",
        "type": "Clr",
        "issuedOn": "2024-01-01T00:00:00Z",
        "learner": person,
        "publisher": {"id": "urn:uuid:3d9c4a20-0000-4000-8000-000000000001", "type": "Profile", "name": "Publisher"},
        "verification": {"type": "Hosted"},
    }


CONTEXT = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"


def post(flow: Flow, body: dict[str, Any], content_type: str | None = "application/ld+json") -> httpx.Response:
    headers = {} if content_type is None else {"content-type": content_type}
    return flow.api("POST", "/clrs", content=json.dumps(body).encode(), headers=headers)


def posted(flow: Flow, content_type: str | None) -> httpx.Response:
    return post(flow.to_token(), {"@context": CONTEXT, "clr": clr(flow.mock, "typed")}, content_type)


def no_context(flow: Flow) -> httpx.Response:
    return post(flow.to_token(), {"clr": clr(flow.mock, "bare")})


def authorized(flow: Flow, **changes: str | None) -> httpx.Response:
    flow.register()
    return flow.authorize(**changes)


def exchanged(flow: Flow, **changes: Any) -> httpx.Response:
    flow.register()
    flow.authorize()
    return flow.exchange(**changes)


@dataclass(frozen=True)
class Departure:
    """What a client does, and how a strict mock refuses it: a status, or an error in the redirect."""

    mend: str
    act: Callable[[Flow], httpx.Response]
    refused: int | str
    name: str = ""


DEPARTURES = [
    Departure("accept", lambda f: f.to_token().api("GET", "/clrs", headers={"accept": "application/json"}), 406),
    Departure("accept", lambda f: f.to_token().api("GET", "/clrs", headers={"accept": None}), 406, "none"),
    Departure("post_content_type", lambda f: posted(f, "application/json"), 415),
    Departure("post_content_type", lambda f: posted(f, None), 415, "none"),
    Departure("token_in_query", lambda f: f.to_token().api("GET", f"/clrs?access_token={f.token}", bearer=False), 401),
    Departure("since_zone", lambda f: f.to_token().api("GET", "/clrs?since=2020-01-01T00:00:00"), 400),
    Departure("since_zone", lambda f: f.to_token().api("GET", "/clrs?since=2020-01-01%2000:00"), 400, "blank"),
    Departure("since_zone", lambda f: f.to_token().api("GET", "/clrs?since=2020-01-01"), 400, "day"),
    Departure("no_context", no_context, 400),
    Departure("form_as_json", lambda f: exchanged(f, as_json=True), 400),
    Departure("client_secret_post", lambda f: exchanged(f, in_body=True), 401),
    Departure("client_secret_post", lambda f: f.register(token_endpoint_auth_method="client_secret_post"), 400, "reg"),
    Departure("no_pkce", lambda f: authorized(f, code_challenge=None, code_challenge_method=None), "invalid_request"),
    Departure(
        "plain_pkce",
        lambda f: authorized(f, code_challenge=f.verifier, code_challenge_method="plain"),
        "invalid_request",
    ),
    Departure(
        "plain_pkce",
        lambda f: authorized(f, code_challenge=f.verifier, code_challenge_method=None),
        "invalid_request",
        "no method",
    ),
    Departure("no_redirect_uri", lambda f: exchanged(f, redirect_uri=None), 400),
    Departure("no_scope", lambda f: authorized(f, scope=None), "invalid_scope"),
    Departure("scope_commas", lambda f: authorized(f, scope=f"{SCOPE}readonly,{SCOPE}replace"), "invalid_scope"),
    Departure("no_state", lambda f: authorized(f, state=None), "invalid_request"),
    Departure("registration_members", lambda f: f.register(client_name=None, tos_uri=None, software_id=None), 400),
    Departure("registration_media_type", lambda f: f.register(content_type="text/plain"), 400),
    Departure("registration_media_type", lambda f: f.register(content_type=None), 400, "none"),
    Departure("registration_json_types", lambda f: f.register(redirect_uris=CALLBACK), 400),
    Departure("registration_json_types", lambda f: f.register(scope=[f"{SCOPE}readonly"]), 400, "scope"),
]


def opened(**settings: Any) -> Iterator[Any]:
    with running_mock(auto_login="first", content="small", **settings) as mock:
        yield mock


@pytest.fixture(scope="module")
def strict() -> Iterator[Any]:
    yield from opened()


def went_through(found: httpx.Response, flow: Flow) -> bool:
    return found.status_code in (200, 201) or (found.status_code == 303 and "code" in flow.back)


@pytest.mark.parametrize("departure", DEPARTURES, ids=lambda one: f"{one.mend} {one.name}".strip())
def test_a_strict_mock_refuses_it_and_one_that_takes_it_alone_says_so(departure: Departure, strict: Any) -> None:
    flow = Flow(strict)
    refused = departure.act(flow)
    assert departure.refused in (refused.status_code, flow.back.get("error"))
    assert "x-clr-mock-lenient" not in refused.headers
    flow.close()
    for mock in opened(lenient=(departure.mend,)):
        flow = Flow(mock)
        taken = departure.act(flow)
        assert went_through(taken, flow), taken.text
        assert taken.headers["x-clr-mock-mended"] == departure.mend
        assert KNOWN[departure.mend].strict in taken.headers["x-clr-mock-lenient"]
        flow.close()


def test_every_mend_has_a_departure_here_and_a_sentence() -> None:
    assert {departure.mend for departure in DEPARTURES} == set(KNOWN)
    for mend in KNOWN.values():
        assert "a strict provider" in mend.strict
        assert mend.title[0].isupper() or mend.title.split()[0].islower()


@pytest.fixture(scope="module")
def lenient() -> Iterator[Any]:
    yield from opened(lenient=True)


@pytest.fixture
def flow(lenient: Any) -> Iterator[Flow]:
    flow = Flow(lenient)
    yield flow
    flow.close()


def test_a_client_that_is_wrong_in_every_way_gets_its_token_and_its_records(flow: Flow) -> None:
    registered = flow.register(
        content_type="text/plain",
        redirect_uris=CALLBACK,
        scope=f"{SCOPE}readonly,{SCOPE}replace",
        software_id=None,
        software_version=7,
        token_endpoint_auth_method="client_secret_post",
    )
    assert registered.status_code == 201, registered.text
    assert registered.headers["x-clr-mock-mended"].count(",") == 4
    flow.authorize(scope=None, state=None, code_challenge=None, code_challenge_method=None)
    assert "state" not in flow.back
    found = flow.exchange(in_body=True, as_json=True, redirect_uri=None, code_verifier=None)
    assert found.status_code == 200, found.text
    listed = flow.api(
        "GET", f"/clrs?access_token={flow.token}&since=2016-01-01", bearer=False, headers={"accept": None}
    )
    assert listed.status_code == 200
    assert listed.json()["clrs"]


def test_a_right_client_is_told_nothing(flow: Flow) -> None:
    found = [
        flow.register(),
        flow.authorize(),
        flow.exchange(),
        flow.api("GET", "/clrs"),
        posted(flow, "application/ld+json"),
    ]
    assert {response.status_code for response in found} <= {200, 201, 303}
    assert not any("x-clr-mock-lenient" in response.headers for response in found)


def test_a_plain_challenge_still_wants_its_verifier(flow: Flow) -> None:
    flow.register()
    flow.authorize(code_challenge=flow.verifier, code_challenge_method="plain")
    wrong = flow.exchange(code_verifier="w" * 43)
    assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_grant")
    flow.authorize(code_challenge=flow.verifier, code_challenge_method="plain")
    assert flow.exchange().status_code == 200


def test_a_code_with_a_challenge_still_wants_its_verifier(flow: Flow) -> None:
    flow.register()
    flow.authorize()
    missing = flow.exchange(code_verifier=None)
    assert (missing.status_code, missing.json()["error_description"]) == (400, "code_verifier is missing")


def test_a_redirect_uri_that_differs_stays_refused(flow: Flow) -> None:
    flow.register()
    flow.authorize()
    assert flow.exchange(redirect_uri="https://wallet.test/other").status_code == 400


def test_a_state_that_came_goes_back_as_it_came(flow: Flow) -> None:
    flow.register()
    flow.authorize(state="short")
    assert flow.back["state"] == "short"


def test_a_post_without_a_context_is_kept_byte_for_byte(flow: Flow) -> None:
    flow.to_token()
    made = post(flow, {"clr": clr(flow.mock, "kept")})
    assert made.status_code == 201, made.text
    assert made.headers["x-clr-mock-lenient"] == "the body has no @context; a strict provider answers 400"
    assert flow.api("GET", "/clrs/kept").json()["id"] == f"{flow.mock.url}/clrs/kept"


def test_a_registration_is_filled_in_under_the_client_s_own_host(flow: Flow) -> None:
    found = flow.register(client_uri=None, logo_uri=None, tos_uri=None, policy_uri=None)
    assert {found.json()[name] for name in ("client_uri", "logo_uri", "tos_uri", "policy_uri")} == {
        "https://wallet.test/"
    }
    assert "client_uri, logo_uri, tos_uri, policy_uri are missing" in found.headers["x-clr-mock-lenient"]


def test_what_cannot_be_made_right_is_refused_as_ever(flow: Flow) -> None:
    assert flow.register(redirect_uris=None).status_code == 400
    assert flow.register(content_type="text/plain", redirect_uris="ftp://wallet.test").status_code == 400
    flow.register()
    flow.authorize(client_id="nobody", scope=None, state=None)
    assert flow.code == ""
    flow.to_token()
    assert flow.api("GET", "/clrs?since=2020-13-01").status_code == 400
    assert flow.api("GET", "/clrs?access_token=wrong", bearer=False).status_code == 401
    assert flow.api("GET", f"/clrs?access_token={flow.token}").status_code == 400
    assert post(flow, {}).status_code == 400


def test_the_notes_hold_no_secret(flow: Flow, caplog: pytest.LogCaptureFixture) -> None:
    flow.register()
    flow.authorize()
    code = flow.code
    flow.exchange(in_body=True)
    listed = flow.api("GET", f"/clrs?access_token={flow.token}", bearer=False)
    told = caplog.text + str(listed.headers)
    assert "the access token came in the query" in told
    assert not any(secret in told for secret in (flow.client_secret, code, flow.token, flow.verifier))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("accept", ("accept",)),
        ("accept, no_pkce", ("accept", "no_pkce")),
        ("accept;no_pkce", ("accept", "no_pkce")),
        ("yes", ("all",)),
        ("all", ("all",)),
        ("no", ()),
        ("", ()),
    ],
)
def test_the_setting_names_departures_or_all(text: str, expected: tuple[str, ...]) -> None:
    settings = load(environment={"CLR_MOCK_LENIENT": text})
    assert settings.lenient == expected
    assert load(environment=to_environment(settings)) == settings


def test_a_departure_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    wanted = "lenient: there is no acept; use all, or some of registration_media_type"
    with pytest.raises(SettingsError, match=wanted), running_mock(lenient=("acept",)):
        pass
    assert Settings(lenient=True).lenient == ("all",)  # type: ignore[arg-type]


def test_departures_are_taken_at_other_addresses_too() -> None:
    moved = {"tenant": "/t-7f3a", "oauth_paths": {"token": "/a/91c2", "authorize": "/start", "register": "/join"}}
    for mock in opened(lenient=True, **moved):
        flow = Flow(mock, {"register": "join", "authorize": "start", "token": "a/91c2"})
        flow.register(client_name=None)
        flow.authorize(state=None, code_challenge=None, code_challenge_method=None)
        assert "state" not in flow.back
        assert flow.exchange(in_body=True, code_verifier=None).status_code == 200
        taken = flow.api("GET", "/clrs", headers={"accept": None})
        assert (taken.status_code, taken.headers["x-clr-mock-mended"]) == (200, "accept")
        flow.close()
