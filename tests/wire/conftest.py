"""Real TLS servers on loopback that answer with whatever bytes a test wants."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conformance.limits import Limits
from conformance.wire import Wire

Handler = Callable[[socket.socket, bytes], None]


def answer(body: bytes = b"", status: str = "200 OK", *headers: str) -> bytes:
    """A complete HTTP/1.1 response."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


class RawServer:
    """Speaks TLS (unless it is switched off), reads a request, and lets a handler write to the socket."""

    def __init__(self, handler: Handler, context: ssl.SSLContext | None) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self._handler = handler
        self._context = context
        self._stop = threading.Event()
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            # Not closed: a handler that still writes would write to whoever gets the same file descriptor next.
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(plain)
            threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError), contextlib.ExitStack() as opened:
            connection = opened.enter_context(
                self._context.wrap_socket(plain, server_side=True) if self._context else plain
            )
            self._open.append(connection)
            while request := self._read(connection):
                self.requests.append(request)
                self._handler(connection, request)

    def _read(self, connection: socket.socket) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65536)
            if not piece:
                return b""
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        while len(body) < length:
            body += connection.recv(65536)
        return head + b"\r\n\r\n" + body


@pytest.fixture
def serve(server_context: ssl.SSLContext) -> Iterator[Callable[..., RawServer]]:
    servers: list[RawServer] = []

    def start(what: Handler | bytes, *, context: ssl.SSLContext | None = server_context) -> RawServer:
        handler = what if callable(what) else lambda connection, _: connection.sendall(what)
        servers.append(RawServer(handler, context))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def make_wire(ca_file: Path) -> Iterator[Callable[..., Wire]]:
    wires: list[Wire] = []

    def make(*, limits: Limits | None = None, ca: Path | None = ca_file, **options: object) -> Wire:
        wires.append(Wire(limits=limits or Limits(connect=2, read=2, exchange=3), ca=ca, **options))  # type: ignore[arg-type]
        return wires[-1]

    yield make
    for wire in wires:
        wire.close()


@pytest.fixture
def wire(make_wire: Callable[..., Wire]) -> Wire:
    return make_wire()
