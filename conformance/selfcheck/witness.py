"""Which exchanges of a run a fault touched: what a finding must cite to speak of the fault."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from conformance.record import CheckResult, Outcome, RunRecord
from conformance.run import ProviderRun
from mock_provider.faults.log import Event, EventLog


class Witness(EventLog):
    """The event log of a mock in this process, which also knows the exchange of the run that an event belongs to.

    ``touched`` holds indices into the transcript of the run.
    """

    def __init__(self, run: ProviderRun) -> None:
        super().__init__(kept=1)
        self.touched: set[int] = set()
        self._transcript = run.target.wire.transcript

    def add(self, **members: Any) -> Event:
        """Keep an exchange; the transcript takes it in when it has ended, so its index is the next one."""
        if members["faults"]:
            self.touched.add(len(self._transcript))
        return super().add(**members)


class Everything:
    """What a fault touches that the mock was started with."""

    def __contains__(self, index: object) -> bool:
        return True


EVERYTHING = Everything()


def witnessed(record: RunRecord, touched: Container[object]) -> frozenset[str]:
    """The requirements with a finding that cites an exchange the fault touched."""
    return frozenset(result.id for result in record.requirements if _cites(result.checks, touched))


def _cites(checks: Iterable[CheckResult], touched: Container[object]) -> bool:
    broken = (check for check in checks if check.outcome in (Outcome.FAIL, Outcome.WARN))
    return any(index in touched for check in broken for finding in check.findings for index in finding.exchanges)
