"""A port that also answers those who come without TLS, in front of one that speaks it: how faults of transport look."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping

from mock_provider.http.doorway import Doorway
from mock_provider.http.status import CodeMinor, StatusForm
from mock_provider.oauth.addresses import OAUTH_ROOT
from mock_provider.recorder.link import CARRIERS

_HANDSHAKE = b"\x16"
_CHUNK = 65536
_SECONDS = 10.0
_MOST = 1024 * 1024

Responder = Callable[[bytes], bytes]
"""Gives the bytes to send back for those of a request."""


@contextlib.contextmanager
def answering(listener: socket.socket, port: int, how: str, statuses: StatusForm, doorway: Doorway) -> Iterator[None]:
    """Carries TLS from a bound socket to ``port`` of this machine, and answers everything else ``how`` says.

    ``how`` is one of ``settings_checks.WITHOUT_TLS``; ``statuses`` writes refusals, ``doorway`` knows
    which paths are those of the authorization server. Lasts as long as the block.
    """
    stopped = threading.Event()
    respond = RESPONDERS[how](port, statuses, doorway)

    def serve() -> None:
        while not stopped.is_set():
            with contextlib.suppress(TimeoutError, OSError):
                connection, _ = listener.accept()
                threading.Thread(target=_carry, args=(connection, port, respond), daemon=True).start()

    listener.listen()
    listener.settimeout(0.05)
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _carry(connection: socket.socket, port: int, respond: Responder) -> None:
    with connection, contextlib.suppress(OSError):
        connection.settimeout(_SECONDS)
        if connection.recv(1, socket.MSG_PEEK) != _HANDSHAKE:
            connection.sendall(respond(_request(connection)))
            return
        connection.settimeout(None)
        with socket.create_connection(("127.0.0.1", port)) as there:
            for end in (connection, there):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            back = threading.Thread(target=_pipe, args=(there, connection), daemon=True)
            back.start()
            _pipe(connection, there)
            back.join()


def _pipe(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(_CHUNK):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def _request(connection: socket.socket) -> bytes:
    """One request, as far as its header section says that it goes."""
    received = b""
    while b"\r\n\r\n" not in received and len(received) < _MOST and (data := connection.recv(_CHUNK)):
        received += data
    head, _, body = received.partition(b"\r\n\r\n")
    length = _length(head)
    while len(body) < length and (data := connection.recv(_CHUNK)):
        body += data
    return head + b"\r\n\r\n" + body


def _target(request: bytes) -> str:
    """Path and query of a request."""
    head = request.partition(b"\r\n\r\n")[0].decode("latin-1")
    return [*head.split(" "), "/", "/"][1]


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return min(int(value), _MOST)
    return 0


def _response(status: str, headers: str, body: bytes = b"") -> bytes:
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


def _served(port: int, _statuses: StatusForm, _doorway: Doorway) -> Responder:
    """As the API answers over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # it is this very process

    def respond(request: bytes) -> bytes:
        head, _, body = request.partition(b"\r\n\r\n")
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        closing = b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body
        with (
            socket.create_connection(("127.0.0.1", port), timeout=_SECONDS) as plain,
            _carrier(plain.getsockname()[1]),
            context.wrap_socket(plain) as secure,
        ):
            secure.sendall(closing)
            received = b""
            with contextlib.suppress(OSError):
                while data := secure.recv(_CHUNK):
                    received += data
            return received

    return respond


@contextlib.contextmanager
def _carrier(port: int) -> Iterator[None]:
    """Whoever records what comes from this local port is told that it has come without TLS."""
    CARRIERS.add(port)
    try:
        yield
    finally:
        CARRIERS.discard(port)


def _oauth_served(port: int, statuses: StatusForm, doorway: Doorway) -> Responder:
    """As over TLS for the authorization server; the API refuses as it should."""
    served = _served(port, statuses, doorway)

    def respond(request: bytes) -> bytes:
        path = _path(request, doorway)
        return served(request) if path.startswith(OAUTH_ROOT) else _refusal(statuses.at(path), "misdirected_request")

    return respond


def _redirected(_port: int, _statuses: StatusForm, _doorway: Doorway) -> Responder:
    """To the same URL with https, as web servers like to do."""

    def respond(request: bytes) -> bytes:
        head = request.partition(b"\r\n\r\n")[0].decode("latin-1")
        hosts = [line.partition(":")[2].strip() for line in head.split("\r\n")[1:] if line.lower().startswith("host:")]
        return _response(
            "301 Moved Permanently", f"Location: https://{hosts[0] if hosts else ''}{_target(request)}\r\n"
        )

    return respond


def _page(_port: int, _statuses: StatusForm, _doorway: Doorway) -> Responder:
    body = b"<!doctype html><title>421</title><h1>Misdirected Request</h1>"
    return lambda _: _response("421 Misdirected Request", "Content-Type: text/html\r\n", body)


def _other_code(_port: int, statuses: StatusForm, doorway: Doorway) -> Responder:
    return lambda request: _refusal(statuses.at(_path(request, doorway)), "unknown")


def _path(request: bytes, doorway: Doorway) -> str:
    """The path of the routes that a request is for; empty where there is nothing."""
    return doorway.inside(_target(request).partition("?")[0]) or ""


def _refusal(statuses: StatusForm, minor: CodeMinor) -> bytes:
    body = statuses.failure(421, minor, "use https").body
    return _response("421 Misdirected Request", f"Content-Type: {statuses.media_type}\r\n", body)


RESPONDERS: Mapping[str, Callable[[int, StatusForm, Doorway], Responder]] = {
    "served": _served,
    "oauth-served": _oauth_served,
    "redirected": _redirected,
    "page": _page,
    "other-code": _other_code,
}
"""What can come back to a request without TLS: the same as over TLS (for all, or for the authorization server only),
a redirect, a 421 page, a 421 of another code."""
