"""Takes secrets and personal data out of what a run says: out of what it quotes, never out of our own ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from conformance.exchanges.redaction import Redactor
from conformance.record import (
    CheckResult,
    Diagnosis,
    Finding,
    OutcomeResult,
    Problem,
    RequirementResult,
    RunRecord,
    SittingResult,
)


def from_record(record: RunRecord, redactor: Redactor) -> RunRecord:
    """The record as it may be written; its plan and its exchanges come so already (``plan.public``, the transcript)."""
    said = redactor.said
    return replace(
        record,
        target=_texts(record.target, redactor),
        requirements=tuple(_requirement(each, redactor) for each in record.requirements),
        problems=tuple(from_problem(each, redactor) for each in record.problems),
        doctor=tuple(from_diagnosis(each, redactor) for each in record.doctor),
        leftovers=tuple(said(each) for each in record.leftovers),
        sittings=tuple(_sitting(each, redactor) for each in record.sittings),
    )


def from_finding(finding: Finding, redactor: Redactor) -> Finding:
    """The finding; the place to which it points decides whether what it quotes is a learner's own."""
    return replace(
        finding,
        message=redactor.said(finding.message),
        expected=redactor.said(finding.expected),
        actual=redactor.quoted(finding.pointer, finding.actual),
        pointer=redactor.pointer(finding.pointer),
        pointers=tuple(map(redactor.pointer, finding.pointers)),
    )


def from_diagnosis(diagnosis: Diagnosis, redactor: Redactor) -> Diagnosis:
    """The diagnosis of the doctor; its code stays."""
    return replace(diagnosis, message=redactor.said(diagnosis.message), todo=redactor.said(diagnosis.todo))


def from_problem(problem: Problem, redactor: Redactor) -> Problem:
    """The problem; its code stays."""
    said = redactor.said
    return replace(problem, message=said(problem.message), likely=said(problem.likely), todo=said(problem.todo))


def _sitting(sitting: SittingResult, redactor: Redactor) -> SittingResult:
    """The sitting; what the consumer printed or reported and a person wrote is not ours: short secrets go too."""
    return replace(
        sitting,
        output=_foreign(sitting.output, redactor),
        answers=tuple(replace(one, words=_foreign(one.words, redactor)) for one in sitting.answers),
        specimens=tuple(replace(one, reason=_foreign(one.reason, redactor)) for one in sitting.specimens),
        outcomes=tuple(_outcome(one, redactor) for one in sitting.outcomes),
    )


def _outcome(outcome: OutcomeResult, redactor: Redactor) -> OutcomeResult:
    return replace(
        outcome,
        reason=_foreign(outcome.reason, redactor),
        unusable=_foreign(outcome.unusable, redactor),
        records=tuple(
            replace(one, id=_foreign(one.id, redactor), reason=_foreign(one.reason, redactor))
            for one in outcome.records
        ),
    )


def _foreign(text: str, redactor: Redactor) -> str:
    return redactor.text(redactor.body(text)) if text else ""


def _requirement(result: RequirementResult, redactor: Redactor) -> RequirementResult:
    reason = None if result.reason is None else redactor.said(result.reason)
    return replace(result, reason=reason, checks=tuple(_check(each, redactor) for each in result.checks))


def _check(check: CheckResult, redactor: Redactor) -> CheckResult:
    if not check.findings and check.reason is None:
        return check
    reason = None if check.reason is None else redactor.said(check.reason)
    return replace(check, reason=reason, findings=tuple(from_finding(each, redactor) for each in check.findings))


def _texts(value: Any, redactor: Redactor) -> Any:
    """The texts in what discovery says of the target."""
    if isinstance(value, str):
        return redactor.said(value)
    if isinstance(value, Mapping):
        return {key: _texts(entry, redactor) for key, entry in value.items()}
    return [_texts(entry, redactor) for entry in value] if isinstance(value, (list, tuple)) else value
