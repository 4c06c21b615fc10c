"""Trials on several processes: each takes the next one that nobody has taken, until none is left."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from queue import Empty
from typing import TYPE_CHECKING

from conformance.selfcheck.nursery import forkable, hatch
from conformance.selfcheck.trial import CLEAN, Trial, failed, find, trial

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

POLL = 0.5  # seconds between looks at whether the processes still live


def trials(ids: Sequence[str], workers: int) -> Iterator[Trial]:
    """Run these trials; each result comes as soon as it is there.

    A process that dies takes its one trial with it, which then counts as failed.
    """
    context = get_context("spawn")
    queued: Queue[str] = context.Queue()
    alone: Queue[str] = context.Queue()
    results: Queue[Trial] = context.Queue()
    for one in ids:
        (queued if hasattr(os, "fork") and forkable(find(one)) else alone).put(one)
    crew = [context.Process(target=_work, args=(queued, alone, results), daemon=True) for _ in range(max(1, workers))]
    for process in crew:
        process.start()
    open_ids = dict.fromkeys(ids)
    try:
        while open_ids:
            try:
                found = results.get(timeout=POLL)
            except Empty:
                if not any(process.is_alive() for process in crew):
                    break
                continue
            del open_ids[found.id]
            yield found
        yield from (failed(one, "the process that ran it ended") for one in open_ids)
    finally:
        for process in crew:
            process.terminate()


def _work(queued: Queue[str], alone: Queue[str], results: Queue[Trial]) -> None:
    for one in _taken(alone):
        results.put(trial(one))
    trial(CLEAN)  # what this run has compiled and validated, the children of the next one inherit
    hatch(_taken(queued), results.put)


def _taken(tasks: Queue[str]) -> Iterator[str]:
    with suppress(Empty):
        while True:
            yield tasks.get(timeout=POLL)
