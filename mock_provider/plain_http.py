"""The listener on plain HTTP: every request is answered 421 (the request did not come over TLS)."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from mock_provider.http.status import StatusForm

_DRAIN = 64 * 1024
_TEXT = "CLR is served over TLS 1.2 or 1.3 only; use the https URL"


class _Misdirected(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 5
    server_version = "clr-conformance"
    sys_version = ""

    def __getattr__(self, name: str) -> Callable[[], None]:
        if name.startswith("do_"):  # the same response for every method there is
            return self._answer
        raise AttributeError(name)

    def _answer(self) -> None:
        self._drain()
        response = self.server.statuses.failure(421, "misdirected_request", _TEXT)
        self.send_response(421)
        for header, value in response.headers:
            self.send_header(header.decode("ascii"), value.decode("ascii"))
        self.send_header("Content-Length", str(len(response.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)
        self.close_connection = True

    def _drain(self) -> None:
        # Reading what was sent keeps the response from being lost to a reset connection.
        length = self.headers.get("Content-Length", "")
        if length.isascii() and length.isdigit() and int(length) <= _DRAIN:
            with contextlib.suppress(OSError):
                self.rfile.read(int(length))

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: requests are not logged."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    statuses: StatusForm

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing: a client that goes away is its own affair."""


@contextlib.contextmanager
def misdirected(listener: socket.socket, statuses: StatusForm) -> Iterator[None]:
    """Answers 421 on a bound socket as long as the block runs; ``statuses`` writes the body."""
    server = _Server(listener.getsockname()[:2], _Misdirected, bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    server.statuses = statuses
    server.server_activate()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
