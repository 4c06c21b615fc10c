"""Judges one input as a whole: its bytes, its findings with their level and place, and its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from conformance.cli.documents.outcome import Grade, Judged, Told
from conformance.cli.documents.positions import locate
from conformance.cli.documents.source import Source, read
from conformance.document import DocumentError, Judgement, ParseLimits, judge
from conformance.record import Finding, Problem
from conformance.standard import Level, Requirement, load

MOST_LOCATED: Final = 30_000_000
"""Length of a text beyond which its findings are told without line numbers."""

_WEAKER: Final[Mapping[Level, Level]] = {Level.MUST: Level.SHOULD, Level.MUST_NOT: Level.SHOULD_NOT}


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are judged.

    ``now`` is the moment to judge at. ``select`` and ``ignore`` are ids of requirements or areas.
    ``recipient`` holds, by identity type, who the learner is said to be. ``inferred`` is ``fail`` when
    a broken MUST that no published file prints counts as one.
    """

    now: datetime
    limits: ParseLimits = field(default_factory=ParseLimits)
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    recipient: tuple[tuple[str, str], ...] = ()
    inferred: str = "warn"

    def covers(self, requirement: Requirement) -> bool:
        """True when ``select`` and ``ignore`` let the requirement in."""
        names = {requirement.id, requirement.area}
        return (not self.select or bool(names & self.select)) and not names & self.ignore


def judge_source(source: Source, options: Options) -> Judged:
    """Reads and judges one input; never raises for what it holds."""
    try:
        data = read(source, options.limits.size)
    except DocumentError as error:
        return unreadable(source.name, error)
    return judge_bytes(source.name, data, options)


def judge_bytes(path: str, data: bytes, options: Options) -> Judged:
    """Judges one document; never raises for what it holds."""
    judgement = judge(data, now=options.now, limits=options.limits)
    if judgement.error is not None:
        return unreadable(path, judgement.error)
    found = judgement.recognised
    told = _located(_told(judgement, options), data)
    judged = Judged(
        path,
        Grade.PASS,
        recognised=found.what if found else "",
        how=found.how if found else "",
        findings=tuple(sorted(told, key=lambda each: not each.fails)),
        exercised=frozenset(judgement.exercised),
    )
    return replace(judged, grade=_grade(judged))


def unreadable(path: str, error: DocumentError) -> Judged:
    """The outcome of an input that could not be judged."""
    return Judged(path, Grade.UNREADABLE, problem=Problem(error.code, error.message, error.likely, error.todo))


def _grade(judged: Judged) -> Grade:
    if any(finding.fails for finding in judged.findings):
        return Grade.FAIL
    if judged.undecided:
        return Grade.INCOMPLETE
    return Grade.WARN if judged.findings else Grade.PASS


def _told(judgement: Judgement, options: Options) -> Iterator[Told]:
    standard = load()
    for finding, note in _all(judgement):
        requirement = standard[finding.requirement]
        if options.covers(requirement):
            yield _tell(finding, _level(requirement, note, options))


def _all(judgement: Judgement) -> Iterator[tuple[Finding, bool]]:
    for findings, note in ((judgement.findings, False), (judgement.notes, True)):
        for finding in findings:
            yield finding, note


def _level(requirement: Requirement, note: bool, options: Options) -> str:
    firm = requirement.basis.firm or options.inferred == "fail"
    level = requirement.level
    return level.value if firm and not note else _WEAKER.get(level, level).value


def _tell(finding: Finding, level: str) -> Told:
    return Told(
        finding.requirement,
        level,
        finding.message,
        finding.pointer,
        finding.pointers or (finding.pointer,),
        finding.count,
        finding.expected,
        finding.actual,
    )


def _located(findings: Iterable[Told], data: bytes) -> list[Told]:
    told = list(findings)
    if not told or len(data) > MOST_LOCATED:
        return told
    places = locate(data.decode("utf-8", "replace"), (finding.pointer for finding in told))
    return [replace(finding, place=places[finding.pointer]) for finding in told]
