"""Wakes the pages that wait for something new."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import Final

MOST_WAITING: Final = 32
"""Pages that wait at the same time; one more gets its answer at once."""


class Bell:
    """Rung whenever there is something new; ``revision`` counts how often. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._silent = False
        self.revision = 1

    def ring(self) -> None:
        """There is something new."""
        with self._lock:
            self.revision += 1
            self._wake()

    def silence(self) -> None:
        """Nobody waits any longer, now or later: what serves the pages is about to end."""
        with self._lock:
            self._silent = True
            self._wake()

    async def wait(self, seen: int, seconds: float) -> None:
        """Waits until there is more than this revision, at most so long."""
        waiting = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            if self._silent or self.revision != seen or len(self._waiting) >= MOST_WAITING:
                return
            self._waiting.add(waiting)
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(waiting[1].wait(), seconds)
        finally:
            with self._lock:
                self._waiting.discard(waiting)

    def _wake(self) -> None:
        for loop, event in self._waiting:
            with contextlib.suppress(RuntimeError):  # that loop has ended
                loop.call_soon_threadsafe(event.set)
