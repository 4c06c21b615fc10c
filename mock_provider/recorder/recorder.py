"""The recorder: an ASGI layer around all that the mock serves, and what it has kept."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp

from conformance.exchanges.served import Handshake, Place, Served
from mock_provider.http.notes import Notes
from mock_provider.recorder.entry import Entry
from mock_provider.recorder.handshakes import Handshakes
from mock_provider.recorder.recorded import Recorded
from mock_provider.recorder.shown import Shown


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is kept: exchanges, bytes of all their heads, bytes of one body, bytes of all bodies."""

    exchanges: int = 10_000
    heads: int = 64 * 1024 * 1024
    body: int = 16 * 1024 * 1024
    bodies: int = 128 * 1024 * 1024


class Recorder:
    """Every exchange and every handshake of a mock, in the order in which they came; safe between threads.

    ``run`` is the number of the start of the client that exchanges from now on belong to. Of more exchanges than the
    bounds allow, or more bytes of heads, the oldest are dropped and counted in ``dropped``; of more bytes of bodies the
    oldest bodies, whose sizes stay.
    ``shown`` shows what is kept without secrets. ``on_end`` are called with each exchange that has ended, in the thread
    that served it.
    """

    def __init__(self, shown: Shown | None = None, bounds: Bounds | None = None) -> None:
        self.shown = shown or Shown()
        self.bounds = bounds or Bounds()
        self.run = 1
        self.dropped = 0
        self.on_end: list[Callable[[Served], None]] = []
        self._entries: deque[Entry] = deque()
        self._with_bodies: deque[Entry] = deque()
        self._bytes = 0
        self._heads = 0
        self._number = 0
        self._changed = threading.Condition()
        self.tls = Handshakes(lambda: self.run)

    def around(self, app: ASGIApp, place: Place | None = None) -> ASGIApp:
        """The app with every exchange recorded; those at another ``place`` than the API have it for all of theirs."""
        return Recorded(app, self, place)

    def exchanges(self, since: int = 0) -> tuple[Served, ...]:
        """The exchanges that are kept, or those after that number."""
        with self._changed:
            entries = [entry for entry in self._entries if entry.number > since]
            return tuple(entry.served() for entry in entries)

    def handshakes(self) -> tuple[Handshake, ...]:
        """The TLS handshakes that were begun."""
        return self.tls.kept()

    def wait_for(self, wanted: Callable[[Served], bool], timeout: float, since: int = 0) -> Served | None:
        """The first exchange after that number of which ``wanted`` is true; ``None`` when there is none in time.

        ``wanted`` is asked of an exchange when it has come and again when it has ended; ``timeout`` is in seconds.
        """
        until = time.monotonic() + timeout
        with self._changed:
            while True:
                for entry in self._entries:
                    if entry.number > since and wanted(entry.served()):
                        return entry.served()
                left = until - time.monotonic()
                if left <= 0:
                    return None
                self._changed.wait(left)

    def clear(self) -> None:
        """Forget all exchanges and handshakes; those to come are counted on."""
        with self._changed:
            self._entries.clear()
            self._with_bodies.clear()
            self._bytes = self._heads = self.dropped = 0
        self.tls.clear()

    def reset(self) -> None:
        """Begin anew: nothing is kept, the next exchange is the first of the first run."""
        self.clear()
        self.shown.forget()
        with self._changed:
            self._number, self.run = 0, 1

    @property
    def most_body(self) -> int:
        """How many bytes of a body are kept."""
        return self.bounds.body

    def begin(self, entry: Entry) -> None:
        """Keep an exchange that has come; it gets its number."""
        with self._changed:
            self._number += 1
            entry.number, entry.run = self._number, self.run
            self._entries.append(entry)
            self._heads += entry.head
            while len(self._entries) > self.bounds.exchanges or self._heads > self.bounds.heads:
                self._drop(self._entries.popleft())
            self._changed.notify_all()

    def end(self, entry: Entry) -> None:
        """An exchange has ended, whole or broken off."""
        with self._changed:
            entry.over = True
            entry.changed()
            self._with_bodies.append(entry)
            self._bytes += entry.kept
            while self._bytes > self.bounds.bodies and self._with_bodies:
                self._forget_bodies(self._with_bodies.popleft())
            self._changed.notify_all()
        for told in self.on_end:
            told(entry.served())

    def unreadable(self, status: int, reason: str, tls: str | None) -> None:
        """Keep that a request came which could not be read; its method and its URL are not known."""
        entry = Entry("", "", (), Notes(place="none", reason=reason), tls, status=status)
        self.begin(entry)
        entry.ended = time.monotonic()
        self.end(entry)

    def _drop(self, entry: Entry) -> None:
        self.dropped += 1
        self._heads -= entry.head
        if self._with_bodies and self._with_bodies[0] is entry:
            self._with_bodies.popleft()
            self._forget_bodies(entry)

    def _forget_bodies(self, entry: Entry) -> None:
        self._bytes -= entry.kept
        entry.sent.drop()
        entry.answered.drop()
        entry.changed()
