"""Inspects many inputs on all cores: in order, with a window of work under way, and a clean end on Ctrl-C."""

from __future__ import annotations

import gc
import os
import signal
import tempfile
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, count, islice
from multiprocessing import get_context, resource_tracker
from pathlib import Path
from typing import Final

from pebble import ProcessExpired, ProcessPool

from conformance.inspection.accidents import lost
from conformance.inspection.inspector import Inspector
from conformance.inspection.options import Options
from conformance.inspection.outcome import Judged
from conformance.inspection.source import Source

CHUNK: Final = 16
"""Inputs that a process takes at a time."""

MANY: Final = 256
LARGE: Final = 8_000_000
"""Documents, or bytes of them, that are worth the second that new processes take to start."""

_AHEAD: Final = 4
"""Chunks under way per process: enough to keep it busy, few enough to bound the memory."""

MOST_TRIES: Final = 3
"""How often inputs are given to another process when theirs died before it began."""

_inspector: Inspector


def inspect(sources: Iterable[Source], options: Options, jobs: int | None = None) -> Generator[Judged, None, None]:
    """The outcome of each input in the order in which they come.

    ``jobs`` is the number of processes, by default one per core; a few inputs are judged in this process.
    """
    waiting = iter(sources)
    first = list(islice(waiting, MANY))
    processes = jobs or os.cpu_count() or 1
    if processes == 1 or (jobs is None and _few(first, options)) or any(source.here_only for source in first):
        yield from _here(chain(first, waiting), options)
    else:
        yield from _everywhere(chain(first, waiting), options, processes)


def _few(sources: list[Source], options: Options) -> bool:
    if options.network is not None:  # waiting for the network is better done by several
        return len(sources) <= CHUNK
    return len(sources) < MANY and sum(_size(source) for source in sources) < LARGE


def _size(source: Source) -> int:
    try:
        return Path(source.name).stat().st_size
    except (OSError, ValueError):
        return 0


def _here(sources: Iterator[Source], options: Options) -> Iterator[Judged]:
    with closing(Inspector(options)) as inspector:
        for source in sources:
            with collector_at_rest():
                judged = inspector.source(source)
            yield judged


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """A document is thousands of objects that all live until it is judged: looking for garbage among them takes time.

    It is a matter of the whole process, and so of whoever runs many documents, never of the judge.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _everywhere(sources: Iterator[Source], options: Options, processes: int) -> Iterator[Judged]:
    with (
        tempfile.TemporaryDirectory(prefix="clr-validate-") as marks,
        closing(_Workers(options, processes, Path(marks))) as workers,
    ):
        under_way: deque[_Chunk] = deque()
        while True:
            while len(under_way) < processes * _AHEAD and (chunk := tuple(islice(sources, CHUNK))):
                under_way.append(workers.give(chunk))
            if not under_way:
                return
            yield from workers.outcomes(under_way.popleft())


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Inputs that one process judges one after the other; ``mark`` is the file in which it says which one it is at."""

    sources: tuple[Source, ...]
    mark: Path
    future: Future[list[Judged]]
    tries: int = 0


class _Workers:
    """Processes that judge. One that dies (killed, out of memory) costs the input that it was at, and no other."""

    def __init__(self, options: Options, processes: int, marks: Path) -> None:
        # Not forked: the parent may have threads (of the progress bar), and a fork copies their locks.
        self._new = partial(
            ProcessPool, processes, initializer=_start, initargs=(options,), context=get_context("spawn")
        )
        self._pool: ProcessPool = self._new()
        self._marks = marks
        self._numbers = count()

    def give(self, sources: tuple[Source, ...], tries: int = 0) -> _Chunk:
        """Hands the inputs to a process."""
        mark = self._marks / str(next(self._numbers))
        with _sheltered():
            try:
                future = self._pool.schedule(_work, args=(sources, str(mark)))
            except RuntimeError:  # the pool broke: its processes died while none of them was at work
                self.close()
                self._pool = self._new()
                future = self._pool.schedule(_work, args=(sources, str(mark)))
        return _Chunk(sources, mark, future, tries)

    def outcomes(self, chunk: _Chunk) -> Iterator[Judged]:
        """What became of the inputs, in their order."""
        try:
            yield from chunk.future.result()
        except (ProcessExpired, BrokenProcessPool, CancelledError) as death:
            yield from self._without_the_dead(chunk, _cause(death))

    def _without_the_dead(self, chunk: _Chunk, cause: str) -> Iterator[Judged]:
        at = _marked(chunk.mark)
        if at is None and chunk.tries < MOST_TRIES:
            yield from self.outcomes(self.give(chunk.sources, chunk.tries + 1))
        elif at is None:
            yield from (lost(source.shown, cause) for source in chunk.sources)
        else:
            yield from self._again(chunk.sources[:at])
            yield lost(chunk.sources[at].shown, cause)
            yield from self._again(chunk.sources[at + 1 :])

    def _again(self, sources: tuple[Source, ...]) -> Iterator[Judged]:
        if sources:
            yield from self.outcomes(self.give(sources))

    def close(self) -> None:
        """Ends the processes."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _cause(death: BaseException) -> str:
    code = death.exitcode if isinstance(death, ProcessExpired) else None
    if code is None:
        return "its process ended"
    return f"its process was ended by signal {-code}" if code < 0 else f"its process ended with code {code}"


def _marked(mark: Path) -> int | None:
    """The input that a process was at, ``None`` when it had not begun."""
    try:
        return int.from_bytes(mark.read_bytes(), "big")
    except OSError:
        return None


@contextmanager
def _sheltered() -> Iterator[None]:
    """What begins in this block is born with Ctrl-C blocked, else it meets a process before ``_start`` does.

    The pool starts its processes from a thread of its own, which keeps this mask.
    """
    resource_tracker.ensure_running()  # when it starts, it lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(options: Options) -> None:
    """In a new process: Ctrl-C is the parent's to handle, and everything is loaded before the first input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    global _inspector  # noqa: PLW0603 (one per process, made by the pool)
    _inspector = Inspector(options)


def _work(chunk: Sequence[Source], mark: str) -> list[Judged]:
    done = []
    with Path(mark).open("wb", buffering=0) as file:
        for index, source in enumerate(chunk):
            os.pwrite(file.fileno(), index.to_bytes(2, "big"), 0)
            with collector_at_rest():
                done.append(_inspector.source(source))
    Path(mark).unlink()
    return done
