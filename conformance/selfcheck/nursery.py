"""Many trials from one start: pytest is configured, the checks are collected and the mock is built once, then forked.

Each trial runs in a child of its own that begins where the collection ended, so that all of them meet the same
pristine mock, and none pays for the start again. A fault that needs a mock of its own gets it in the child.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field

import pytest

from conformance.plugin.hooks import RunPlugin
from conformance.run.provider import ProviderRun
from conformance.runner import run_suites
from conformance.selfcheck.blend import Blend, blend_of
from conformance.selfcheck.subject import Subject, subject
from conformance.selfcheck.trial import Trial, failed, learnt, watch
from conformance.suites.memory import Memory

LONGEST = 180.0  # seconds for one trial; beyond it the child is ended and the trial counts as failed


def hatch(ids: Iterable[str], deliver: Callable[[Trial], None], memory: Memory) -> None:
    """Run these trials one after the other, each in a child, and deliver what each learnt; needs ``os.fork``.

    ``memory`` is what the trials of this process share; each child inherits it.
    """
    with subject(Blend()) as common:
        nursery = _Nursery(common, ids, deliver, memory)
        try:
            run = ProviderRun(common.plan, app=common.app, keep_exchanges=False, memory=memory)
            run_suites(run, plugins=[nursery])
        finally:
            gc.enable()
        if nursery.child is not None:
            nursery.child.report()  # ends this process


@dataclass(slots=True)
class _Child:
    """The child's own view: its trial, its run, and the pipe to its parent."""

    played: Blend
    run: ProviderRun
    touched: Collection[int] | None
    pipe: int
    start: float
    mock: ExitStack

    def report(self) -> None:
        record = self.run.record
        self.mock.close()
        found = learnt(self.played, record, self.touched, time.perf_counter() - self.start)
        with suppress(BrokenPipeError), os.fdopen(self.pipe, "wb") as pipe:  # broken: nobody waits any more
            pickle.dump(found, pipe)
        os._exit(0)


@dataclass(slots=True)
class _Nursery:
    common: Subject
    ids: Iterable[str]
    deliver: Callable[[Trial], None]
    memory: Memory
    child: _Child | None = None
    collected: list[pytest.Item] = field(default_factory=list)

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Remember all checks: what the common plan leaves out, the plan of a trial may ask for."""
        self.collected.append(item)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Fork a child for each trial; the child goes on as the session of that trial, the parent runs nothing."""
        _settle(session)
        for blend_id in self.ids:
            reading, writing = os.pipe()
            pid = os.fork()
            if pid == 0:
                os.close(reading)
                self._become(blend_id, writing, session)
                return
            os.close(writing)
            self.deliver(_received(blend_id, pid, reading))
        session.config.option.collectonly = True

    def _become(self, blend_id: str, pipe: int, session: pytest.Session) -> None:
        start = time.perf_counter()
        played = blend_of(blend_id)
        mock = ExitStack()
        judged = mock.enter_context(_judged(self.common, played))
        run = ProviderRun(judged.plan, app=judged.app, keep_exchanges=False, memory=self.memory)
        self.child = _Child(played, run, watch(judged, played, run), pipe, start, mock)
        plugin = session.config.pluginmanager.get_plugin("clr-run")
        assert isinstance(plugin, RunPlugin)
        plugin.run = run
        session.items[:] = self.collected
        plugin.choose(session.config, session.items)


@contextmanager
def _judged(common: Subject, played: Blend) -> Iterator[Subject]:
    """The common mock with that blend switched on; another one when it needs other settings, plan or wire."""
    if played.needs_own_mock:
        with subject(played) as own:
            yield own
        return
    assert common.app is not None  # the common start is in process
    for member in played.members:
        common.app.switch_on(member)
    yield common


def _settle(session: pytest.Session) -> None:
    """Do what every child would do again, and leave memory that they can share: no collector touches it."""
    for item in session.items:
        item.location  # noqa: B018 - pytest keeps what it has computed
    gc.collect()
    gc.freeze()
    gc.disable()


def _received(blend_id: str, pid: int, reading: int) -> Trial:
    """What the child of that process id sends, or a failed trial when it sends nothing in time."""
    content = b"".join(_pieces(reading, time.monotonic() + LONGEST))
    os.close(reading)
    if not content:
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    try:
        found = pickle.loads(content)  # noqa: S301 - written by our own child
    except (EOFError, pickle.UnpicklingError):
        return failed(blend_id, "the trial ended without a result")
    assert isinstance(found, Trial)
    return found


def _pieces(reading: int, deadline: float) -> Iterator[bytes]:
    while select.select([reading], [], [], max(deadline - time.monotonic(), 0))[0]:
        piece = os.read(reading, 1 << 20)
        if not piece:
            return
        yield piece
