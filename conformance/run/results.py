"""Collects what checks learnt and makes the run record of it, whoever was judged and whoever made the checks."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from conformance import __version__, verdicts
from conformance.plan.selection import Selection
from conformance.record import CheckResult, Diagnosis, Finding, Outcome, Problem, RunRecord, Verdict
from conformance.run import nothing
from conformance.standard import Standard
from conformance.verdicts import RunRole


@dataclass(frozen=True, slots=True)
class CheckEnding:
    """How a check ended. A finding that names no requirement belongs to each one that the check decides."""

    outcome: Outcome = Outcome.PASS
    reason: str | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a record says beside the verdicts: who was judged by which plan, what came between, what was left behind.

    ``nothing_ran`` is the reason of requirements without a check result; ``command`` the command line of the run.
    """

    plan: Mapping[str, Any]
    target: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()
    leftovers: tuple[str, ...] = ()
    nothing_ran: str = "no check of it ran"
    command: str = ""
    personal_data: str = "replaced"


@dataclass(slots=True)
class _Collected:
    results: dict[str, list[CheckResult]] = field(default_factory=dict)
    unselected: set[str] = field(default_factory=set)
    doctor: list[Diagnosis] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Run:
    """Takes check results in and judges them at the end.

    Ids may be those of rules that editions share: everything that comes out has the ids of this edition.
    Raises ``UsageFault`` when the selection leaves nothing that a run of this role could judge; ``plan`` is its name.
    """

    def __init__(self, standard: Standard, selection: Selection, role: RunRole, *, plan: str) -> None:
        nothing.require_some(standard, selection, role, plan)
        self.standard = standard
        self.selection = selection
        self.role = role
        self._collected = _Collected()
        self._started = datetime.now(UTC)

    @property
    def results(self) -> Mapping[str, Sequence[CheckResult]]:
        """What was taken in so far, by requirement."""
        return self._collected.results

    def knows(self, requirement_id: str) -> bool:
        """True for a requirement of this edition; checks of another one have no place in the run."""
        return self.standard.own_id(requirement_id) in self.standard.requirements

    def judges(self, requirement_id: str) -> bool:
        """True when the plan asks for this requirement and the target's claims let it apply."""
        requirement = self.standard[requirement_id]
        return verdicts.selected(requirement, self.selection) and self.selection.claims_all(requirement.applies_when)

    def fails(self, ids: Iterable[str]) -> bool:
        """True when a breach of one of these requirements fails the run, and is not only a warning."""
        broken = (verdicts.broken(self.standard[one], self.selection) for one in ids)
        return any(verdict is Verdict.FAIL for verdict in broken)

    def left_out(self, ids: Iterable[str]) -> None:
        """Remember requirements some of whose checks will not run."""
        self._collected.unselected.update(map(self.standard.own_id, ids))

    def diagnosed(self, diagnosis: Diagnosis) -> None:
        """Take in a step of the doctor."""
        self._collected.doctor.append(diagnosis)

    def met(self, problem: Problem) -> None:
        """Take in what keeps the run from judging."""
        self._collected.problems.append(problem)

    def in_edition(self, ending: CheckEnding) -> CheckEnding:
        """The same ending, with the ids of shared rules as this edition has them."""
        return CheckEnding(
            ending.outcome,
            ending.reason and self.standard.with_own_ids(ending.reason),
            tuple(self._finding_in_edition(each) for each in ending.findings),
        )

    def take(
        self,
        check_id: str,
        ids: Iterable[str],
        ending: CheckEnding,
        *,
        exchanges: Sequence[int] = (),
        kept: Iterable[int] | None = None,
        seconds: float = 0.0,
    ) -> CheckResult:
        """Take in how a check of these requirements ended, and return the last of the results that it makes.

        ``exchanges`` are those of the check, ``kept`` those that its results name (all of them when left out).
        A finding that cites no exchange cites the last one.
        """
        ending = self.in_edition(ending)
        named = tuple(sorted(exchanges if kept is None else kept))
        result = CheckResult(check_id, ending.outcome)
        for requirement_id in map(self.standard.own_id, ids):
            own = tuple(_owned(one, requirement_id, exchanges) for one in ending.findings if _of(one, requirement_id))
            foreign = bool(ending.findings) and not own
            result = CheckResult(
                id=check_id,
                outcome=Outcome.INCOMPLETE if foreign else ending.outcome,
                findings=own,
                reason="the check ended at another requirement" if foreign else ending.reason,
                exchanges=named,
                seconds=round(seconds, 6),
            )
            self._collected.results.setdefault(requirement_id, []).append(result)
        return result

    def finish(
        self, circumstances: Circumstances, results: Mapping[str, Sequence[CheckResult]] | None = None
    ) -> RunRecord:
        """The record of all that was taken in; ``results`` replaces the check results by what became of them since."""
        judged = verdicts.judge(
            self.standard,
            self.selection,
            self.role,
            self.results if results is None else results,
            today=date.today(),
            unselected=frozenset(self._collected.unselected),
            nothing_ran=circumstances.nothing_ran,
        )
        problems = (*circumstances.problems, *self._collected.problems, *judged.problems)
        if not problems and not any(result.verdict.decided for result in judged.requirements):
            problems = (nothing.nothing_judged(judged.requirements),)
        command = {"command": circumstances.command} if circumstances.command else {}
        return RunRecord(
            tool=tool() | command,
            standard=self.standard.id,
            role=self.role.name,
            plan=circumstances.plan,
            target=circumstances.target,
            started=stamp(self._started),
            finished=stamp(datetime.now(UTC)),
            requirements=judged.requirements,
            problems=problems,
            doctor=tuple(self._collected.doctor),
            leftovers=circumstances.leftovers,
            exit_code=verdicts.exit_code(
                self.standard, judged.requirements, problems, strict_manual=self.selection.strict_manual
            ),
            personal_data=circumstances.personal_data,
        )

    def _finding_in_edition(self, finding: Finding) -> Finding:
        named = self.standard.with_own_ids
        return replace(
            finding,
            requirement=self.standard.own_id(finding.requirement),
            message=named(finding.message),
            expected=named(finding.expected),
        )


def tool() -> dict[str, str]:
    """This tool, as a record names it."""
    return {"name": "clr-conformance", "version": __version__, "python": platform.python_version()}


def stamp(moment: datetime) -> str:
    """A moment in UTC as a record writes it."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _of(finding: Finding, requirement_id: str) -> bool:
    return finding.requirement in ("", requirement_id)


def _owned(finding: Finding, requirement_id: str, exchanges: Sequence[int]) -> Finding:
    return replace(finding, requirement=requirement_id, exchanges=finding.exchanges or tuple(exchanges[-1:]))
