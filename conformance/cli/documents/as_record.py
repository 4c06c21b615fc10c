"""The outcome as a run record of the role ``document``, from which the reports are made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from conformance import __version__
from conformance.cli.documents import trust
from conformance.cli.documents.ending import Tally
from conformance.cli.documents.judging import Options
from conformance.cli.documents.outcome import Judged, Told
from conformance.cli.running import command_line
from conformance.document.findings import MOST_POINTERS
from conformance.record import (
    CheckResult,
    DocumentResult,
    Finding,
    Outcome,
    Problem,
    RequirementResult,
    RunRecord,
    Verdict,
)
from conformance.standard import Requirement, Role, load

MOST_LINES: Final = 50
"""Findings that are listed of one document beside those that stand at the requirements."""


def record(outcomes: Sequence[Judged], options: Options, tally: Tally, started: datetime) -> RunRecord:
    """One record for all documents: each requirement of documents with one check per document that it speaks of."""
    checks: dict[str, list[CheckResult]] = defaultdict(list)
    for judged in outcomes:
        for name, check in _checks(judged):
            checks[name].append(check)
    standard, command = load(), command_line()
    skipped = frozenset(name for judged in outcomes if judged.verification for name in judged.verification.skipped)
    bound = [each for each in standard if each.role is Role.DOCUMENT or each.id in checks]
    return RunRecord(
        tool={"name": "clr-conformance", "version": __version__} | ({"command": command} if command else {}),
        standard=standard.id,
        role="document",
        plan={"name": "validate", "as_of": options.now.isoformat(), "offline": options.network is None},
        target={"url": "", "name": _named(outcomes), "documents": len(outcomes)},
        started=_instant(started),
        finished=_instant(datetime.now(UTC)),
        requirements=tuple(_result(each, checks[each.id], options, skipped) for each in bound),
        problems=tuple(_problem(judged) for judged in outcomes if judged.problem is not None),
        exit_code=tally.exit_code("must"),
        documents=tuple(_document(judged) for judged in outcomes),
        personal_data="kept" if options.stand_ins is None else "replaced",
    )


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _document(judged: Judged) -> DocumentResult:
    trusted, problem = trust.verdict(judged), judged.problem
    told = (f"{problem.message} [{problem.code}]", problem.likely, problem.todo) if problem is not None else ()
    return DocumentResult(
        path=judged.name,
        recognised=judged.recognised,
        verdict=judged.grade.value,
        trust=trusted.value if trusted is not None else "",
        reasons=(*(text for text in told if text), *trust.reasons(judged)),
        broken=sum(finding.count for finding in judged.findings if finding.fails),
        warnings=sum(finding.count for finding in judged.findings if not finding.fails),
        findings=tuple(_findings(judged)),
        seconds=judged.seconds,
    )


def _findings(judged: Judged) -> Iterator[str]:
    for finding in judged.findings[:MOST_LINES]:
        place = f"{finding.place.line}:{finding.place.column} " if finding.place else ""
        times = f" ({finding.times})" if finding.times else ""
        word = "error" if finding.fails else "warning"
        yield f"{place}{finding.pointer or '/'}: {word} {finding.requirement}: {finding.message}{times}"
    if len(judged.findings) > MOST_LINES:
        yield f"and {len(judged.findings) - MOST_LINES} more"


def _named(outcomes: Sequence[Judged]) -> str:
    return outcomes[0].name if len(outcomes) == 1 else f"{len(outcomes)} documents"


def _checks(judged: Judged) -> list[tuple[str, CheckResult]]:
    by_requirement: dict[str, list[Told]] = defaultdict(list)
    for finding in judged.findings:
        by_requirement[finding.requirement].append(finding)
    undecided = dict(judged.undecided)
    made = []
    for name in sorted(judged.exercised | by_requirement.keys() | undecided.keys()):
        told = by_requirement.get(name, [])
        made.append((name, _check(judged, told, undecided.get(name))))
    return made


def _check(judged: Judged, told: Sequence[Told], undecided: str | None) -> CheckResult:
    if any(finding.fails for finding in told):
        outcome = Outcome.FAIL
    elif undecided is not None:
        outcome = Outcome.INCOMPLETE
    else:
        outcome = Outcome.WARN if told else Outcome.PASS
    findings = tuple(_finding(judged, finding) for finding in told)
    return CheckResult(f"document[{judged.name}]", outcome, findings, undecided)


def _finding(judged: Judged, told: Told) -> Finding:
    place = f"{judged.name}:{told.place.line}:{told.place.column}" if told.place else judged.name
    return Finding(
        told.requirement,
        f"{place}: {told.message}{f' ({told.times})' if told.at_least else ''}",
        told.expected,
        told.actual,
        told.pointer,
        told.pointers[:MOST_POINTERS] if told.count > 1 else (),
        told.count,
    )


def _result(
    requirement: Requirement, checks: Sequence[CheckResult], options: Options, skipped: frozenset[str]
) -> RequirementResult:
    verdict, reason = _verdict(requirement, checks, options)
    if verdict in (Verdict.NOT_APPLICABLE, Verdict.PASS) and requirement.id in skipped:
        verdict, reason = Verdict.EXCLUDED, "it needs the network, and the run was offline"
    return RequirementResult(
        id=requirement.id,
        level=requirement.level.value,
        role=requirement.role.value,
        area=requirement.area,
        confidence=requirement.confidence,
        basis=requirement.basis.value,
        verdict=verdict,
        reason=reason,
        checks=tuple(checks),
    )


def _verdict(requirement: Requirement, checks: Sequence[CheckResult], options: Options) -> tuple[Verdict, str | None]:
    if requirement.excluded:
        return Verdict.EXCLUDED, requirement.excluded
    if not options.covers(requirement):
        return Verdict.EXCLUDED, "left out on the command line"
    outcomes = {check.outcome for check in checks}
    for outcome, verdict in _ORDER:
        if outcome in outcomes:
            return verdict, next((check.reason for check in checks if check.outcome is outcome and check.reason), None)
    return Verdict.NOT_APPLICABLE, "nothing in the documents is what it speaks of"


_ORDER = (
    (Outcome.FAIL, Verdict.FAIL),
    (Outcome.INCOMPLETE, Verdict.INCOMPLETE),
    (Outcome.WARN, Verdict.WARN),
    (Outcome.PASS, Verdict.PASS),
)


def _problem(judged: Judged) -> Problem:
    problem = judged.problem
    assert problem is not None
    return Problem(problem.code, f"{judged.name}: {problem.message}", problem.likely, problem.todo)
