"""One trial: the full provider plan against the mock with one fault or variation, or with none."""

from __future__ import annotations

import time
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from conformance.record import CheckResult, Outcome, RunRecord, Verdict
from conformance.run import ProviderRun, run_suites
from conformance.selfcheck.subject import Subject, subject
from conformance.selfcheck.witness import Witness, witnessed
from mock_provider.faults import Fault
from mock_provider.faults.library import faults
from mock_provider.variations import variations

Kind = Literal["clean", "variation", "fault"]

CLEAN = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What one run learnt: verdicts by requirement, and the messages of findings where something was found.

    ``witnessed`` are the requirements with a finding of a check that met an exchange which the fault touched.
    ``id`` is that of the fault or variation, empty for the clean mock.
    ``problems`` is what kept the run from judging. ``seconds`` is the time of the whole trial.
    """

    id: str
    kind: Kind
    verdicts: Mapping[str, Verdict]
    messages: Mapping[str, tuple[str, ...]]
    witnessed: frozenset[str]
    problems: tuple[str, ...]
    seconds: float

    def broken(self) -> frozenset[str]:
        """Requirements with a failure or a warning."""
        return frozenset(name for name, verdict in self.verdicts.items() if verdict in (Verdict.FAIL, Verdict.WARN))


def trial(fault_id: str, arguments: Sequence[str] = ()) -> Trial:
    """Run the plan against the mock with that fault or variation; the empty id means the clean mock.

    ``arguments`` are further ones for pytest (``-k``).
    """
    known = find(fault_id)
    start = time.perf_counter()
    with subject(known) as judged:
        run = ProviderRun(judged.plan, app=judged.app, keep_exchanges=False)
        touched = watch(judged, known, run)
        run_suites(run, arguments)
    return learnt(fault_id, known, run.record, touched, time.perf_counter() - start)


def watch(judged: Subject, fault: Fault | None, run: ProviderRun) -> Container[int] | None:
    """The exchanges that the fault touches, filled while the run goes on; ``None`` when the mock was started wrong."""
    if judged.app is None or fault is None or not (fault.asked or fault.told):
        return None
    judged.app.log = witness = Witness(run)
    return witness.touched


def find(fault_id: str) -> Fault | None:
    """The fault or variation of that id; ``None`` for the clean mock; raises ``KeyError`` when there is none."""
    if fault_id == CLEAN:
        return None
    return faults().get(fault_id) or variations()[fault_id]


def failed(fault_id: str, why: str) -> Trial:
    """A trial that came to no result: nothing is known of any requirement."""
    known = find(fault_id)
    return Trial(fault_id, known.kind if known else "clean", {}, {}, frozenset(), (f"trial-failed: {why}",), 0.0)


def learnt(
    fault_id: str, known: Fault | None, record: RunRecord, touched: Container[int] | None, seconds: float
) -> Trial:
    """The trial that a run record of that fault shows, which touched these exchanges (``None``: all)."""
    found = {result.id: _messages(result.checks) for result in record.requirements}
    return Trial(
        id=fault_id,
        kind=known.kind if known else "clean",
        verdicts={result.id: result.verdict for result in record.requirements},
        messages={name: told for name, told in found.items() if told},
        witnessed=witnessed(record, touched),
        problems=tuple(f"{problem.code}: {problem.message}" for problem in record.problems),
        seconds=seconds,
    )


def _messages(checks: Iterable[CheckResult]) -> tuple[str, ...]:
    broken = (check for check in checks if check.outcome in (Outcome.FAIL, Outcome.WARN))
    return tuple(finding.message for check in broken for finding in check.findings)
