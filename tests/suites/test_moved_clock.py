"""A clock that is set while a run goes on: what the run says of the provider does not change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

import pytest
import time_machine

from conformance.plan import Plan
from conformance.record import CheckResult, RunRecord, Verdict
from conformance.run import Silence
from conformance.run.provider import ProviderRun
from conformance.runner import run_suites
from conformance.selfcheck.own_mock import own_mock, plan_for

if TYPE_CHECKING:
    from time_machine import Traveller

AT = 100  # checks after which the clock is set


@pytest.fixture(scope="module")
def plan() -> Iterator[Plan]:
    """A plan for a mock in another process, whose clock is its own."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("enough")
        process.join()


def _serve(pipe: Connection) -> None:
    with own_mock() as mock:
        pipe.send(plan_for(mock))
        pipe.recv()


class Setter(Silence):
    """Sets the clock in the middle of the run."""

    def __init__(self, clock: Traveller, seconds: float) -> None:
        self._clock, self._seconds, self.checks = clock, seconds, 0

    def checked(self, result: CheckResult) -> None:
        self.checks += 1
        if self.checks == AT:
            self._clock.shift(self._seconds)


@pytest.mark.parametrize("seconds", [2 * 86_400.0, -3 * 3600.0], ids=["two days on", "three hours back"])
def test_a_clock_that_is_set_blames_nobody(plan: Plan, seconds: float) -> None:
    with time_machine.travel(datetime.now(UTC), tick=True) as clock:
        setter = Setter(clock, seconds)
        run = ProviderRun(plan, listener=setter, keep_exchanges=False)
        run_suites(run)
    assert setter.checks > AT
    assert _wrong(run.record) == []
    assert run.record.exit_code == 0


def _wrong(record: RunRecord) -> list[tuple[str, str | None]]:
    return [(row.id, row.reason) for row in record.requirements if row.verdict in (Verdict.FAIL, Verdict.WARN)]
