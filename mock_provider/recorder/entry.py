"""One exchange while it is under way, and as it is shown."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from starlette.types import Scope

from conformance.exchanges.response import Headers
from conformance.exchanges.served import Served
from mock_provider.http.notes import Notes

RawHeaders = Iterable[tuple[bytes, bytes]]


class Body:
    """The bytes of a body as far as they are kept, and how many there were."""

    __slots__ = ("_first", "_more", "kept", "size")

    def __init__(self) -> None:
        self._first = b""  # most bodies come in one piece
        self._more: list[bytes] | None = None
        self.kept = 0
        self.size = 0

    def add(self, chunk: bytes, most: int) -> None:
        """The next bytes; beyond ``most`` they are counted and not kept."""
        self.size += len(chunk)
        if not chunk or self.kept >= most:
            return
        kept = chunk if self.kept + len(chunk) <= most else chunk[: most - self.kept]
        self.kept += len(kept)
        if not self._first:
            self._first = kept
        elif self._more is None:
            self._more = [kept]
        else:
            self._more.append(kept)

    def drop(self) -> None:
        """Keep none of them any longer."""
        self._first, self._more, self.kept = b"", None, 0

    def __bytes__(self) -> bytes:
        return b"".join((self._first, *(self._more or ())))


@dataclass(slots=True, eq=False)
class Entry:
    """One exchange that is under way; whoever handles it sets what becomes known, ``served`` shows it as a value."""

    method: str
    url: str
    request_headers: RawHeaders
    notes: Notes
    tls: str | None = None
    at: float = field(default_factory=time.time)
    began: float = field(default_factory=time.monotonic)
    number: int = 0
    run: int = 1
    ended: float | None = None
    over: bool = False
    whole: bool = True
    status: int | None = None
    headers: RawHeaders = ()
    sent: Body = field(default_factory=Body)
    answered: Body = field(default_factory=Body)
    _served: Served | None = None

    @property
    def head(self) -> int:
        """How many bytes the head of its request has; that of the response is ours, and small."""
        return len(self.method) + len(self.url) + sum(len(name) + len(value) for name, value in self.request_headers)

    @property
    def kept(self) -> int:
        """How many bytes of bodies it holds."""
        return self.sent.kept + self.answered.kept

    def changed(self) -> None:
        """What was shown of it counts no longer."""
        self._served = None

    def served(self) -> Served:
        """The exchange as far as it went."""
        if self._served is None or not self.over:
            self._served = self._shown()
        return self._served

    def _shown(self) -> Served:
        noted = self.notes
        return Served(
            number=self.number,
            place=noted.place,
            operation=noted.operation,
            method=self.method,
            url=self.url,
            request_headers=_read(self.request_headers),
            request_body=bytes(self.sent),
            request_size=self.sent.size,
            tls=self.tls,
            began=self.began,
            started=datetime.fromtimestamp(self.at, UTC).isoformat(timespec="milliseconds"),
            status=self.status,
            headers=_read(self.headers),
            body=bytes(self.answered),
            size=self.answered.size,
            ended=self.ended,
            whole=self.whole,
            client=noted.client,
            learner=noted.learner,
            struck=noted.struck,
            taken=noted.taken,
            reason=noted.reason,
            run=self.run,
        )


def url_of(scope: Scope) -> str:
    """The URL of an ASGI scope as the client asked for it: its Host, its path with its escapes, its query."""
    host = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
    if not host:
        name, port = scope.get("server") or ("", None)
        host = f"{name}:{port}" if port else str(name)
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
    query = scope["query_string"].decode("latin-1")
    return f"{scope['scheme']}://{host}{path}{'?' if query else ''}{query}"


def _read(headers: RawHeaders) -> Headers:
    return Headers([(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers])
