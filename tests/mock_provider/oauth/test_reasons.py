"""Refusals say which cause it was, with what came and what was registered, and never a secret."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable
from typing import Any

import pytest
from httpx import Response

from tests.mock_provider.oauth.conftest import CLR_SCOPES

READONLY, REPLACE, _ = CLR_SCOPES
Case = Callable[[Any, Any, str], Response]


def used_before(world: Any, consumer: Any, code: str) -> Response:
    consumer.exchange(code)
    return consumer.exchange(code)


def too_late(world: Any, consumer: Any, code: str) -> Response:
    world.clock.now += 300
    return consumer.exchange(code)


def of_another_client(world: Any, consumer: Any, code: str) -> Response:
    other = world.consumer()
    other.verifier = consumer.verifier
    return other.exchange(code)


def withdrawn(world: Any, consumer: Any, code: str) -> Response:
    world.server.grants.withdraw(world.server.grants.of_user("mira")[0].id, "mira", int(world.clock.now))
    return consumer.exchange(code)


CODES: dict[str, Case] = {
    "this server has not issued this": lambda _w, consumer, _c: consumer.exchange("never-issued"),
    "issued to another client": of_another_client,
    "used before; the tokens that it gave are revoked": used_before,
    "has expired; it lives 300 seconds": too_late,
    "withdrawn the grant": withdrawn,
    "redirect_uri is missing; the authorization request had 'https://consumer.test/callback'": (
        lambda _, consumer, code: consumer.exchange(code, redirect_uri=None)
    ),
    "redirect_uri is 'https://consumer.test/other'; the authorization request had": (
        lambda _, consumer, code: consumer.exchange(code, redirect_uri="https://consumer.test/other")
    ),
    "code_verifier is missing": lambda _, consumer, code: consumer.exchange(code, code_verifier=None),
    "code_verifier is not 43 to 128 characters": lambda _, consumer, code: consumer.exchange(code, code_verifier="x"),
    "code_verifier does not match": lambda _, consumer, code: consumer.exchange(code, code_verifier="A" * 43),
    "code_verifier is the code_challenge itself": (
        lambda _, consumer, code: consumer.exchange(code, code_verifier=consumer.challenge)
    ),
}


def rotated(world: Any, consumer: Any, token: str) -> Response:
    consumer.refresh(token)
    return consumer.refresh(token)


def revoked(world: Any, consumer: Any, token: str) -> Response:
    consumer.post("/oauth/revoke", {"token": token})
    return consumer.refresh(token)


def month_later(world: Any, consumer: Any, token: str) -> Response:
    world.clock.now += 31 * 86_400
    return consumer.refresh(token)


REFRESHES: dict[str, Case] = {
    "this server has not issued this": lambda _w, consumer, _t: consumer.refresh("never-issued"),
    "issued to another client": lambda world, _, token: world.consumer().refresh(token),
    "used before; all tokens of its grant are revoked": rotated,
    "is revoked": revoked,
    "has expired": month_later,
    f"'{REPLACE}' was not granted; the refresh token has '{READONLY} offline_access'": (
        lambda _, consumer, token: consumer.refresh(token, scope=f"{READONLY} {REPLACE}")
    ),
}


def basic(text: bytes) -> str:
    return "Basic " + base64.b64encode(text).decode()


def described(response: Response) -> str:
    assert response.status_code in (400, 401), response.text
    text = str(response.json()["error_description"])
    assert text.isascii()
    assert not {'"', "\\"} & set(text)
    return text


@pytest.mark.parametrize("words", CODES)
def test_each_error_of_a_code_has_its_own_words(world: Any, consumer: Any, words: str) -> None:
    world.browser.log_in()
    code = world.browser.approve(consumer)["code"]
    response = CODES[words](world, consumer, code)
    assert response.json()["error"] == "invalid_grant"
    assert words in described(response)
    assert code not in response.text
    assert consumer.verifier not in response.text


@pytest.mark.parametrize("words", REFRESHES)
def test_each_error_of_a_refresh_token_has_its_own_words(world: Any, consumer: Any, words: str) -> None:
    token = world.tokens(consumer)["refresh_token"]
    response = REFRESHES[words](world, consumer, token)
    assert words in described(response)
    assert token not in response.text


def test_an_access_token_for_a_refresh_token_is_named(world: Any, consumer: Any) -> None:
    access = world.tokens(consumer)["access_token"]
    assert "access token, not a refresh token" in described(consumer.refresh(access))


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (None, "there is no Authorization header; authenticate with HTTP Basic"),
        ("Bearer s3cr3t-canary", "the scheme is not Basic"),
        ("s3cr3t-canary", "the scheme is not Basic"),
        ("Basic s3cr3t-canary", "not the Base64 of client_id:client_secret"),
        (basic(b"nobody:s3cr3t-canary"), "no client is registered under the client_id"),
    ],
)
def test_each_error_of_client_authentication_has_its_own_words(
    world: Any, header: str | None, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    headers = {"Authorization": header} if header else {}
    response = world.http.post("/oauth/token", data={"grant_type": "refresh_token"}, headers=headers)
    assert words in described(response)
    assert "canary" not in response.text
    assert "canary" not in caplog.text


def test_a_wrong_secret_and_one_in_the_body_are_told_apart(world: Any, consumer: Any) -> None:
    form = {"grant_type": "refresh_token", "client_id": consumer.client_id, "client_secret": "canary"}
    assert "client_secret came in the body" in described(world.http.post("/oauth/token", data=form))
    twice = described(consumer.post("/oauth/token", form))
    assert "twice: by the Authorization header and by client_secret" in twice
    consumer.client_secret = "canary"
    wrong = consumer.refresh("x")
    assert "client_secret in the Authorization header is not that of the client" in described(wrong)
    assert "canary" not in wrong.text


def test_two_authorization_headers_are_refused(world: Any, consumer: Any) -> None:
    token = world.tokens(consumer)["refresh_token"]
    headers = [("Authorization", consumer.basic), ("Authorization", basic(b"other:one"))]
    form = {"grant_type": "refresh_token", "refresh_token": token}
    response = world.http.post("/oauth/token", data=form, headers=headers)
    assert response.json()["error"] == "invalid_request"
    assert "more than one Authorization header" in described(response)
    assert consumer.refresh(token).status_code == 200


def test_a_grant_type_that_is_not_offered_is_told_with_those_that_are(consumer: Any) -> None:
    text = described(consumer.post("/oauth/token", {"grant_type": "password"}))
    assert "authorization_code, refresh_token, client_credentials" in text
