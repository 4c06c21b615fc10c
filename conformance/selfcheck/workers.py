"""Trials on several processes: each takes one after the other, and a process that dies is followed by another."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Self

from conformance.collector import seldom
from conformance.selfcheck.series import series
from conformance.selfcheck.trial import Trial, failed

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

LONGEST = 180.0  # seconds for one trial; beyond it its process is ended and the trial counts as failed
_CONTEXT = get_context("spawn")
_YIELDS = 10  # niceness: whatever else the machine has to do goes before hundreds of trials


Play = Callable[[Iterable[str], Callable[[Trial], None], str], None]
"""Plays trials of an edition by their ids and delivers each, before the next id is taken."""

Failed = Callable[[str, str, str], Trial]
"""The trial of that id that came to no result, for this reason, of that edition."""


def trials(
    ids: Sequence[str], workers: int, book: str = "", *, play: Play = series, lost: Failed = failed
) -> Iterator[Trial]:
    """Run these trials with an edition, by a ``Crew`` of their own; each comes as soon as it is there."""
    with Crew(min(workers, len(ids)), book, play=play, lost=lost) as crew:
        yield from crew.trials(ids)


class Crew:
    """Processes that run trials with an edition (by default the one that the mock plays), as long as the block lasts.

    ``play`` is a function of a module, since each process finds it by its name. A process that dies, or takes too long,
    takes its one trial with it, which then counts as ``lost``.
    """

    def __init__(self, workers: int, book: str = "", *, play: Play = series, lost: Failed = failed) -> None:
        self._most = max(1, workers)
        self._book = book
        self._play = play
        self._lost = lost
        self._folder = tempfile.TemporaryDirectory(prefix="clr-selfcheck-", ignore_cleanup_errors=True)
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()
        self._folder.cleanup()

    def trials(self, ids: Sequence[str]) -> Iterator[Trial]:
        """Run these trials; each comes as soon as it is there. To be read to its end before others are run."""
        waiting = deque(dict.fromkeys(ids))
        while busy := self._busy(waiting):
            for worker in _ready(busy):
                found = worker.result()
                if found is None:
                    found = self._lost(worker.task or "", worker.end(), self._book)
                    self._workers.remove(worker)
                worker.task = None
                yield found

    def _busy(self, waiting: deque[str]) -> list[_Worker]:
        """Those with a trial, when all that are idle have taken one, and as many are there as there is work for."""
        idle = sum(1 for worker in self._workers if worker.task is None)
        for _ in range(min(self._most - len(self._workers), len(waiting) - idle)):
            self._workers.append(_Worker.started(self._play, self._folder.name, self._book))
        for worker in self._workers:
            if worker.task is None and waiting:
                worker.take(waiting.popleft())
        return [worker for worker in self._workers if worker.task is not None]


@dataclass(slots=True)
class _Worker:
    """A process that runs one trial after the other, and the pipe on which it is given ids and gives trials back."""

    process: SpawnProcess
    pipe: Connection
    task: str | None = None
    since: float = 0.0

    @classmethod
    def started(cls, play: Play, folder: str, book: str) -> _Worker:
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=_work, args=(theirs, play, folder, book), daemon=True)
        process.start()
        theirs.close()  # the end of the process is then the end of the pipe
        return cls(process, ours)

    def take(self, task: str) -> None:
        """Begin a trial."""
        self.task, self.since = task, time.monotonic()
        with suppress(OSError):  # a process that is dead is found by its pipe
            self.pipe.send(task)

    @property
    def left(self) -> float:
        """Seconds until its trial has taken too long."""
        return max(self.since + LONGEST - time.monotonic(), 0.0)

    def result(self) -> Trial | None:
        """The trial that has ended; ``None`` when the process is dead or took too long."""
        try:
            found: Trial | None = self.pipe.recv() if self.pipe.poll() else None
        except (EOFError, OSError):
            return None
        return found

    def end(self) -> str:
        """End the process, and say how it came to that."""
        late = self.task is not None and not self.left
        self.process.kill()
        self.process.join()
        self.pipe.close()
        return f"it took longer than {LONGEST:g} seconds" if late else "the process that ran it ended"


def _ready(busy: Sequence[_Worker]) -> list[_Worker]:
    """Those with a result, and those whose process is dead or late."""
    heard = wait([worker.pipe for worker in busy], timeout=min(worker.left for worker in busy))
    return [worker for worker in busy if worker.pipe in heard or not worker.left]


def _work(pipe: Connection, play: Play, folder: str, book: str) -> None:
    seldom()
    with suppress(AttributeError):  # Windows has no such thing
        os.nice(_YIELDS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process
    tempfile.tempdir = folder  # the parent clears it away, however this process ends
    play(_given(pipe), pipe.send, book)


def _given(pipe: Connection) -> Iterator[str]:
    while True:
        try:
            yield pipe.recv()
        except EOFError:
            return
