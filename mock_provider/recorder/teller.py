"""Writes what is recorded as it comes, in a thread of its own: who reads slowly does not hold up the mock."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterator
from typing import Protocol, TextIO

from conformance.exchanges.served import Handshake, Served
from mock_provider.recorder.recorder import Recorder

MOST_WAITING = 10_000
"""Lines that wait to be written; more are dropped and counted."""


class Lines(Protocol):
    """Makes a line of an exchange, and of a handshake that was not finished."""

    def exchange(self, one: Served) -> str: ...
    def handshake(self, failed: Handshake) -> str: ...


class Teller:
    """Takes what has ended, and writes its lines in order."""

    def __init__(self, lines: Lines, out: TextIO) -> None:
        self._lines = lines
        self._out = out
        # One that may be used in the middle of its own use: garbage collection tells of handshakes.
        self._waiting: queue.SimpleQueue[Served | Handshake | None] = queue.SimpleQueue()
        self._dropped = 0

    def take(self, one: Served | Handshake) -> None:
        """Has it written soon."""
        if self._waiting.qsize() >= MOST_WAITING:
            self._dropped += 1
        else:
            self._waiting.put(one)

    def run(self) -> None:
        """Writes until there is nothing more to come."""
        while (one := self._waiting.get()) is not None:
            with contextlib.suppress(OSError, ValueError):  # nobody reads, or it is closed
                self._write(one)

    def end(self) -> None:
        """Nothing more will come."""
        self._waiting.put(None)

    def _write(self, one: Served | Handshake) -> None:
        line = self._lines.exchange(one) if isinstance(one, Served) else self._lines.handshake(one)
        if self._dropped:
            line += f"\n({self._dropped} more were not written: the reader is too slow)"
            self._dropped = 0
        self._out.write(line + "\n")
        self._out.flush()


@contextlib.contextmanager
def telling(recorder: Recorder, lines: Lines, out: TextIO) -> Iterator[None]:
    """Writes each exchange and each failed handshake as a line, as long as the block lasts."""
    teller = Teller(lines, out)
    thread = threading.Thread(target=teller.run, daemon=True)
    thread.start()
    recorder.on_end.append(teller.take)
    recorder.tls.on_failure.append(teller.take)
    try:
        yield
    finally:
        recorder.on_end.remove(teller.take)
        recorder.tls.on_failure.remove(teller.take)
        teller.end()
        thread.join(2.0)
