"""A mock that listens: TLS versions, places, callers, handshakes, and what cannot be read."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from conformance.exchanges.served import Handshake, Served
from mock_provider.behaviour import Fault, Trigger
from mock_provider.neighbours import foreign_certificate, other_host
from mock_provider.testing import MockServer, mock_in_process, running_mock


@pytest.fixture(scope="module")
def running() -> Iterator[MockServer]:
    with running_mock(lenient=("all",)) as mock:
        yield mock


@pytest.fixture
def mock(running: MockServer) -> Iterator[MockServer]:
    running.reset()
    yield running
    running.faults.clear()


@pytest.fixture
def api(mock: MockServer, connected: Any) -> Iterator[Any]:
    api = connected(mock)
    yield api
    api.close()


def last(mock: MockServer) -> Served:
    return mock.recorder.exchanges()[-1]


def test_no_fault_has_to_be_on(mock: MockServer, api: Any) -> None:
    assert not mock.faults.active
    token = api.token("jonas")
    came = api.get("/clrs?limit=1", token=token)
    one = last(mock)
    assert (one.place, one.operation, one.status, one.client, one.learner) == ("api", "getClrs", 200, "tests", "jonas")
    assert (one.tls, one.url, one.bearer) == ("TLSv1.3", f"{mock.url}/clrs?limit=1", token)
    assert (one.body, one.headers.get("x-total-count")) == (came.content, came.headers["x-total-count"])
    assert (one.struck, one.taken, one.reason) == ((), (), "")


def test_the_places_and_operations(mock: MockServer, api: Any) -> None:
    def place(path: str, method: str = "GET") -> tuple[str, str]:
        api.send(method, path if "://" in path else f"{mock.origin}{path}")
        return last(mock).place, last(mock).operation

    assert place(f"{mock.url}/discovery") == ("api", "getDiscoveryDocument")
    assert place(f"{mock.url}/keys/college") == ("api", "getKey")
    assert place("/profiles/college") == ("api", "")
    assert place("/oauth/token", "POST") == ("oauth", "token")
    assert place("/oauth/register", "POST") == ("oauth", "register")
    assert place("/oauth/authorize") == ("page", "authorize")
    assert place("/oauth/login") == ("page", "login")
    assert place("/.well-known/oauth-authorization-server") == ("oauth", "metadata")
    assert place("/nothing") == ("none", "")
    assert place(mock.http_url + "/clrs") == ("plain", "")
    assert last(mock).tls is None
    assert last(mock).url == mock.http_url + "/clrs"


def test_what_struck_and_what_was_let_pass(mock: MockServer, api: Any) -> None:
    teapot = Fault(id="x", title="t", how="h", on_response=lambda response: setattr(response, "status", 418))
    mock.faults.switch_on(teapot, Trigger(every=2))
    for _ in range(2):
        api.get("/discovery", accept="application/json")
    assert [(one.status, one.struck) for one in mock.recorder.exchanges()] == [(200, ()), (418, ("x",))]
    assert last(mock).taken


def test_under_other_paths_the_url_is_the_one_that_was_asked_for() -> None:
    with mock_in_process(tenant="/t", oauth_paths={"token": "/a"}) as mock:
        transport = httpx.ASGITransport(mock.application)

        async def ask() -> None:
            async with httpx.AsyncClient(transport=transport, base_url=mock.origin) as http:
                await http.post("/t/a")
                await http.post("/t/oauth/token")

        asyncio.run(ask())
        moved, nothing = mock.recorder.exchanges()
        assert (moved.url, moved.operation, moved.place) == (f"{mock.origin}/t/a", "token", "oauth")
        assert (nothing.place, nothing.reason) == ("none", "there is nothing behind this path")


def test_another_host_is_another_place_of_the_same_recorder(mock: MockServer) -> None:
    context = ssl.create_default_context(cafile=str(mock.ca_path))
    with other_host(mock.application, recorder=mock.recorder) as origin:
        httpx.get(f"{origin}/health", verify=context)
    assert (last(mock).place, last(mock).url, last(mock).tls) == ("other", f"{origin}/health", "TLSv1.3")
    assert mock.recorder.handshakes() == (Handshake(1, "other-host", "localhost", finished=True, version="TLSv1.3"),)
    with foreign_certificate(mock.application, recorder=mock.recorder) as origin, pytest.raises(httpx.ConnectError):
        httpx.get(origin, verify=context)
    assert mock.recorder.handshakes()[-1] == Handshake(1, "foreign-certificate", "", finished=False)


def test_a_client_that_distrusts_the_ca_shows_as_a_handshake_begun(mock: MockServer) -> None:
    mock.recorder.run = 3
    told: list[Handshake] = []
    mock.recorder.tls.on_failure.append(told.append)
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"https://localhost:{mock.settings.port}/", verify=ssl.create_default_context())
    until = time.monotonic() + 10
    while not told and time.monotonic() < until:  # the server notices a moment after the client has left
        time.sleep(0.01)
    mock.recorder.tls.on_failure.clear()
    assert mock.recorder.handshakes() == (Handshake(3, "main", "localhost", finished=False),)
    assert mock.recorder.exchanges() == ()
    assert told == list(mock.recorder.handshakes())


def test_what_cannot_be_read_is_an_exchange_too(mock: MockServer) -> None:
    context = ssl.create_default_context(cafile=str(mock.ca_path))
    with (
        socket.create_connection(("127.0.0.1", mock.settings.port)) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as connection,
    ):
        connection.sendall(b"NOT HTTP\r\n\r\n")
        assert connection.recv(12) == b"HTTP/1.1 400"
    one = last(mock)
    assert (one.place, one.method, one.url, one.status, one.tls) == ("none", "", "", 400, "TLSv1.3")
    assert one.reason == "this is not a request of HTTP/1.1 that can be parsed"


def test_a_client_that_leaves_in_the_middle_breaks_it_off(mock: MockServer) -> None:
    context = ssl.create_default_context(cafile=str(mock.ca_path))
    with (
        socket.create_connection(("127.0.0.1", mock.settings.port)) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as connection,
    ):
        head = "POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        connection.sendall(f"{head}Content-Length: 9\r\n\r\nabc".encode())
        assert mock.recorder.wait_for(lambda one: one.operation == "token", 20)
    left = mock.recorder.wait_for(lambda one: not one.whole, 20)
    assert left is not None
    assert (left.status, left.ended, left.request_body) == (None, None, b"abc")
