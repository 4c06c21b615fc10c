"""Many trials from one start: pytest is configured, the checks are collected and the mock is built once, then forked.

Each trial runs in a child of its own that begins where the collection ended, so that all of them meet the same
pristine mock, and none pays for the start again.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import time
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field

import pytest

from conformance.plugin import RUN_KEY, RunPlugin
from conformance.run import ProviderRun, run_suites
from conformance.selfcheck.subject import Subject, subject
from conformance.selfcheck.trial import Trial, failed, find, learnt, watch
from mock_provider.faults import Fault, FaultLayer

LONGEST = 180.0  # seconds for one trial; beyond it the child is ended and the trial counts as failed


def forkable(fault: Fault | None) -> bool:
    """True when a trial can begin from the common start: same settings, same plan, no real TLS."""
    return fault is None or not (fault.settings or fault.plan or fault.wire)


def hatch(ids: Iterable[str], deliver: Callable[[Trial], None]) -> None:
    """Run these trials one after the other, each in a child, and deliver what each learnt; needs ``os.fork``."""
    with subject(None) as common:
        nursery = _Nursery(common, ids, deliver)
        try:
            run_suites(ProviderRun(common.plan, app=common.app, keep_exchanges=False), plugins=[nursery])
        finally:
            gc.enable()
        if nursery.child is not None:
            nursery.child.report()  # ends this process


@dataclass(slots=True)
class _Child:
    """The child's own view: its trial, its run, and the pipe to its parent."""

    fault_id: str
    fault: Fault | None
    run: ProviderRun
    touched: Container[object]
    pipe: int
    start: float

    def report(self) -> None:
        record = self.run.record
        found = learnt(self.fault_id, self.fault, record, self.touched, time.perf_counter() - self.start)
        with os.fdopen(self.pipe, "wb") as pipe:
            pickle.dump(found, pipe)
        os._exit(0)


@dataclass(slots=True)
class _Nursery:
    common: Subject
    ids: Iterable[str]
    deliver: Callable[[Trial], None]
    child: _Child | None = field(default=None)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Fork a child for each trial; the child goes on as the session of that trial, the parent runs nothing."""
        _settle(session)
        for fault_id in self.ids:
            reading, writing = os.pipe()
            pid = os.fork()
            if pid == 0:
                os.close(reading)
                self._become(fault_id, writing, session)
                return
            os.close(writing)
            self.deliver(_received(fault_id, pid, reading))
        session.config.option.collectonly = True

    def _become(self, fault_id: str, pipe: int, session: pytest.Session) -> None:
        start = time.perf_counter()
        fault = find(fault_id)
        layer = self.common.app
        assert isinstance(layer, FaultLayer)  # the common start is in process
        if fault is not None:
            layer.switch_on(fault)
        run = ProviderRun(self.common.plan, app=layer, keep_exchanges=False)
        session.config.stash[RUN_KEY] = run
        plugin = session.config.pluginmanager.get_plugin("clr-run")
        assert isinstance(plugin, RunPlugin)
        plugin.run = run
        self.child = _Child(fault_id, fault, run, watch(self.common, fault, run), pipe, start)


def _settle(session: pytest.Session) -> None:
    """Do what every child would do again, and leave memory that they can share: no collector touches it."""
    for item in session.items:
        item.location  # noqa: B018 - pytest keeps what it has computed
    gc.collect()
    gc.freeze()
    gc.disable()


def _received(fault_id: str, pid: int, reading: int) -> Trial:
    """What the child of that process id sends, or a failed trial when it sends nothing in time."""
    content = b"".join(_pieces(reading, time.monotonic() + LONGEST))
    os.close(reading)
    if not content:
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    try:
        found = pickle.loads(content)  # noqa: S301 - written by our own child
    except (EOFError, pickle.UnpicklingError):
        return failed(fault_id, "the trial ended without a result")
    assert isinstance(found, Trial)
    return found


def _pieces(reading: int, deadline: float) -> Iterator[bytes]:
    while select.select([reading], [], [], max(deadline - time.monotonic(), 0))[0]:
        piece = os.read(reading, 1 << 20)
        if not piece:
            return
        yield piece
