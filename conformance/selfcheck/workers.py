"""Trials on several processes: each takes the next one that nobody has taken, until none is left."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from queue import Empty
from typing import TYPE_CHECKING

from conformance.selfcheck.blend import CLEAN
from conformance.selfcheck.nursery import hatch
from conformance.selfcheck.trial import Trial, failed, trial
from conformance.suites.memory import Memory

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

PATIENCE = 2.0  # seconds for the next task to come through the queue; an empty queue means that all are taken


def trials(ids: Sequence[str], workers: int) -> Iterator[Trial]:
    """Run these trials; each result comes as soon as it is there.

    A process that dies takes its one trial with it, which then counts as failed.
    """
    context = get_context("spawn")
    tasks: Queue[str] = context.Queue()
    for one in ids:
        tasks.put(one)
    with tempfile.TemporaryDirectory(prefix="clr-selfcheck-", ignore_cleanup_errors=True) as folder:
        crew, results = [], []
        for _ in range(max(1, workers)):
            reading, writing = context.Pipe(duplex=False)
            crew.append(context.Process(target=_work, args=(tasks, writing, folder), daemon=True))
            crew[-1].start()
            writing.close()  # the end of the process is then the end of the pipe
            results.append(reading)
        try:
            yield from _received(ids, results)
        finally:
            for process in crew:
                process.terminate()
            for process in crew:
                process.join()
            tasks.cancel_join_thread()


def _received(ids: Sequence[str], results: list[Connection]) -> Iterator[Trial]:
    missing = dict.fromkeys(ids)
    while missing and results:
        for pipe in wait(results):
            assert isinstance(pipe, Connection)
            try:
                found: Trial = pipe.recv()
            except EOFError:
                results.remove(pipe)
                continue
            del missing[found.id]
            yield found
    yield from (failed(one, "the process that ran it ended") for one in missing)


def _work(tasks: Queue[str], results: Connection, folder: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process
    tempfile.tempdir = folder  # the parent clears it away, however this process ends
    memory = Memory()
    if not hasattr(os, "fork"):
        for one in _taken(tasks):
            results.send(trial(one, memory=memory))
        return
    trial(CLEAN, memory=memory)  # what this run has compiled and validated, the children of the next one inherit
    hatch(_taken(tasks), results.send, memory)


def _taken(tasks: Queue[str]) -> Iterator[str]:
    with suppress(Empty):
        while True:
            yield tasks.get(timeout=PATIENCE)
