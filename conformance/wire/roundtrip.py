"""One request and what came back for it, within the limits on size, time and header lines; nothing makes it raise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import httpx

from conformance.exchanges import Failure, Headers
from conformance.limits import Limits
from conformance.wire.failures import classify
from conformance.wire.limits import Deadline
from conformance.wire.reading import Body, read_into
from conformance.wire.redirects import Request

HEADER_COUNT: Final = 256
"""Header lines of a response that are read."""


@dataclass(slots=True)
class RawResponse:
    """What came back for one request, and the header fields with which it was sent.

    ``status`` is ``None`` when no response came. ``failure`` says why the exchange did not end as HTTP foresees;
    ``body`` then holds what arrived until then.
    """

    sent: tuple[tuple[str, str], ...]
    status: int | None = None
    headers: Headers = field(default_factory=Headers)
    body: Body = field(default_factory=Body)
    tls: str | None = None
    failure: Failure | None = None


class RoundTrips:
    """Sends requests over one transport, each within the limits and until the deadline that holds at that moment.

    The transport is used instead of an httpx client, which would keep cookies and follow redirects by itself.
    """

    def __init__(self, transport: httpx.BaseTransport, limits: Limits, deadline: Deadline) -> None:
        self._transport = transport
        self._limits = limits
        self._deadline = deadline

    def perform(self, request: Request) -> RawResponse:
        """Send one request and read what comes; every error becomes the ``failure`` of what is returned."""
        try:
            built = self._built(request)
        except Exception as error:
            # A URL or header value taken from the target can break httpx in many ways; none may end the run.
            return RawResponse(request.headers, failure=classify(ValueError(str(error))))
        received = RawResponse(tuple((_text(name), _text(value)) for name, value in built.headers.raw))
        try:
            self._receive(built, received)
        except Exception as error:
            # Whatever a target can make the libraries below raise is an answer of the target, never the end of the run.
            received.failure = classify(error, self._deadline)
        received.failure = received.failure or received.body.failure
        return received

    def _receive(self, request: httpx.Request, received: RawResponse) -> None:
        """Fill in what comes piece by piece, so that an error leaves there what came before it."""
        response = self._transport.handle_request(request)
        try:
            received.status = response.status_code
            received.headers = Headers((_text(name), _text(value)) for name, value in response.headers.raw)
            received.tls = _tls_version(response)
            received.failure = self._too_many(response.headers.raw)
            if received.failure is None:
                coding = received.headers.get("content-encoding") or ""
                read_into(received.body, self._pieces(response), coding, self._limits.body)
        finally:
            response.close()

    def _built(self, request: Request) -> httpx.Request:
        limits = self._limits
        timeout = {"connect": limits.connect, "read": limits.read, "write": limits.read, "pool": limits.connect}
        return httpx.Request(
            request.method,
            _url(request.url),
            headers=[(_bytes(name), _bytes(value)) for name, value in request.headers],
            content=request.content or None,
            extensions={"timeout": timeout},
        )

    def _too_many(self, raw: list[tuple[bytes, bytes]]) -> Failure | None:
        size = sum(len(name) + len(value) + 4 for name, value in raw)
        if size <= self._limits.headers and len(raw) <= HEADER_COUNT:
            return None
        message = f"{len(raw)} header lines of {size} bytes; at most {HEADER_COUNT} of {self._limits.headers} are read"
        return Failure("too-many-headers", message, "the server floods the client")

    def _pieces(self, response: httpx.Response) -> Iterator[bytes]:
        for piece in response.stream:  # type: ignore[union-attr]
            if self._deadline.passed:
                # A fast endless answer never waits for the network, so the streams below do not see the deadline.
                raise httpx.ReadTimeout("deadline")
            yield piece


def _tls_version(response: httpx.Response) -> str | None:
    stream = response.extensions.get("network_stream")
    secure = stream.get_extra_info("ssl_object") if stream is not None else None
    return None if secure is None else secure.version()


# A run asks the same few URLs again and again, as the next one does, and httpx takes its time to read one.
_url = lru_cache(maxsize=512)(httpx.URL)


def _bytes(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _text(raw: bytes) -> str:
    """Header fields are ISO-8859-1 by the letter of HTTP, but many are UTF-8, which its bytes give away."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
