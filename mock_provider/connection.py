"""How long and how much a connection may take before it is closed: uvicorn's protocol with time limits."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mock_provider.behaviour.messages import CLOSE
from mock_provider.recorder import LINK, Link, Recorder
from mock_provider.recorder.link import CARRIERS

_TEXTS = {408: b"Request Timeout", 431: b"Request Header Fields Too Large"}


_REASONS = {
    408: "the head of the request did not come to its end in time",
    431: "the head of the request is larger than this server takes",
}


class HeadTooLargeError(ValueError):
    """The head of a request is larger than it may be; httptools hands it on as a parser error."""


class Connection(HttpToolsProtocol):
    """A connection that has to say something, to finish its head, and to send its body, each in time.

    ``FIRST_SECONDS`` to begin a request, ``HEAD_SECONDS`` from its first byte to its last header, ``BODY_SECONDS`` from
    there to its end, ``LAST_SECONDS`` to take note of a refusal; a head of ``MOST_HEAD`` bytes or ``MOST_HEADERS``
    headers at most. Between two requests it is uvicorn's ``timeout_keep_alive`` that counts.
    """

    FIRST_SECONDS: ClassVar[float] = 30.0
    HEAD_SECONDS: ClassVar[float] = 10.0
    BODY_SECONDS: ClassVar[float] = 60.0
    LAST_SECONDS: ClassVar[float] = 1.0
    MOST_HEAD: ClassVar[int] = 64 * 1024
    MOST_HEADERS: ClassVar[int] = 200

    recorder: ClassVar[Recorder | None] = None
    """Told of connections that came to be, and of requests that cannot be read; see ``recorded_by``."""

    _link = Link()
    _timer: asyncio.TimerHandle | None = None
    _in_head = True
    _begun = False
    _came = 0
    _head = 0
    _too_large = False

    def connection_made(self, transport: Any) -> None:
        """A connection is there: wait for its first request."""
        super().connection_made(transport)
        secured = transport.get_extra_info("ssl_object")
        _, port, *_ = transport.get_extra_info("peername") or ("", 0)
        carried = port in CARRIERS
        tls = self.recorder.tls.finished(secured) if self.recorder else None
        self._link = Link(None if carried else tls, carried=carried)
        self._wait(self.FIRST_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone: wait no more."""
        self._link.gone = True
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes came; a head that does not end is refused before it fills the memory."""
        super().data_received(data)
        if self._in_head and self.parser is not None and not self.transport.is_closing():
            self._came += len(data)
            if self._came > self.MOST_HEAD:
                self._refuse(431)

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self.scope["extensions"] = {LINK: self._link, CLOSE: self._end_early}  # type: ignore[dict-item]
        self._in_head, self._begun, self._came, self._head = True, True, 0, 0
        self._wait(self.HEAD_SECONDS)

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header is whole."""
        self._head += len(name) + len(value)
        if self._head > self.MOST_HEAD or len(self.headers) >= self.MOST_HEADERS:
            self._too_large = True
            raise HeadTooLargeError
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is whole; the body may follow."""
        self._in_head = self._begun = False
        self._wait(self.BODY_SECONDS)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._stop()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """The answer to what cannot be parsed."""
        self._stop()
        if self._too_large:
            self._refuse(431)
        else:
            self._unreadable(400, "this is not a request of HTTP/1.1 that can be parsed")
            super().send_400_response(msg)

    def _end_early(self) -> None:
        """Closes after what was sent so far, in the middle of a response."""
        if self.cycle is not None:
            self.cycle.disconnected = True  # so that nobody complains of a response that is not complete
        self.transport.close()
        self.loop.call_later(self.LAST_SECONDS, self.transport.abort)

    def _wait(self, seconds: float) -> None:
        self._stop()
        self._timer = self.loop.call_later(seconds, self._too_late)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _too_late(self) -> None:
        self._timer = None
        self._refuse(408)

    def _refuse(self, status: int) -> None:
        """Says why when nothing has been answered yet, and closes."""
        self._stop()
        if self.transport.is_closing():
            return
        if self._begun:
            self._unreadable(status, _REASONS[status])
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            head = b"HTTP/1.1 %d %s\r\ncontent-length: 0\r\nconnection: close\r\n\r\n" % (status, _TEXTS[status])
            self.transport.write(head)
        self.transport.close()
        # A client that goes on to send would keep TLS from saying goodbye for half a minute.
        self.loop.call_later(self.LAST_SECONDS, self.transport.abort)

    def _unreadable(self, status: int, reason: str) -> None:
        """Has a request recorded of which no more is known than that it came."""
        self._begun = False
        if self.recorder is not None:
            self.recorder.unreadable(status, reason, self._link.tls)


def recorded_by(recorder: Recorder) -> type[Connection]:
    """Connections that this recorder is told of."""
    return type("RecordedConnection", (Connection,), {"recorder": recorder})
