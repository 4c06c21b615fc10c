"""What all documents that a target sent together show: judged by themselves, and verified over the run's own wire."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from conformance.document import Judgement, ParseLimits, judge_alone
from conformance.document import open as open_document
from conformance.record import Finding
from conformance.rulebooks.clr20.document import RULES
from conformance.rulebooks.clr20.provider.bodies import faults_of
from conformance.rulebooks.clr20.provider.received import Part, Text, credential_of
from conformance.rulebooks.clr20.trust import RULES as TRUST
from conformance.suites.lookups import Got, Lookups
from conformance.suites.memory import Memory
from conformance.trust import VerificationReport, verify

PROFILE: Final = "Profile"
MOST_VERIFIED: Final = 200
"""Records of a run that are verified, those that differ in what there is to verify first."""
MOST_LOOKUPS: Final = 200
"""Addresses that are looked up for them."""
Entries = dict[str, list[Finding]]


@dataclass(slots=True)
class Received:
    """Findings and notes by requirement, what occurred at all, and what could not be decided."""

    documents: int = 0
    findings: Entries = field(default_factory=dict)
    notes: Entries = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    undecided: dict[str, str] = field(default_factory=dict)
    strange: list[Finding] = field(default_factory=list)
    """Records that are no credential of the class that the list should hold."""


def judged(found: Iterable[Part | Text], limits: ParseLimits, memory: Memory) -> Received:
    """The judgement of these documents; equal ones are judged once a day, however many runs share the memory."""
    received = Received()
    for part in found:
        if isinstance(part, Text):
            _take(received.findings, (replace(each, exchanges=(part.exchange,)) for each in part.findings))
        elif part.class_name != PROFILE or not faults_of(part.value, PROFILE):  # else CLR20-API-30 speaks of it
            _add(received, part, _judgement(part, limits, memory))
    return received


def _judgement(part: Part, limits: ParseLimits, memory: Memory) -> Judgement:
    key = ("judged", part.digest, limits, date.today())
    return memory.recall(key, lambda: judge_alone(part.document, RULES, as_class=part.class_name, limits=limits))


def _add(received: Received, part: Part, judgement: Judgement) -> None:
    received.documents += 1
    received.met |= judgement.exercised
    _take(received.findings, map(part.placed, judgement.findings))
    _take(received.notes, map(part.placed, judgement.notes))
    if judgement.error is not None:
        message = f"a record cannot be read: {judgement.error.message}"
        received.strange.append(part.placed(Finding("", message, part.class_name, judgement.error.code)))


def sample(found: Iterable[Part | Text]) -> Iterator[Part]:
    """The records that are verified: one of each kind of security, status and the like, then more of each in turn."""
    turns: defaultdict[tuple[Any, ...], int] = defaultdict(int)
    order: list[tuple[int, int, Part]] = []
    for number, part in enumerate(found):
        if isinstance(part, Part) and part.class_name != PROFILE:
            kind = _kind(part.value)
            order.append((turns[kind], number, part))
            turns[kind] += 1
    order.sort(key=lambda one: one[:2])
    return (part for _, _, part in order[:MOST_VERIFIED])


def _kind(value: Any) -> tuple[Any, ...]:
    credential = credential_of(value)
    issuer = credential.get("issuer")
    said = [
        _types(credential.get(name)) for name in ("proof", "credentialStatus", "credentialSchema", "refreshService")
    ]
    return isinstance(value, str), str(issuer.get("id") if isinstance(issuer, Mapping) else issuer), *said


def _types(value: Any) -> str:
    members = value if isinstance(value, list) else [value]
    return ",".join(
        f"{one.get('type')} {one.get('cryptosuite')} {one.get('statusPurpose')}"
        for one in members
        if isinstance(one, Mapping)
    )


def verified(found: Iterable[Part], lookups: Lookups, limits: ParseLimits, memory: Memory) -> Received:
    """What verifying these records shows; a report is used again while everything it stands on is the same."""
    received = Received()
    for part in found:
        report = _report(part, lookups, limits, memory)
        if report is None:
            continue
        received.documents += 1
        received.met |= report.decided
        received.undecided.update(report.undecided or {})
        shown = _Shown(part, report, lookups)
        _take(received.findings, map(shown.placed, report.findings))
        _take(received.notes, map(shown.placed, report.notes))
    return received


@dataclass(frozen=True, slots=True)
class _Shown:
    """Gives findings of a report their places, and the exchanges that show them: the page, then what was looked up."""

    part: Part
    report: VerificationReport
    lookups: Lookups

    def placed(self, finding: Finding) -> Finding:
        """The finding with the look-ups that it names first; a report shows only a few of all."""
        urls = [self.lookups.seen_for(each.url) for each in self.report.lookups]
        others = [index for index in urls if index is not None]
        placed = self.part.placed(finding)
        shown = dict.fromkeys((*placed.exchanges, *self.lookups.shown_by(finding), *others))
        return replace(placed, exchanges=tuple(shown))


@dataclass(frozen=True, slots=True)
class _Known:
    """A report, and what came for each URL that it stands on."""

    report: VerificationReport
    bodies: Mapping[str, tuple[Any, ...]]


def _report(part: Part, lookups: Lookups, limits: ParseLimits, memory: Memory) -> VerificationReport | None:
    key = ("verified", part.digest, limits, date.today())
    known: list[_Known] = memory.recall(key, list)
    for one in known:
        if all(_came(lookups.get(url)) == came for url, came in one.bodies.items()):
            return one.report
    with open_document(part.document, RULES, as_class=part.class_name) as opened:
        if opened.document is None:
            return None
        report = verify(opened, TRUST, fetcher=lookups, limits=limits)
    known.append(_Known(report, {each.url: _came(lookups.get(each.url)) for each in report.lookups}))
    return report


def _came(got: Got) -> tuple[Any, ...]:
    return got.status, got.final_url, got.body, got.failure


def _take(entries: Entries, findings: Iterable[Finding]) -> None:
    for finding in findings:
        entries.setdefault(finding.requirement, []).append(finding)
