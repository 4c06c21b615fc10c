"""What the https port answers to plain HTTP when it is told to."""

from __future__ import annotations

import ssl
from typing import Any

import httpx
import pytest

from mock_provider.settings import Settings, SettingsError
from mock_provider.settings_checks import WITHOUT_TLS
from mock_provider.testing import MockServer, running_mock
from mock_provider.without_tls import RESPONDERS

LD_JSON = {"Accept": "application/ld+json"}


def plain(mock: MockServer, path: str = "/discovery") -> httpx.Response:
    return httpx.get(mock.url.replace("https:", "http:") + path, headers=LD_JSON)


def secure(mock: MockServer) -> httpx.Response:
    context = ssl.create_default_context(cafile=str(mock.ca_path))
    return httpx.get(mock.url + "/discovery", headers=LD_JSON, verify=context)


def test_all_answers_can_be_asked_for() -> None:
    assert set(RESPONDERS) == set(WITHOUT_TLS)
    with pytest.raises(SettingsError, match="without_tls: loud is not one of served"):
        Settings(without_tls="loud")


def test_nothing_is_answered_unless_asked_for() -> None:
    with running_mock() as mock, pytest.raises(httpx.TransportError):
        plain(mock)


def test_plain_http_is_served_as_https_is() -> None:
    with running_mock(without_tls="served") as mock:
        assert plain(mock).json() == secure(mock).json()
        url = mock.url.replace("https:", "http:") + "/clrs"
        assert httpx.post(url, headers=LD_JSON, content=b"x" * 90_000).status_code == 401


@pytest.mark.parametrize("settings", [{}, {"tenant": "/t", "oauth_paths": {"token": "/a"}}])
def test_only_the_authorization_server_is_served(settings: dict[str, Any]) -> None:
    with running_mock(without_tls="oauth-served", **settings) as mock:
        token = mock.settings.addresses.token.replace("https:", "http:")
        assert httpx.post(token, data={"grant_type": "authorization_code"}).json()["error"] == "invalid_client"
        assert plain(mock).status_code == 421


@pytest.mark.parametrize(
    ("how", "status", "text"),
    [("redirected", 301, ""), ("page", 421, "<!doctype html>"), ("other-code", 421, '{"@context"')],
)
def test_plain_http_is_answered_otherwise(how: str, status: int, text: str) -> None:
    with running_mock(without_tls=how) as mock:
        answer = plain(mock)
        assert (answer.status_code, answer.text[: len(text)]) == (status, text)
        assert answer.headers.get("location") == (f"{mock.url}/discovery" if status == 301 else None)
        assert secure(mock).status_code == 200
