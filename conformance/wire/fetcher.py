"""The guarded Fetcher: asks for URLs that come out of documents, so that no document can send us anywhere it likes."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

import httpx

from conformance import __version__
from conformance.exchanges import Failure, Headers, Response
from conformance.plan import LimitSpec
from conformance.wire.addresses import AddressRefused, GuardedBackend, normal
from conformance.wire.failures import classify
from conformance.wire.limits import Budget, BudgetExhausted, Deadline
from conformance.wire.network import transport
from conformance.wire.reading import Body, read_into
from conformance.wire.redirects import origin, target_of
from conformance.wire.tls import trust

FETCH_LIMITS: Final = LimitSpec(
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

DOCUMENT: Final = "application/ld+json, application/json;q=0.9, */*;q=0.1"
"""The Accept of a fetch for a CLR document."""

_HEADER_LINES: Final = 256
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

    def __init__(self, *, limits: LimitSpec = FETCH_LIMITS, ca: Path | None = None, allow: Iterable[str] = ()) -> None:
        self._limits = limits
        self._deadline = Deadline()
        self._ca = _usable(ca)
        self._backend = GuardedBackend(self._deadline, frozenset(map(normal, allow)))
        self._known: dict[str, Fetched] = {}
        self._dead: dict[tuple[str, str, int | None], Failure] = {}
        self._budget = Budget(limits)

    def get(self, url: str, *, accept: str = DOCUMENT) -> Fetched:
        """What the URL answers; never raises for what a URL is or a target does."""
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
        """Forget all answers, so that each URL is asked for anew."""
        self._known.clear()
        self._dead.clear()

    def close(self) -> None:
        """Close all connections."""
        if "_transport" in self.__dict__:
            self._transport.close()

    @cached_property
    def _transport(self) -> httpx.HTTPTransport:
        """Made at the first fetch: reading all public authorities takes a while, and many documents name no URL."""
        return transport(trust(self._ca), self._backend)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _fetch(self, url: str, accept: str) -> Fetched:
        led_to: list[str] = []
        here = url
        for _ in range(self._limits.redirects + 1):
            response = self._once(here, accept)
            target = target_of(response) if response.failure is None else None
            if target is None:
                return Fetched(
                    url, here, response.status, response.headers, response.body, response.failure, tuple(led_to)
                )
            if target == url or target in led_to:
                return _too_many(url, led_to, "the redirects lead back to a URL that was already visited")
            led_to.append(target)
            here = target
        return _too_many(url, led_to, f"more than {self._limits.redirects} redirects")

    def _once(self, url: str, accept: str) -> Response:
        place = origin(url)
        failure = _unfit(url) or self._dead.get(place)
        if failure is None:
            try:
                self._budget.take(self._deadline)
            except BudgetExhausted as exhausted:
                failure = Failure(exhausted.problem.code, exhausted.problem.message, exhausted.problem.todo)
        if failure is not None:
            return _reply(url, failure=failure)
        response = self._ask(url, accept)
        if response.failure is not None and response.failure.code in _GONE:
            self._dead[place] = response.failure  # a host that is down is not asked for each of its items
        return response

    def _ask(self, url: str, accept: str) -> Response:
        body = Body()
        status, headers = None, Headers()
        try:
            response = self._transport.handle_request(self._request(url, accept))
            try:
                status = response.status_code
                headers = Headers((_text(name), _text(value)) for name, value in response.headers.raw)
                body.failure = self._flood(response.headers.raw)
                if body.failure is None:
                    coding = headers.get("content-encoding") or ""
                    read_into(body, _pieces(response, self._deadline), coding, self._limits.body)
            finally:
                response.close()
        except Exception as error:
            # Whatever a target can make the libraries below raise is an answer of the target, never the end of the run.
            body.failure = _refused(error) or classify(error, self._deadline)
        return _reply(url, status, headers, bytes(body.content), body.failure)

    def _request(self, url: str, accept: str) -> httpx.Request:
        limits = self._limits
        timeout = {"connect": limits.connect, "read": limits.read, "write": limits.read, "pool": limits.connect}
        headers = {
            "Accept": accept,
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": f"clr-conformance/{__version__}",
        }
        return httpx.Request("GET", url, headers=headers, extensions={"timeout": timeout})

    def _flood(self, raw: list[tuple[bytes, bytes]]) -> Failure | None:
        size = sum(len(name) + len(value) + 4 for name, value in raw)
        if size <= self._limits.headers and len(raw) <= _HEADER_LINES:
            return None
        return Failure("too-many-headers", f"{len(raw)} header lines of {size} bytes", "the server floods the client")


def _usable(ca: Path | None) -> Path | None:
    """The file, once it was found to hold an authority; raises OSError or ssl.SSLError."""
    if ca is not None:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=str(ca))
    return ca


def _unfit(url: str) -> Failure | None:
    """Why a URL is not asked for at all."""
    try:
        parts = urlsplit(url)
        host, has_user = parts.hostname, parts.username is not None or parts.password is not None
        _ = parts.port
    except ValueError as error:
        return Failure("not-sendable", f"not a URL: {error}", "a mistyped URL")
    if parts.scheme.lower() != "https":
        scheme = parts.scheme[:20] or "none"
        return Failure("scheme-refused", f"only https is fetched, not {scheme}", "an id or a link that is no https URL")
    if not host or len(url) > _LONGEST_URL:
        return Failure("not-sendable", "a URL without a host, or of too many characters", "a mistyped URL")
    if has_user:
        return Failure("credentials-refused", "the URL holds a user name", "a URL that was made to send credentials")
    return None


def _refused(error: BaseException | None) -> Failure | None:
    while error is not None:
        if isinstance(error, AddressRefused):
            likely = "a link into somebody's own network; allow the host by name when it is yours"
            return Failure("address-refused", str(error), likely)
        error = error.__cause__ or error.__context__
    return None


def _pieces(response: httpx.Response, deadline: Deadline) -> Iterator[bytes]:
    for piece in response.stream:  # type: ignore[union-attr]
        if deadline.passed:
            raise httpx.ReadTimeout("deadline")  # a fast endless answer never waits for the network
        yield piece


def _too_many(url: str, led_to: list[str], message: str) -> Fetched:
    return Fetched(
        url, led_to[-1] if led_to else url, failure=Failure("redirect-loop", message), redirects=tuple(led_to)
    )


def _reply(
    url: str,
    status: int | None = None,
    headers: Headers | None = None,
    body: bytes = b"",
    failure: Failure | None = None,
) -> Response:
    return Response(0, "", "GET", url, (), b"", status, headers or Headers(), body, 0.0, "", failure=failure)


def _text(raw: bytes) -> str:
    return raw.decode("latin-1")
