"""API: operations that are not offered, requests without TLS, and servers that speak old versions of it."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from conformance.plan import Plan, TargetSpec
from mock_provider.testing import MockServer
from mock_provider.tls import local_authority


@pytest.mark.parametrize(
    ("claim", "requirement"), [("write", "CLR10-API-018"), ("delete", "CLR10-API-019")], ids=["post", "delete"]
)
def test_an_operation_that_is_not_offered(judged, claim: str, requirement: str) -> None:
    offered = judged((), [requirement], claims={claim: False})
    open_ = judged((), [requirement, "CLR10-API-020"], claims={claim: False}, settings={claim: False})

    assert offered[requirement] == "not-applicable"  # what the plan does not claim is not held against the target
    assert open_[requirement] == "pass"
    assert open_["CLR10-API-020"] == "pass"


def test_errors_are_provoked_when_no_check_has_met_any(judged) -> None:
    found = judged((), ["CLR10-API-013", "CLR10-ERR-008"])

    assert found["CLR10-API-013"] == found["CLR10-ERR-008"] == "pass"


# without TLS, and with old TLS


@contextlib.contextmanager
def front(mock: MockServer, plain: bytes) -> Iterator[str]:
    """The mock behind a port that answers ``plain`` to whoever comes without TLS; its base URL."""
    stopped = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)

        def serve() -> None:
            while not stopped.is_set():
                with contextlib.suppress(TimeoutError, OSError):
                    connection, _ = listener.accept()
                    threading.Thread(target=_carry, args=(connection, mock.settings.port, plain), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        stopped.set()
        thread.join()


def _carry(connection: socket.socket, port: int, plain: bytes) -> None:
    with connection, contextlib.suppress(OSError):
        connection.settimeout(10)
        if connection.recv(1, socket.MSG_PEEK) != b"\x16":
            connection.recv(65536)
            connection.sendall(plain)
            return
        with socket.create_connection(("127.0.0.1", port)) as there:
            back = threading.Thread(target=_pipe, args=(there, connection), daemon=True)
            back.start()
            _pipe(connection, there)
            back.join()


def _pipe(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def response(head: str, body: bytes = b"") -> bytes:
    return f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


def at(url: str, ca: str | None = None) -> Callable[[Plan], Plan]:
    """A change to the plan: another target, and only what needs no login."""

    def change(plan: Plan) -> Plan:
        target: TargetSpec = replace(plan.target, url=url)
        return replace(plan, target=target, claims=frozenset({"dynamic_registration"}))

    return change


TRANSPORT = ["CLR10-API-002", "CLR10-API-003", "CLR10-API-004", "CLR10-API-005", "CLR10-API-006"]


@pytest.mark.parametrize(
    "plain",
    [
        pytest.param(b"", id="cut off"),
        pytest.param(response("400 Bad Request", b"<p>The plain HTTP request was sent to HTTPS port"), id="400"),
    ],
)
def test_requests_without_tls_that_are_not_served(judged, mock: MockServer, plain: bytes) -> None:
    with front(mock, plain) as url:
        found = judged((), TRANSPORT, change=at(url))

    assert not found.named
    assert found["CLR10-API-003"] == found["CLR10-API-004"] == "pass"


def test_a_target_on_plain_http(judged, mock: MockServer) -> None:
    """Its https requirements fail, whatever the plan allows."""

    def change(plan: Plan) -> Plan:
        return replace(plan, target=replace(plan.target, url=mock.http_url, allow_http=True), claims=frozenset())

    found = judged((), TRANSPORT, change=change)

    assert found.named >= {"CLR10-API-002", "CLR10-API-003"}


@contextlib.contextmanager
def old_server(mock: MockServer, status_line: str) -> Iterator[str]:
    """A server that still speaks TLS 1.0 and 1.1 and answers over them; its URL."""
    context = local_authority(mock.settings.data_dir).server_context("127.0.0.1")
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        context.minimum_version = ssl.TLSVersion.TLSv1
    context.set_ciphers("ALL:@SECLEVEL=0")
    stopped = threading.Event()
    body = b'{"name":"old"}'

    def answer(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), context.wrap_socket(connection, server_side=True) as secure:
            secure.settimeout(5)
            while secure.recv(65536):
                old = secure.version() not in ("TLSv1.2", "TLSv1.3")
                head = status_line if old else "200 OK"
                response = (
                    f"HTTP/1.1 {head}\r\nContent-Type: application/ld+json\r\nContent-Length: {len(body)}\r\n\r\n"
                )
                secure.sendall(response.encode() + body)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)

        def serve() -> None:
            while not stopped.is_set():
                with contextlib.suppress(TimeoutError, OSError):
                    connection, _ = listener.accept()
                    threading.Thread(target=answer, args=(connection,), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        stopped.set()
        thread.join()


@pytest.mark.parametrize(("status_line", "verdict"), [("200 OK", "fail"), ("421 Misdirected Request", "pass")])
def test_old_tls(judged, mock: MockServer, status_line: str, verdict: str) -> None:
    with old_server(mock, status_line) as url:
        found = judged((), ["CLR10-API-004"], change=at(url))

    if found["CLR10-API-004"] == "manual":
        pytest.skip("the local OpenSSL cannot speak TLS 1.0")
    assert found["CLR10-API-004"] == verdict
