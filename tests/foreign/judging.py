"""Whole runs against strangers, as many at a time as there are cores for it.

A worker process keeps one provider of each kind and starts it over, and collects the checks once.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from conformance.record import RequirementResult, RunRecord, Verdict
from conformance.run.provider import ProviderRun
from conformance.selfcheck.one_session import Play, in_one_session
from conformance.suites.memory import Memory
from tests.cores import cores
from tests.foreign.stranger import RunningStranger, Stranger

HERE = Path(__file__).parent
_STACK = contextlib.ExitStack()


class Case(NamedTuple):
    """One run: a provider, a shipped plan, the name of a legal difference and that of a wrong way."""

    stranger: str
    plan: str
    right: str
    wrong: str = ""


@dataclass(frozen=True)
class Judged:
    """What a run said: the reason of each requirement that is not held, by verdict, and all words about it."""

    verdicts: Mapping[str, Verdict]
    words: Mapping[str, str]
    problems: tuple[str, ...]
    leftovers: tuple[str, ...]

    def of(self, *wanted: Verdict) -> dict[str, str]:
        """The requirements with one of these verdicts, with the words about them."""
        return {one: self.words[one] for one, verdict in self.verdicts.items() if verdict in wanted}


@cache
def strangers() -> Mapping[str, Stranger]:
    """All providers that have a ``stranger.yaml``, by the name of their folder."""
    return {file.parent.name: Stranger.read(file.parent) for file in sorted(HERE.glob("*/stranger.yaml"))}


@contextlib.contextmanager
def judging(cases: Iterable[Case]) -> Iterator[Mapping[Case, Future[Judged]]]:
    """The outcomes of these cases, worked on in their order as long as the block lasts."""
    pool = ProcessPoolExecutor(cores(), mp_context=get_context("spawn"))
    try:
        yield {case: pool.submit(judge, case) for case in cases}
    finally:
        pool.shutdown(cancel_futures=True)


def judge(case: Case) -> Judged:
    """One whole run in this process."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    stranger = strangers()[case.stranger]
    right = stranger.right(case.right)
    running = _running(case.stranger)
    running.become(case.wrong or None, right.switches)
    with tempfile.TemporaryDirectory() as folder:
        plan = running.plan(case.plan, right.plan, Path(folder))
        run = ProviderRun(plan, keep_exchanges=False, memory=_memory())
        _session().put(run)
        if error := _ended.get():
            raise error
    return _judged(run.record)


_ended: SimpleQueue[Exception | None] = SimpleQueue()
"""How each run ended that was given to the session."""


@cache
def _session() -> SimpleQueue[ProviderRun]:
    """Where to put the runs that the one session of this process plays, in a thread of its own."""
    asked: SimpleQueue[ProviderRun] = SimpleQueue()
    threading.Thread(target=_play_all, args=(asked,), daemon=True).start()
    return asked


def _play_all(asked: SimpleQueue[ProviderRun]) -> None:
    first = asked.get()

    def play_all(play: Play) -> None:
        run = first
        while True:
            _ended.put(_played(play, run))
            run = asked.get()

    in_one_session(first, play_all)


def _played(play: Play, run: ProviderRun) -> Exception | None:
    try:
        play(run)
        run.finish()
    except Exception as error:
        return error
    return None


@cache
def _memory() -> Memory:
    return Memory()


@cache
def _running(name: str) -> RunningStranger:
    atexit.register(_STACK.close)
    return _STACK.enter_context(strangers()[name].running())


def _judged(record: RunRecord) -> Judged:
    return Judged(
        verdicts={one.id: one.verdict for one in record.requirements},
        words={one.id: _words(one) for one in record.requirements},
        problems=tuple(f"{one.code}: {one.message}" for one in record.problems),
        leftovers=tuple(record.leftovers),
    )


def _words(one: RequirementResult) -> str:
    findings = [finding for check in one.checks for finding in check.findings]
    told = [f"{found.message} (expected {found.expected}, actual {found.actual})" for found in findings]
    return " / ".join(dict.fromkeys([one.reason or "", *told]))
