"""The manual owner shows a URL and takes the redirect on loopback, from a real HTTP client."""

from __future__ import annotations

import socket
import threading
import urllib.error
import urllib.request

import pytest

from conformance.exchanges import Redactor
from conformance.oauth import AuthorizationRequest, OAuthProblem
from conformance.oauth.owner import ManualOwner
from conformance.oauth.owner.manual import manual_redirect_uri


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def question(port: int) -> AuthorizationRequest:
    return AuthorizationRequest.right("https://h/a", client_id="c", redirect_uri=manual_redirect_uri(port), scope="x")


def test_the_redirect_is_taken_and_everything_else_is_not():
    port, said, statuses = free_port(), [], []
    request = question(port)

    def person(text: str) -> None:
        said.append(text)
        threading.Thread(target=browse, daemon=True).start()

    def browse() -> None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/favicon.ico")
        except urllib.error.HTTPError as error:
            statuses.append(error.code)
        statuses.append(
            urllib.request.urlopen(f"{manual_redirect_uri(port)}?code=the-code-value&state={request.state}").status
        )

    redactor = Redactor()
    result = ManualOwner(port, redactor, say=person, patience=20).authorize(request, "deny")
    assert (result.code, result.state) == ("the-code-value", request.state)
    assert request.url in said[0]
    assert "deny" in said[0]
    assert statuses[0] == 404
    assert "the-code-value" not in redactor.text("x the-code-value")


def test_nobody_comes():
    port = free_port()
    with pytest.raises(OAuthProblem, match="manual-timeout"):
        ManualOwner(port, Redactor(), say=lambda _: None, patience=0.1).authorize(question(port))


def test_the_port_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(OAuthProblem) as caught:
            ManualOwner(port, Redactor(), say=lambda _: None).authorize(question(port))
    assert caught.value.problem.code == "manual-port-taken"
    assert "manual_port" in caught.value.problem.todo


def test_an_interrupt_frees_the_port():
    port = free_port()

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ManualOwner(port, Redactor(), say=interrupt).authorize(question(port))
    socket.create_server(("127.0.0.1", port)).close()
