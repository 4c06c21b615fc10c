"""The guarded Fetcher: asks for URLs that documents name, and lets no document choose what this machine connects to."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

import httpx

from conformance import __version__
from conformance.exchanges import Failure, Headers, Response
from conformance.limits import Limits
from conformance.wire.addresses import GuardedBackend, normal
from conformance.wire.limits import Budget, BudgetExhausted, Deadline
from conformance.wire.network import transport
from conformance.wire.redirects import Request, hops, origin
from conformance.wire.roundtrip import RawResponse, RoundTrips
from conformance.wire.tls import trust

FETCH_LIMITS: Final = Limits(
    connect=5.0,
    read=10.0,
    exchange=15.0,
    run=120.0,
    body=8 * 1024 * 1024,
    headers=64 * 1024,
    redirects=3,
    exchanges=300,
)
"""Bounds of what one document can make us fetch: seconds, bytes (before and after decompression) and counts."""

_LONGEST_URL: Final = 4096
_GONE: Final = frozenset({
    "unreachable", "refused", "timeout", "too-slow", "name-not-found", "tls-untrusted", "tls-failed", "address-refused"
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came for one URL: an answer, or why there is none.

    ``final_url`` answered in the end, after ``redirects`` (each URL that was led to). ``body`` is decompressed;
    with ``failure`` set it holds what arrived until then. ``status`` is ``None`` when no answer came.
    """

    url: str
    final_url: str
    status: int | None = None
    headers: Headers = field(default_factory=Headers, repr=False)
    body: bytes = field(default=b"", repr=False)
    failure: Failure | None = None
    redirects: tuple[str, ...] = ()


class Fetcher:
    """GET over https to public addresses, without credentials, within limits; each URL once.

    ``allow`` are host names (or literal addresses) that may have any address; ``ca`` is a PEM file with a private
    authority. The name of a host is resolved once per connection and the connection goes to an address that was
    looked at. Raises OSError or ssl.SSLError when the CA file is unusable.
    """

    def __init__(self, *, limits: Limits = FETCH_LIMITS, ca: Path | None = None, allow: Iterable[str] = ()) -> None:
        self._limits = limits
        self._deadline = Deadline()
        self._ca = _usable(ca)
        self._backend = GuardedBackend(self._deadline, frozenset(map(normal, allow)))
        self._transport: httpx.HTTPTransport | None = None
        self._known: dict[str, Fetched] = {}
        self._dead: dict[tuple[str, str, int | None], Failure] = {}
        self._budget = Budget(limits)

    def get(self, url: str, *, accept: str) -> Fetched:
        """What the URL answers; a failure is in what is returned, and nothing is raised."""
        key = url.partition("#")[0]
        if key not in self._known:
            self._known[key] = self._fetch(key, accept)
        return self._known[key]

    def takes_plain(self, url: str) -> bool:  # noqa: ARG002 - part of what verification asks of a fetcher
        """Never: what a document names is fetched over TLS only."""
        return False

    def renew(self) -> None:
        """Begin a new document: the full number of fetches and the full time again; what is known stays known."""
        self._budget = Budget(self._limits)

    def forget(self) -> None:
        """Forget all answers, so that each URL is fetched again."""
        self._known.clear()
        self._dead.clear()

    def close(self) -> None:
        """Close all connections."""
        if self._transport is not None:
            self._transport.close()

    @cached_property
    def _trips(self) -> RoundTrips:
        """Made at the first fetch: reading all public authorities takes a while, and many documents name no URL."""
        self._transport = transport(trust(self._ca), self._backend)
        return RoundTrips(self._transport, self._limits, self._deadline)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _fetch(self, url: str, accept: str) -> Fetched:
        led_to: list[str] = []
        for hop in hops(Request("GET", url, _headers(accept), b""), self._once, self._limits.redirects):
            response = hop.response
            if hop.following is None:
                return Fetched(
                    url,
                    hop.request.url,
                    response.status,
                    response.headers,
                    response.body,
                    response.failure,
                    tuple(led_to),
                )
            if hop.again:
                return _too_many(url, led_to, "the redirects lead back to a URL that was already visited")
            led_to.append(hop.following.url)
        return _too_many(url, led_to, f"more than {self._limits.redirects} redirects")

    def _once(self, request: Request) -> Response:
        place = origin(request.url)
        failure = _unfit(request.url) or self._dead.get(place)
        if failure is None:
            try:
                self._budget.take(self._deadline)
            except BudgetExhausted as exhausted:
                failure = Failure(exhausted.problem.code, exhausted.problem.message, exhausted.problem.todo)
        if failure is not None:
            return _response(request, RawResponse(request.headers, failure=failure))
        received = self._trips.perform(request)
        if received.failure is not None and received.failure.code in _GONE:
            self._dead[place] = received.failure  # a host that is down is not tried again for each of its items
        return _response(request, received)


def _usable(ca: Path | None) -> Path | None:
    """The file, once it was found to hold an authority; raises OSError or ssl.SSLError."""
    if ca is not None:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=str(ca))
    return ca


def _unfit(url: str) -> Failure | None:
    """Why a URL is not fetched at all, ``None`` when it is."""
    try:
        parts = urlsplit(url)
        host, has_user = parts.hostname, parts.username is not None or parts.password is not None
        _ = parts.port
    except ValueError as error:
        return Failure("not-sendable", f"not a URL: {error}", "a mistyped URL")
    if parts.scheme.lower() != "https":
        scheme = parts.scheme[:20] or "none"
        return Failure(
            "scheme-refused", f"only https is fetched, not {scheme}", "an id or a link that is not an https URL"
        )
    if not host or len(url) > _LONGEST_URL:
        return Failure("not-sendable", "a URL without a host, or of too many characters", "a mistyped URL")
    if has_user:
        return Failure("credentials-refused", "the URL holds a user name", "a URL that was made to send credentials")
    return None


def _too_many(url: str, led_to: list[str], message: str) -> Fetched:
    return Fetched(
        url, led_to[-1] if led_to else url, failure=Failure("redirect-loop", message), redirects=tuple(led_to)
    )


def _response(request: Request, received: RawResponse) -> Response:
    """What came as a response that is in no transcript."""
    return Response(
        index=0,
        label="",
        method=request.method,
        url=request.url,
        request_headers=received.sent,
        request_body=request.content,
        status=received.status,
        headers=received.headers,
        body=bytes(received.body.content),
        seconds=0.0,
        started="",
        failure=received.failure,
    )


def _headers(accept: str) -> tuple[tuple[str, str], ...]:
    return ("Accept", accept), ("Accept-Encoding", "gzip, deflate"), ("User-Agent", f"clr-conformance/{__version__}")
