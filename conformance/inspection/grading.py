"""What a judgement and a verification amount to: findings with the level at which they count, and one grade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from conformance.document import Judgement
from conformance.inspection.editions import Edition
from conformance.inspection.options import Options
from conformance.inspection.outcome import Grade, Judged, Reported
from conformance.inspection.selection import judged_by
from conformance.record import Finding
from conformance.standard import Role
from conformance.trust import Trust, VerificationReport
from conformance.verdicts import level_of


def reported(
    judgement: Judgement, report: VerificationReport, edition: Edition, options: Options
) -> Iterator[Reported]:
    """The findings that the options let in, each at the level at which it counts."""
    standard = edition.standard
    for finding, note in _all(judgement, report):
        requirement = standard[finding.requirement]
        if options.covers(requirement):
            level = level_of(requirement, options.selection, doubtful=note)
            yield _reported(finding, level.value, finding.requirement in judgement.cut)


def undecided(report: VerificationReport, edition: Edition, options: Options) -> Iterator[tuple[str, str]]:
    """Each MUST of documents that stayed undecided, with the reason."""
    standard = edition.standard
    deciding = edition.trust.deciding if edition.trust is not None else frozenset({Role.DOCUMENT})
    for name, why in (report.undecided or {}).items():
        requirement = standard[name]
        if requirement.role in deciding and requirement.level.binding and options.covers(requirement):
            yield name, why
    signature = edition.trust.signature if edition.trust is not None else ""
    if signature and signature not in (report.undecided or {}) and options.covers(standard[signature]):
        unseen = (reason for item in report.items for reason in item.reasons if reason.unseen)
        yield from islice(((signature, reason.text) for reason in unseen), 1)


def graded(judged: Judged, report: VerificationReport, edition: Edition, options: Options) -> Judged:
    """The outcome with its grade."""
    return replace(judged, grade=_grade(judged, report, edition, options))


def _grade(judged: Judged, report: VerificationReport, edition: Edition, options: Options) -> Grade:
    if any(finding.fails for finding in judged.findings) or _deceives(report, edition, options):
        return Grade.FAIL
    if judged.undecided:
        return Grade.INCOMPLETE
    if not judged.findings and not judged_by(judged.exercised, report, edition, options):
        return Grade.NOT_APPLICABLE
    return Grade.WARN if judged.findings else Grade.PASS


def _deceives(report: VerificationReport, edition: Edition, options: Options) -> bool:
    """True when an item is not what it says it is; one that itself says it expired or is revoked is no deceit."""
    standard = edition.standard
    return any(
        not reason.declared and options.covers(standard[reason.requirement])
        for item in report.items
        if item.verdict is Trust.NOT_VERIFIED
        for reason in item.reasons
        if not reason.open
    )


def _all(judgement: Judgement, report: VerificationReport) -> Iterator[tuple[Finding, bool]]:
    """Every finding once: some faults are seen by the document's own checks and again by verification."""
    seen: set[tuple[str, str]] = set()
    for findings, note in ((judgement.findings, False), (judgement.notes, True)):
        for finding in findings:
            seen.add((finding.requirement, finding.pointer))
            yield finding, note
    for findings, note in ((report.findings, False), (report.notes, True)):
        yield from ((each, note) for each in findings if (each.requirement, each.pointer) not in seen)


def _reported(finding: Finding, level: str, at_least: bool) -> Reported:
    return Reported(
        finding.requirement,
        level,
        finding.message,
        finding.pointer,
        finding.pointers or (finding.pointer,),
        finding.count,
        finding.expected,
        finding.actual,
        at_least,
    )
