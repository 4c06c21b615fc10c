"""Many trials in one session of pytest: the checks are collected once, and the mock begins anew for each trial."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from conformance.plugin.hooks import RunPlugin
from conformance.run.provider import ProviderRun
from conformance.runner import run_suites
from conformance.selfcheck.blend import CLEAN, Blend, blend_of
from conformance.selfcheck.subject import Subject, subject
from conformance.selfcheck.trial import Trial, failed, learnt, watch
from conformance.suites.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Sequence


def series(ids: Iterable[str], deliver: Callable[[Trial], None], book: str = "") -> None:
    """Run these trials one after the other and deliver what each learnt, before the next id is taken.

    ``book`` is the edition (empty: the one that the mock plays when none is named).
    """
    memory = Memory()
    with subject(blend_of(CLEAN, book)) as common:
        first = ProviderRun(common.plan, app=common.app, keep_exchanges=False, memory=memory)
        run_suites(first, plugins=[_Series(common, memory, ids, deliver, book)])


class _Series:
    """The session of a series: it collects as the session of a run does, and then runs the checks for each trial."""

    def __init__(
        self, common: Subject, memory: Memory, ids: Iterable[str], deliver: Callable[[Trial], None], book: str
    ) -> None:
        self._common = common
        self._memory = memory
        self._ids = ids
        self._deliver = deliver
        self._book = book
        self._collected: list[pytest.Item] = []

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Remember all checks: what the plan of the clean mock leaves out, the plan of a trial may ask for."""
        self._collected.append(item)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Let nobody begin or end a run for the session itself: each trial has its own."""
        session.config.option.collectonly = True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the checks for each trial, in place of running them once."""
        hooks = session.config.pluginmanager.get_plugin("clr-run")
        assert isinstance(hooks, RunPlugin)
        for blend_id in self._ids:
            self._deliver(self._trial(blend_id, hooks, session))
        return True

    def _trial(self, blend_id: str, hooks: RunPlugin, session: pytest.Session) -> Trial:
        start = time.perf_counter()
        played = blend_of(blend_id, self._book)
        try:
            with _judged(self._common, played) as judged:
                run = ProviderRun(judged.plan, app=judged.app, keep_exchanges=False, memory=self._memory)
                touched = watch(judged, played, run)
                hooks.run = run
                _run(session, hooks, list(self._collected))
                return learnt(played, run.finish(), touched, time.perf_counter() - start)
        except Exception as error:
            return failed(blend_id, f"{type(error).__name__}: {error}", self._book)


def _run(session: pytest.Session, hooks: RunPlugin, checks: list[pytest.Item]) -> None:
    """Run those of the checks that the trial's plan asks for.

    The last one has no successor, so that pytest tears all fixtures down: the next trial makes its own.
    """
    hooks.choose(session.config, checks)
    if not hooks.run.start(len(checks)):
        return
    following: Sequence[pytest.Item | None] = [*checks[1:], None]
    for check, successor in zip(checks, following, strict=True):
        session.config.hook.pytest_runtest_protocol(item=check, nextitem=successor)


@contextmanager
def _judged(common: Subject, played: Blend) -> Iterator[Subject]:
    """The common mock, begun anew, with that blend on; another one when it needs other settings, plan or wire."""
    if played.needs_own_mock:
        with subject(played) as own:
            yield own
        return
    common.begin_anew(played.members)
    yield common
