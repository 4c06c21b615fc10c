"""The whole way of a user's consent, as a consumer and a person meet it."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from mock_provider.oauth import OFFLINE_ACCESS


def test_from_registration_to_revocation(world: Any) -> None:
    consumer = world.consumer()

    to_login = world.browser.consent_page(consumer)
    assert to_login.status_code == 303
    login = world.browser.get(to_login.headers["location"])
    to_consent = world.browser.submit(login, username="mira", password="mira-password")
    consent = world.browser.get(to_consent.headers["location"])
    back = world.browser.submit(consent, decision="approve")
    assert back.headers["location"].startswith("https://consumer.test/callback?code=")

    answer = consumer.exchange(back.headers["location"].partition("code=")[2].partition("&")[0])
    assert answer.status_code == 200
    given = answer.json()
    token = world.server.authenticate_bearer(f"Bearer {given['access_token']}")
    assert token is not None
    assert (token.user, token.client_id) == ("mira", consumer.client_id)
    assert token.scopes == set(given["scope"].split())
    assert OFFLINE_ACCESS in token.scopes
    assert token.expires_at == world.clock.now + given["expires_in"]

    renewed = consumer.refresh(given["refresh_token"])
    assert renewed.status_code == 200
    assert world.alive(renewed.json()["access_token"])

    revoked = consumer.post("/oauth/revoke", {"token": renewed.json()["refresh_token"]})
    assert revoked.status_code == 200
    assert not world.alive(renewed.json()["access_token"])
    assert not world.alive(given["access_token"])


def test_no_secret_is_logged_even_for_debugging(world: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    consumer = world.consumer()
    tokens = world.tokens(consumer)
    consumer.post("/oauth/revoke", {"token": tokens["access_token"]})
    secrets = (tokens["access_token"], tokens["refresh_token"], consumer.client_secret, "mira-password")
    assert not [secret for secret in secrets if secret in caplog.text]
