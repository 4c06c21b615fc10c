"""The learner in front of a consumer: logs in, decides, and goes back to the consumer's own callback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from conformance.access import Credentials
from conformance.cli import group
from conformance.consumer.login import browser, log_in
from conformance.errors import UsageFault
from conformance.limits import Limits
from conformance.oauth import AuthorizationRequest, OAuthProblem, RegisteredClient, metadata, register
from conformance.wire import Wire
from mock_provider.testing import MockServer, running_mock


class Callback(HTTPServer):
    """The callback of an app on this device; keeps the parameters of the redirects that came."""

    def __init__(self) -> None:
        self.came: list[dict[str, list[str]]] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/callback"


class _Handler(BaseHTTPRequestHandler):
    server: Callback

    def do_GET(self) -> None:
        self.server.came.append(parse_qs(urlsplit(self.path).query))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with running_mock() as running:
        yield running


@contextmanager
def app() -> Iterator[Callback]:
    with Callback() as callback:
        thread = Thread(target=callback.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield callback
        finally:
            callback.shutdown()
            thread.join()


def request_of(mock: MockServer, redirect_uri: str) -> AuthorizationRequest:
    """A right authorization request of a client that has just registered."""
    with Wire(limits=Limits(), ca=mock.ca_path) as wire:
        client = RegisteredClient.of(register(wire, f"{mock.origin}/oauth/register", metadata(redirect_uri)))
    scope = next(iter(mock.settings.facts.scopes.values()))
    return AuthorizationRequest.right(
        f"{mock.origin}/oauth/authorize", client_id=client.id, redirect_uri=redirect_uri, scope=scope
    )


def mira(mock: MockServer) -> Credentials:
    return Credentials("mira", mock.users["mira"])


def test_the_code_arrives_at_the_callback_of_the_consumer(mock: MockServer) -> None:
    with app() as callback:
        request = request_of(mock, callback.uri)
        back = log_in(request.url, mira(mock), ca=mock.ca_path)
        assert back.status == 200
        assert callback.came[0]["state"] == [request.state]
        assert callback.came[0]["code"]


def test_a_learner_who_says_no_is_sent_back_without_a_code(mock: MockServer) -> None:
    with app() as callback:
        log_in(request_of(mock, callback.uri).url, mira(mock), ca=mock.ca_path, decision="deny")
        assert callback.came[0]["error"] == ["access_denied"]
        assert "code" not in callback.came[0]


def test_a_callback_where_nothing_listens_is_told(mock: MockServer) -> None:
    with app() as callback:
        request = request_of(mock, callback.uri)
    back = log_in(request.url, mira(mock), ca=mock.ca_path)
    assert back.status is None
    assert back.why


def test_a_wrong_password_does_not_come_back(mock: MockServer) -> None:
    with app() as callback, pytest.raises(OAuthProblem, match="login-refused"):
        log_in(request_of(mock, callback.uri).url, Credentials("mira", "wrong"), ca=mock.ca_path)


@pytest.mark.parametrize("url", ["", "about:blank", "file:///etc/passwd", "clr.example.edu/authorize"])
def test_what_is_no_web_address_is_wrong_usage(url: str) -> None:
    with pytest.raises(UsageFault, match="not an http"):
        log_in(url, Credentials("mira", "any"))


def test_the_command_says_where_it_went_and_never_the_code(mock: MockServer) -> None:
    with app() as callback:
        url = request_of(mock, callback.uri).url
        environment = {"CLR_USERNAME": "mira", "CLR_PASSWORD": mock.users["mira"], "CLR_CA": str(mock.ca_path)}
        ended = CliRunner().invoke(group, ["login", url], env=environment)
        assert ended.exit_code == 0, ended.output
        assert "which answered 200" in ended.output
        assert callback.came[0]["code"][0] not in ended.output


@pytest.mark.parametrize(("decision", "member"), [("approve", "code"), ("deny", "error")])
def test_the_browser_of_a_sitting_is_one_executable_that_comes_back_at_once(
    mock: MockServer, tmp_path: Path, decision: str, member: str
) -> None:
    """As Python's webbrowser starts it: the consumer serves its callback only when the browser has come back."""
    with Callback() as callback:
        callback.timeout = 30
        url = request_of(mock, callback.uri).url
        environment = {
            **os.environ,
            "CLR_USERNAME": "mira",
            "CLR_PASSWORD": mock.users["mira"],
            "CLR_CA": str(mock.ca_path),
            "BROWSER": str(browser(tmp_path, "deny" if decision == "deny" else "approve")),
        }
        subprocess.run([sys.executable, "-m", "webbrowser", url], env=environment, check=True, timeout=60)
        callback.handle_request()
        assert callback.came[0][member]
