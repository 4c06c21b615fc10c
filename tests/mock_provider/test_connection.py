"""Connections that say nothing, never finish, or say too much are closed, and nobody else notices."""

from __future__ import annotations

import contextlib
import logging
import socket
import ssl
import time
from collections.abc import Iterator
from typing import Any

import pytest

from mock_provider.connection import Connection
from mock_provider.testing import MockServer, running_mock

SECONDS = 0.4
POST = b"POST /oauth/token HTTP/1.1\r\nHost: mock\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[MockServer]:
    """A mock that waits for less than half a second, whatever it waits for."""
    for name in ("FIRST_SECONDS", "HEAD_SECONDS", "BODY_SECONDS"):
        monkeypatch.setattr(Connection, name, SECONDS)
    with running_mock() as mock:
        yield mock


@contextlib.contextmanager
def connection(mock: MockServer) -> Iterator[socket.socket]:
    context = ssl.create_default_context(cafile=mock.ca_path)
    with (
        socket.create_connection(("127.0.0.1", mock.settings.port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as wrapped,
    ):
        yield wrapped


def everything(wrapped: socket.socket) -> bytes:
    """All that comes until the other side closes; fails when it does not within ten seconds."""
    pieces = []
    with contextlib.suppress(ConnectionError, ssl.SSLError):
        while piece := wrapped.recv(65536):
            pieces.append(piece)
    return b"".join(pieces)


@pytest.mark.parametrize(
    "begun",
    [
        pytest.param(b"", id="idle"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: mock\r\nX: half", id="half a header"),
        pytest.param(POST + b"Content-Length: 100\r\n\r\ngrant_type=", id="half a body"),
    ],
)
def test_what_does_not_go_on_is_closed_with_408(hasty: MockServer, begun: bytes) -> None:
    with connection(hasty) as wrapped:
        wrapped.sendall(begun)
        start = time.monotonic()
        assert everything(wrapped).startswith(b"HTTP/1.1 408 ")
        assert SECONDS / 2 < time.monotonic() - start < 5


def test_a_body_that_drips_is_closed_too(hasty: MockServer) -> None:
    with connection(hasty) as wrapped:
        wrapped.sendall(POST + b"Content-Length: 100000\r\n\r\n")
        start = time.monotonic()
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            while time.monotonic() - start < 5:
                wrapped.sendall(b"a")
                time.sleep(0.1)
        assert time.monotonic() - start < 4


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"X: " + b"a" * 300_000, id="one header without end"),
        pytest.param(b"X: " + b"a" * 70_000 + b"\r\n\r\n", id="one large header"),
        pytest.param(b"".join(b"X%d: a\r\n" % number for number in range(300)) + b"\r\n", id="many headers"),
    ],
)
def test_a_head_that_is_too_large_is_refused_with_431(head: bytes) -> None:
    with running_mock() as mock, connection(mock) as wrapped:
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            wrapped.sendall(b"GET / HTTP/1.1\r\nHost: mock\r\n" + head)
        assert everything(wrapped).startswith(b"HTTP/1.1 431 ")


def test_many_headers_and_a_large_body_that_are_allowed_are_served(api: Any) -> None:
    headers = {f"X-{number}": "a" * 100 for number in range(150)}
    assert api.get("/discovery", headers=headers).status_code == 200
    assert api.send("POST", "/clrs", token=api.token(), content=b" " * 1_000_000).status_code == 400


def test_a_second_request_on_the_same_connection_has_its_own_time(hasty: MockServer) -> None:
    request = b"GET /health HTTP/1.1\r\nHost: mock\r\n\r\n"
    with connection(hasty) as wrapped:
        for _ in range(2):
            wrapped.sendall(request)
            answer = b""
            while b'"ok"' not in answer:
                answer += wrapped.recv(65536)
            assert answer.startswith(b"HTTP/1.1 200")
            time.sleep(SECONDS * 1.5)


@pytest.mark.parametrize("faults", [(), ("var-http-extra-headers",)])
def test_a_client_that_leaves_is_no_error(faults: tuple[str, ...], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    with running_mock(faults=faults) as mock:
        for path in (b"/oauth/token", b"/ims/clr/v1p0/clrs"):
            with connection(mock) as wrapped:
                wrapped.sendall(POST.replace(b"/oauth/token", path) + b"Content-Length: 100\r\n\r\nhalf")
                time.sleep(0.1)
        with connection(mock) as wrapped:
            wrapped.sendall(b"GET /health HTTP/1.1\r\nHost: mock\r\nConnection: close\r\n\r\n")
            assert everything(wrapped).startswith(b"HTTP/1.1 200")
    assert [record.getMessage() for record in caplog.records] == []
