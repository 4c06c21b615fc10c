"""Which exchanges of a run a fault changed: what a check must have met to speak of the fault."""

from __future__ import annotations

from collections.abc import Container

from conformance.record import CheckResult, Outcome, RunRecord
from conformance.run.provider import ProviderRun


class StruckExchanges:
    """Told by the mock in this process which faults struck, it knows the exchange of the run that this belongs to.

    ``touched`` holds indices into the transcript of the run: the exchanges that this fault changed.
    """

    def __init__(self, run: ProviderRun, fault_id: str) -> None:
        self._fault_id = fault_id
        self.touched: set[int] = set()
        self._transcript = run.target.wire.transcript

    def __call__(self, struck: Container[str]) -> None:
        """These faults struck; the transcript takes the exchange in when it has ended, so its index is the next one."""
        if self._fault_id in struck:
            self.touched.add(len(self._transcript))


def supported(record: RunRecord, touched: Container[int] | None) -> frozenset[str]:
    """The requirements with a finding of a check that met a touched exchange; of any when all are (``None``).

    A check meets the exchanges that it made and those that its findings cite: a CLR that was not deleted is touched
    when it is deleted, and found when it is read.
    """
    return frozenset(
        result.id for result in record.requirements if any(_speaks(check, touched) for check in result.checks)
    )


def _speaks(check: CheckResult, touched: Container[int] | None) -> bool:
    if check.outcome not in (Outcome.FAIL, Outcome.WARN) or not check.findings:
        return False
    cited = (index for finding in check.findings for index in finding.exchanges)
    return touched is None or any(index in touched for index in (*check.exchanges, *cited))
