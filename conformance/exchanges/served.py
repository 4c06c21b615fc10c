"""One exchange as a server saw it: the request as it came, and the response as far as it went. Not redacted."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import parse_qsl

from conformance.exchanges.response import Headers

_GZIP = 16 + zlib.MAX_WBITS
_MOST_UNPACKED = 64 * 1024 * 1024
_MOST_REMEMBERED = 32 * 1024
"""Bytes of a body of which is kept what it says as JSON."""

Place = Literal["api", "oauth", "page", "plain", "other", "none"]
"""Where a request arrived: at the API and the documents beside it, at an endpoint of OAuth for machines, at a page for
people, on the port without TLS, on another host, or at a path where there is nothing."""


@dataclass(frozen=True, slots=True)
class Served:
    """One exchange of a server.

    ``number`` is its place among all exchanges that belong together, in the order in which they came. ``operation`` is
    an operationId of the contract or a step of OAuth (``token``), empty at a path that is neither. ``url`` is whole, as
    the client asked for it. ``tls`` is the negotiated version (``TLSv1.3``), ``None`` without TLS. ``began`` and
    ``ended`` are seconds of a monotonic clock of the server, ``ended`` is ``None`` while the response is on its way or
    when it never ended; ``started`` is ISO 8601 in UTC. ``status`` is ``None`` when no response went out; ``whole`` is
    false when its body broke off, be it by the server or by the client.

    ``client`` and ``learner`` are those that the request stands for, as far as it tells. ``struck`` are the ids of the
    behaviours that changed something, ``taken`` those of the departures that the server let pass though a strict one
    refuses them. ``reason`` says in one line why the request was refused; empty when it was not. ``run`` counts the
    starts of the client, from 1. ``request_size`` and ``size`` are the bytes of the bodies; more than there are in
    ``request_body`` and ``body`` when not all were kept.
    """

    number: int
    place: Place
    operation: str
    method: str
    url: str
    request_headers: Headers = field(repr=False)
    request_body: bytes = field(repr=False)
    tls: str | None
    began: float
    started: str
    status: int | None = None
    headers: Headers = field(default_factory=Headers, repr=False)
    body: bytes = field(default=b"", repr=False)
    ended: float | None = None
    whole: bool = True
    client: str | None = None
    learner: str | None = None
    struck: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    reason: str = ""
    run: int = 1
    request_size: int = 0
    size: int = 0

    @property
    def path(self) -> str:
        """The path of the URL, its escapes as they came."""
        before = self.url.partition("#")[0].partition("?")[0].partition("://")[2]
        return before[before.index("/") :] if "/" in before else ""

    @property
    def query_text(self) -> str:
        """The query of the URL as it came, without the question mark; the host may be one that no parser takes."""
        return self.url.partition("#")[0].partition("?")[2]

    @property
    def query(self) -> Mapping[str, str]:
        """The parameters of the URL; of one that comes twice the last value."""
        return _parameters(self.query_text)

    @property
    def form(self) -> Mapping[str, str]:
        """The parameters of a form body; of one that comes twice the last value."""
        return _parameters(self.request_body.decode("utf-8", "replace"))

    @property
    def sent(self) -> Any:
        """The body of the request as JSON; ``None`` when it is none."""
        return _json(self.request_body)

    @property
    def answer(self) -> Any:
        """The body of the response as JSON; ``None`` when it is none."""
        return _json(_unpacked(self.body) if self.headers.get("content-encoding") == "gzip" else self.body)

    @property
    def ok(self) -> bool:
        """True when it was answered with a status of success."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def bearer(self) -> str:
        """The access token in the Authorization header; empty when there is none."""
        scheme, _, token = (self.request_headers.get("authorization") or "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""


@dataclass(frozen=True, slots=True)
class Handshake:
    """A TLS connection that was begun: the name that the client asked for, the listener, and whether it was finished.

    ``listener`` is ``main``, or the name of another one that the scenario has opened.
    """

    run: int
    listener: str
    name: str
    finished: bool
    version: str | None = None


@lru_cache(1024)
def _parameters(text: str) -> Mapping[str, str]:
    """Many checks read the same few texts."""
    return MappingProxyType(dict(parse_qsl(text, keep_blank_values=True)))


def _unpacked(body: bytes) -> bytes:
    """What was compressed with gzip, as far as the server would have sent it; empty when it cannot be read."""
    try:
        return zlib.decompressobj(_GZIP).decompress(body, _MOST_UNPACKED)
    except zlib.error:
        return b""


def _json(body: bytes) -> Any:
    return _short_json(body) if len(body) <= _MOST_REMEMBERED else _read_json(body)


def _read_json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


_short_json = lru_cache(512)(_read_json)
"""Many checks read the same few bodies; none of them changes what it has read."""
