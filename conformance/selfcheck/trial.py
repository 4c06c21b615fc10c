"""One trial: the full provider plan against the mock with what a blend plays."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from conformance.record import CheckResult, Outcome, RunRecord, Verdict
from conformance.run.provider import ProviderRun
from conformance.runner import run_suites
from conformance.selfcheck.blend import Blend, Kind, blend_of
from conformance.selfcheck.evidence import StruckExchanges, supported
from conformance.selfcheck.subject import Subject, subject
from conformance.suites.memory import Memory


@dataclass(frozen=True, slots=True)
class Trial:
    """What one run learnt: verdicts by requirement, and the messages of findings where something was found.

    ``supported`` are the requirements with a finding of a check that met an exchange which the fault changed;
    ``struck`` is false when the fault changed no exchange at all. ``id`` is that of the blend, empty when it is clean.
    ``problems`` is what kept the run from judging. ``seconds`` is the time of the whole trial.
    """

    id: str
    kind: Kind
    verdicts: Mapping[str, Verdict]
    messages: Mapping[str, tuple[str, ...]]
    supported: frozenset[str]
    problems: tuple[str, ...]
    seconds: float
    struck: bool = True

    def broken(self) -> frozenset[str]:
        """Requirements with a failure or a warning."""
        return frozenset(name for name, verdict in self.verdicts.items() if verdict in (Verdict.FAIL, Verdict.WARN))

    def names(self, requirement: str) -> bool:
        """True when it broke, and a finding speaks of what the fault changed: only that counts as a kill."""
        return requirement in self.broken() and requirement in self.supported


def trial(blend_id: str, arguments: Sequence[str] = (), memory: Memory | None = None, book: str = "") -> Trial:
    """Run the plan against the mock with that blend; the empty id means the clean mock.

    ``arguments`` are further ones for pytest (``-k``); ``memory`` is what the trials of a process share; ``book`` is
    the edition (empty: the one that the mock plays when none is named).
    """
    played = blend_of(blend_id, book)
    start = time.perf_counter()
    with subject(played) as judged:
        run = ProviderRun(judged.plan, app=judged.app, keep_exchanges=False, memory=memory)
        touched = watch(judged, played, run)
        run_suites(run, arguments)
    return learnt(played, run.record, touched, time.perf_counter() - start)


def watch(judged: Subject, played: Blend, run: ProviderRun) -> Collection[int] | None:
    """The exchanges that the fault changes, filled while the run goes on; ``None`` when the mock was started wrong."""
    if judged.app is None or played.fault is None or not played.strikes:
        return None
    judged.app.told = evidence = StruckExchanges(run, played.fault.id)
    return evidence.touched


def failed(blend_id: str, why: str, book: str = "") -> Trial:
    """A trial that came to no result: nothing is known of any requirement."""
    return Trial(blend_id, blend_of(blend_id, book).kind, {}, {}, frozenset(), (f"trial-failed: {why}",), 0.0)


def learnt(played: Blend, record: RunRecord, touched: Collection[int] | None, seconds: float) -> Trial:
    """The trial that a run record of that blend shows, whose fault changed these exchanges (``None``: all)."""
    found = {result.id: messages(result.checks) for result in record.requirements}
    return Trial(
        id=played.id,
        kind=played.kind,
        verdicts={result.id: result.verdict for result in record.requirements},
        messages={name: texts for name, texts in found.items() if texts},
        supported=supported(record, touched),
        problems=tuple(f"{problem.code}: {problem.message}" for problem in record.problems),
        seconds=seconds,
        struck=touched is None or bool(touched),
    )


def messages(checks: Iterable[CheckResult]) -> tuple[str, ...]:
    """What the checks that are broken say."""
    broken = (check for check in checks if check.outcome in (Outcome.FAIL, Outcome.WARN))
    return tuple(finding.message for check in broken for finding in check.findings)
