"""Judges many inputs on all cores: in order, with a window of work under way, and a clean end on Ctrl-C."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from conformance.cli.documents.judging import Judge, Options
from conformance.cli.documents.outcome import Judged
from conformance.cli.documents.source import Source

CHUNK: Final = 16
"""Inputs that a process takes at a time."""

MANY: Final = 256
LARGE: Final = 8_000_000
"""Documents, or bytes of them, that are worth the second that new processes take to start."""

_AHEAD: Final = 4
"""Chunks under way per process: enough to keep it busy, few enough to bound the memory."""

_judge: Judge


def judged(sources: Iterable[Source], options: Options, jobs: int | None = None) -> Iterator[Judged]:
    """The outcome of each input in the order in which they come.

    ``jobs`` is the number of processes, by default one per core; a few inputs are judged in this process.
    """
    waiting = iter(sources)
    first = list(islice(waiting, MANY))
    processes = jobs or os.cpu_count() or 1
    if processes == 1 or (jobs is None and _few(first, options)) or any(source.kind == "stdin" for source in first):
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
    with closing(Judge(options)) as judge:
        yield from map(judge.source, sources)


def _everywhere(sources: Iterator[Source], options: Options, processes: int) -> Iterator[Judged]:
    # Not forked: the parent may have threads (of the progress bar), and a fork copies their locks.
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_start, initargs=(options,))
    under_way: deque[Future[list[Judged]]] = deque()
    try:
        while True:
            while len(under_way) < processes * _AHEAD and (chunk := list(islice(sources, CHUNK))):
                under_way.append(pool.submit(_work, chunk))
            if not under_way:
                return
            yield from under_way.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start(options: Options) -> None:
    """In a new process: Ctrl-C is the parent's to handle, and everything is loaded before the first input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    global _judge  # noqa: PLW0603 (one per process, made by the pool)
    _judge = Judge(options)


def _work(chunk: list[Source]) -> list[Judged]:
    return [_judge.source(source) for source in chunk]
