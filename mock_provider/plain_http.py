"""The listener on plain HTTP: every request is answered 421 (the request did not come over TLS)."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from mock_provider.http.notes import Notes
from mock_provider.http.status import StatusForm
from mock_provider.recorder import Recorder
from mock_provider.recorder.entry import Entry

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
        entry = self._begun()
        entry.sent.add(self._drain(), _DRAIN)
        statuses = self.server.statuses.at(self.path.removeprefix(self.server.tenant))
        response = statuses.failure(421, "misdirected_request", _TEXT)
        entry.status, entry.headers = 421, response.headers
        if self.command != "HEAD":
            entry.answered.add(response.body, len(response.body))
        entry.ended = time.monotonic()
        if self.server.recorder is not None:
            self.server.recorder.end(entry)
        self.send_response(421)
        for header, value in response.headers:
            self.send_header(header.decode("ascii"), value.decode("ascii"))
        self.send_header("Content-Length", str(len(response.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)
        self.close_connection = True

    def _begun(self) -> Entry:
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in self.headers.items()]
        host = self.headers.get("Host") or "{}:{}".format(*self.server.server_address[:2])
        path = self.path if self.path.startswith("/") else f"/{self.path}"
        notes = Notes(place="plain", reason=_TEXT)
        entry = Entry(self.command, f"http://{host}{path}", headers, notes)
        if self.server.recorder is not None:
            self.server.recorder.begin(entry)
        return entry

    def _drain(self) -> bytes:
        # Reading what was sent keeps the response from being lost to a reset connection.
        length = self.headers.get("Content-Length", "")
        if length.isascii() and length.isdigit() and int(length) <= _DRAIN:
            with contextlib.suppress(OSError):
                return self.rfile.read(int(length))
        return b""

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: requests are not logged."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    statuses: StatusForm
    tenant: str = ""
    recorder: Recorder | None = None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing: a client that goes away is its own affair."""


@contextlib.contextmanager
def misdirected(
    listener: socket.socket, statuses: StatusForm, recorder: Recorder | None = None, tenant: str = ""
) -> Iterator[None]:
    """Answers 421 on a bound socket as long as the block runs; ``statuses`` writes the body, ``tenant`` as set."""
    server = _Server(listener.getsockname()[:2], _Misdirected, bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    server.statuses, server.recorder, server.tenant = statuses, recorder, tenant
    server.server_activate()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
