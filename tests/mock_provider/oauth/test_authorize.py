"""The authorization endpoint: whom it answers, what it asks for, where it sends the browser."""

from __future__ import annotations

import html
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mock_provider.oauth import OFFLINE_ACCESS
from tests.mock_provider.oauth.conftest import CLR_SCOPES

CALLBACK = "https://consumer.test/callback"
STATE = "a-state-nobody-can-guess"


def sent_back(response: Any) -> dict[str, str]:
    assert response.status_code in (302, 303), response.text
    assert response.headers["location"].startswith(f"{CALLBACK}?")
    return {name: values[0] for name, values in parse_qs(urlsplit(response.headers["location"]).query).items()}


@pytest.fixture
def mira(world: Any) -> Any:
    """A browser with mira signed in."""
    assert world.browser.log_in().status_code == 303
    return world.browser


def test_approval_gives_a_code_with_state_scope_and_issuer(mira: Any, consumer: Any) -> None:
    given = mira.approve(consumer)
    assert given["state"] == STATE
    assert given["scope"] == f"{CLR_SCOPES[0]} {OFFLINE_ACCESS}"
    assert given["iss"] == "https://provider.test"
    assert len(given["code"]) >= 43


def test_denial_goes_back_as_an_error(mira: Any, consumer: Any) -> None:
    given = sent_back(mira.submit(mira.consent_page(consumer), decision="deny"))
    assert given["error"] == "access_denied"
    assert given["state"] == STATE
    assert given["iss"] == "https://provider.test"
    assert "code" not in given


def test_a_redirect_uri_with_a_query_keeps_it(mira: Any, world: Any) -> None:
    consumer = world.consumer(redirect_uris=[f"{CALLBACK}?tenant=7"])
    given = mira.approve(consumer, redirect_uri=f"{CALLBACK}?tenant=7")
    assert given["tenant"] == "7"
    assert given["code"]


@pytest.mark.parametrize(
    "redirect_uri",
    [
        None,
        "https://other.test/callback",
        f"{CALLBACK}/more",
        f"{CALLBACK}?x=1",
        f"{CALLBACK}#x",
        "https://consumer.test",
        "https://CONSUMER.test/callback",
        "https://consumer.test:443/callback",
        '"><script>alert(1)</script>',
    ],
)
def test_the_browser_goes_nowhere_for_an_unregistered_redirect_uri(
    mira: Any, consumer: Any, redirect_uri: str | None
) -> None:
    assert mira.consent_page(consumer).status_code == 200
    response = mira.consent_page(consumer, redirect_uri=redirect_uri)
    assert response.status_code == 400
    assert "location" not in response.headers
    assert "<script>" not in response.text


@pytest.mark.parametrize("client_id", [None, "nobody", "\x00", "x" * 500, "ünknown"])
def test_the_browser_goes_nowhere_for_an_unknown_client(mira: Any, consumer: Any, client_id: str | None) -> None:
    response = mira.consent_page(consumer, client_id=client_id)
    assert response.status_code == 400
    assert "location" not in response.headers


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "too-short"}, "invalid_request"),
        ({"code_challenge": "x" * 44}, "invalid_request"),
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": 'co"de \u00e9'}, "unsupported_response_type"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "nonsense"}, "invalid_scope"),
        ({"scope": OFFLINE_ACCESS}, "invalid_scope"),
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_faulty_request_goes_back_without_consent_but_never_before_the_login(
    world: Any, consumer: Any, changes: dict[str, str | None], error: str, signed_in: bool
) -> None:
    if signed_in:
        world.browser.log_in()
    answer = world.browser.consent_page(consumer, **changes)
    if not signed_in:
        assert answer.headers["location"].startswith("/oauth/login?")
        form = world.browser.get(answer.headers["location"])
        answer = world.browser.submit(form, username="mira", password="mira-password")
        answer = world.browser.get(answer.headers["location"])
    given = sent_back(answer)
    assert given["error"] == error
    assert given["state"] == STATE
    assert given["iss"] == "https://provider.test"
    assert "code" not in given


def test_a_request_without_state_is_refused(mira: Any, consumer: Any) -> None:
    given = sent_back(mira.consent_page(consumer, state=None))
    assert given["error"] == "invalid_request"
    assert "state" not in given


@pytest.mark.parametrize("name", ["scope", "state", "code_challenge", "anything"])
def test_a_repeated_parameter_is_refused(mira: Any, consumer: Any, name: str) -> None:
    query = mira.http.build_request("GET", "/oauth/authorize", params=consumer.query(**{name: "x"})).url.query.decode()
    given = sent_back(mira.get(f"/oauth/authorize?{query}&{name}=y"))
    assert given["error"] == "invalid_request"


@pytest.mark.parametrize("name", ["client_id", "redirect_uri"])
def test_a_repeated_address_is_refused_without_a_redirect(mira: Any, consumer: Any, name: str) -> None:
    query = consumer.query()
    url = mira.http.build_request("GET", "/oauth/authorize", params=query).url
    response = mira.get(f"{url}&{url.copy_with(params={name: query[name]}).query.decode()}")
    assert response.status_code == 400
    assert "location" not in response.headers


def test_unknown_scopes_are_left_out(mira: Any, consumer: Any) -> None:
    given = mira.approve(consumer, scope=f"nonsense {CLR_SCOPES[0]} more")
    assert given["scope"] == CLR_SCOPES[0]


def test_scopes_that_the_client_did_not_register_are_left_out(mira: Any, world: Any) -> None:
    consumer = world.consumer(scope=CLR_SCOPES[0])
    assert mira.approve(consumer, scope=" ".join(CLR_SCOPES))["scope"] == CLR_SCOPES[0]


def test_the_consent_page_says_who_asks_for_what(mira: Any, consumer: Any) -> None:
    text = mira.consent_page(consumer).text
    for shown in (
        "Transcript Wallet",
        "https://consumer.test/logo.png",
        "https://consumer.test/terms",
        "https://consumer.test/privacy",
        CLR_SCOPES[0],
        OFFLINE_ACCESS,
        "Mira Öztürk",
    ):
        assert shown in text


def test_the_consent_page_escapes_what_a_client_says(mira: Any, world: Any) -> None:
    consumer = world.consumer(client_name='<script>alert("x")</script>')
    page = mira.consent_page(consumer)
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text


def test_a_decision_that_is_none_is_refused(mira: Any, consumer: Any) -> None:
    page = mira.consent_page(consumer)
    assert mira.submit(page).status_code == 400
    assert mira.submit(page, decision="perhaps").status_code == 400


def test_a_tampered_consent_form_is_judged_like_any_request(mira: Any, consumer: Any) -> None:
    page = mira.consent_page(consumer)
    response = mira.submit(page, decision="approve", request="client_id=x&redirect_uri=https://evil.test/")
    assert response.status_code == 400
    assert "location" not in response.headers


def test_consent_after_the_session_ended_asks_for_the_login(mira: Any, consumer: Any, world: Any) -> None:
    page = mira.consent_page(consumer)
    world.clock.now += 9 * 3600
    response = mira.submit(page, decision="approve")
    assert response.status_code == 303
    assert response.headers["location"].startswith("/oauth/login?")


@pytest.mark.parametrize("length", [9_000, 15_000])
def test_a_long_state_comes_back_whole_after_the_login(world: Any, consumer: Any, length: int) -> None:
    state = "s" * length
    form = world.browser.get(world.browser.consent_page(consumer, state=state).headers["location"])
    there = world.browser.submit(form, username="mira", password="mira-password").headers["location"]
    given = sent_back(world.browser.submit(world.browser.get(there), decision="approve"))
    assert given["state"] == state


def test_a_request_that_is_too_long_is_told_so(mira: Any, consumer: Any) -> None:
    answer = mira.consent_page(consumer, state="s" * 20_000)
    assert answer.status_code == 414
    assert "too long" in answer.text
    assert "16000" in answer.text


@pytest.mark.parametrize(
    ("registered", "asked"),
    [
        ("http://127.0.0.1/callback", "http://127.0.0.1:51004/callback"),
        ("http://127.0.0.1:8080/callback?x=1", "http://127.0.0.1:51004/callback?x=1"),
        ("http://[::1]:80/callback", "http://[::1]:61023/callback"),
    ],
)
def test_the_port_of_a_loopback_address_is_the_clients_own(world: Any, registered: str, asked: str) -> None:
    consumer = world.consumer(redirect_uris=[registered])
    world.browser.log_in()
    answer = world.browser.submit(world.browser.consent_page(consumer, redirect_uri=asked), decision="approve")
    location = answer.headers["location"]
    assert location.startswith(asked)
    code = location.partition("code=")[2].partition("&")[0]
    assert "redirect_uri" in consumer.exchange(code, redirect_uri=registered).json()["error_description"]
    assert consumer.exchange(code, redirect_uri=asked).status_code == 200


@pytest.mark.parametrize(
    ("registered", "asked"),
    [
        ("http://127.0.0.1/callback", "http://127.0.0.1:51004/other"),
        ("http://127.0.0.1/callback", "http://127.0.0.2:51004/callback"),
        ("http://127.0.0.1/callback", "https://127.0.0.1:51004/callback"),
        ("http://127.0.0.1/callback", "http://127.0.0.1:51004@evil.test/callback"),
        ("http://127.0.0.1/callback", "http://127.0.0.1:51004x/callback"),
        ("http://localhost/callback", "http://localhost:51004/callback"),
        ("https://consumer.test/callback", "https://consumer.test:444/callback"),
    ],
)
def test_nothing_but_the_port_of_a_loopback_address_is_free(mira: Any, world: Any, registered: str, asked: str) -> None:
    consumer = world.consumer(redirect_uris=[registered])
    answer = mira.consent_page(consumer, redirect_uri=asked)
    assert answer.status_code == 400
    assert "location" not in answer.headers


def test_the_page_shows_the_redirect_uri_that_came_and_those_registered(mira: Any, consumer: Any) -> None:
    text = html.unescape(mira.consent_page(consumer, redirect_uri="https://consumer.test/Callback").text)
    assert "'https://consumer.test/Callback'" in text
    assert "'https://consumer.test/callback'" in text


def test_a_scope_that_cannot_be_had_is_told_with_those_that_can(mira: Any, consumer: Any) -> None:
    given = sent_back(mira.consent_page(consumer, scope="nonsense"))
    assert "'nonsense'" in given["error_description"]
    assert CLR_SCOPES[0] in given["error_description"]


def test_only_get_is_offered(world: Any, consumer: Any) -> None:
    assert world.http.post("/oauth/authorize", data=consumer.query()).status_code == 405
