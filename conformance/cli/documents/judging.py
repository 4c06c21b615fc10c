"""Judges one input as a whole: its bytes, its findings with their level and place, whether it can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from time import perf_counter
from traceback import extract_tb
from typing import TYPE_CHECKING, Final

from conformance.cli.documents.outcome import Grade, Judged, Told
from conformance.cli.documents.personal import Withholder
from conformance.cli.documents.positions import locate
from conformance.cli.documents.selection import judged_by
from conformance.cli.documents.source import Source, read
from conformance.document import DocumentError, Judgement, Opened, ParseLimits, judge
from conformance.document import open as open_document
from conformance.record import Finding, Problem
from conformance.rulebooks.clr10.document import RULES
from conformance.rulebooks.clr10.trust import RULES as TRUST
from conformance.standard import Level, Requirement, Role, load
from conformance.trust import Trust, VerificationReport, verify
from conformance.trust.session import ACCEPT

if TYPE_CHECKING:
    from conformance.wire.fetcher import Fetcher

MOST_LOCATED: Final = 30_000_000
"""Length of a text beyond which its findings are told without line numbers."""

MOST_PLACES: Final = 100
"""Pointers that are kept of one finding; a text shows a few of them."""

_WEAKER: Final[Mapping[Level, Level]] = {Level.MUST: Level.SHOULD, Level.MUST_NOT: Level.SHOULD_NOT}


@dataclass(frozen=True, slots=True)
class Network:
    """What may be fetched: hosts allowed by name, a private authority, and the bounds (seconds, bytes, a count)."""

    ca: Path | None = None
    allow: tuple[str, ...] = ()
    timeout: float = 15.0
    total: float = 120.0
    size: int = 8 * 1024 * 1024
    fetches: int = 300


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are judged.

    ``now`` is the moment to judge at. ``select`` and ``ignore`` are ids of requirements or areas.
    ``recipient`` holds, by identity type, who the learner is said to be. ``inferred`` is ``fail`` when
    a broken MUST that no published file prints counts as one. ``network`` is ``None`` offline. ``as_class`` is the
    class of the contract that the documents are told to be, empty when they tell it themselves.
    ``stand_ins`` is the key of the stand-ins for what is a learner's own; ``None`` keeps it.
    """

    now: datetime
    limits: ParseLimits = field(default_factory=ParseLimits)
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    recipient: tuple[tuple[str, str], ...] = ()
    inferred: str = "warn"
    network: Network | None = None
    as_class: str = ""
    stand_ins: bytes | None = None

    def covers(self, requirement: Requirement) -> bool:
        """True when ``select`` and ``ignore`` let the requirement in."""
        names = {requirement.id, requirement.area}
        return (not self.select or bool(names & self.select)) and not names & self.ignore


class Judge:
    """Judges input after input with the same options; what one document fetched the next knows.

    Raises OSError or ssl.SSLError when the file of the private authority is unusable.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._fetcher = _fetcher(options.network) if options.network is not None else None
        known = tuple(value for _, value in options.recipient)
        self._withholder = Withholder(options.stand_ins, known) if options.stand_ins is not None else None

    def source(self, source: Source) -> Judged:
        """Reads and judges one input; never raises for what it holds."""
        begun = perf_counter()
        try:
            data = self._fetched(source.name) if source.is_url else read(source, self._options.limits.size)
            judged = self.document(source.shown, data)
        except DocumentError as error:
            return unreadable(source.shown, error)
        except Exception as fault:
            return _failed(source.shown, fault)
        return replace(judged, seconds=perf_counter() - begun)

    def document(self, path: str, data: bytes) -> Judged:
        """Judges one document; never raises for what it holds."""
        judged = self._judged(path, data)
        return self._withholder.told(judged, data) if self._withholder is not None else judged

    def _judged(self, path: str, data: bytes) -> Judged:
        options = self._options
        with open_document(
            data, RULES, now=options.now, limits=options.limits, as_class=options.as_class or None
        ) as opened:
            return self._opened(path, opened, data)

    def _opened(self, path: str, opened: Opened, data: bytes) -> Judged:
        options = self._options
        judgement = judge(opened, places=MOST_PLACES)
        recognised = judgement.recognised
        if judgement.error is not None or recognised is None:
            return unreadable(path, judgement.error or DocumentError("not-recognised", "Nobody can tell what this is"))
        report = self._verified(opened)
        told = _located(_told(judgement, report, options), data)
        judged = Judged(
            path,
            Grade.PASS,
            recognised=recognised.what,
            how=recognised.how,
            findings=tuple(sorted(told, key=_rank)),
            verification=report,
            exercised=(judgement.exercised | report.decided) - report.skipped,
            undecided=tuple(_undecided(report, options)),
        )
        return replace(judged, grade=_grade(judged, report, options))

    def close(self) -> None:
        """Close all connections."""
        if self._fetcher is not None:
            self._fetcher.close()

    def _verified(self, opened: Opened) -> VerificationReport:
        if self._fetcher is not None:
            self._fetcher.renew()
        recipient = dict(self._options.recipient)
        return verify(opened, TRUST, fetcher=self._fetcher, recipient=recipient, limits=self._options.limits)

    def _fetched(self, url: str) -> bytes:
        if self._fetcher is None:
            raise DocumentError("offline", "A URL cannot be read offline", todo="Leave --offline out, or name a file")
        self._fetcher.renew()
        fetched = self._fetcher.get(url, accept=ACCEPT)
        if fetched.failure is None and fetched.status == 200:
            return fetched.body
        failure = fetched.failure
        what = f"{failure.message} [{failure.code}]" if failure else f"the answer is {fetched.status}"
        raise DocumentError(
            "not-fetched",
            f"The URL cannot be read: {what}",
            failure.likely if failure else "It needs a token, or nothing is there",
            "Fetch it yourself and name the file, or allow its host with --allow-host",
        )


def _rank(finding: Told) -> tuple[bool, int, int]:
    """Errors first, and each in the order of the text."""
    place = finding.place
    return (not finding.fails, *((place.line, place.column) if place else (0, 0)))


def unreadable(path: str, error: DocumentError) -> Judged:
    """The outcome of an input that could not be judged."""
    return Judged(path, Grade.UNREADABLE, problem=Problem(error.code, error.message, error.likely, error.todo))


def lost(path: str, cause: str) -> Judged:
    """The outcome of an input whose process ended while it judged: nothing is said against it."""
    problem = Problem(
        "judging-cut-off",
        f"An accident kept this document from being judged: {cause}",
        "The machine ran out of memory, or somebody ended the process",
        "Judge this document by itself, with --jobs 1 or a lower --max-size; the others were judged",
    )
    return Judged(path, Grade.INCOMPLETE, problem=problem)


def _failed(path: str, fault: Exception) -> Judged:
    """The same for a fault of our own. Its text is left out: it may quote the document."""
    frames = extract_tb(fault.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    problem = Problem(
        "judging-failed",
        f"A fault of this tool kept the document from being judged: {type(fault).__name__}{where}",
        "The document holds something that nobody thought of",
        "Report it, with the document if it may be shared; the others were judged",
    )
    return Judged(path, Grade.INCOMPLETE, problem=problem)


def _fetcher(network: Network) -> Fetcher:
    from conformance.wire.fetcher import FETCH_LIMITS, Fetcher

    limits = replace(
        FETCH_LIMITS, exchange=network.timeout, run=network.total, body=network.size, exchanges=network.fetches
    )
    return Fetcher(limits=limits, ca=network.ca, allow=network.allow)


def _grade(judged: Judged, report: VerificationReport, options: Options) -> Grade:
    if any(finding.fails for finding in judged.findings) or _deceives(judged.verification, options):
        return Grade.FAIL
    if judged.undecided:
        return Grade.INCOMPLETE
    if not judged.findings and not judged_by(judged.exercised, report, options):
        return Grade.NOT_APPLICABLE
    return Grade.WARN if judged.findings else Grade.PASS


def _deceives(report: VerificationReport | None, options: Options) -> bool:
    """True when an item is not what it says it is; one that itself says it expired or is revoked is no deceit."""
    standard = load()
    return report is not None and any(
        not reason.declared and options.covers(standard[reason.requirement])
        for item in report.items
        if item.verdict is Trust.NOT_VERIFIED
        for reason in item.reasons
        if not reason.open
    )


def _undecided(report: VerificationReport, options: Options) -> Iterator[tuple[str, str]]:
    standard = load()
    for name, why in (report.undecided or {}).items():
        requirement = standard[name]
        if requirement.role is Role.DOCUMENT and requirement.level.binding and options.covers(requirement):
            yield name, why
    signature = TRUST.signature
    if signature not in (report.undecided or {}) and options.covers(standard[signature]):
        unseen = (reason for item in report.items for reason in item.reasons if reason.unseen)
        yield from islice(((signature, reason.text) for reason in unseen), 1)


def _told(judgement: Judgement, report: VerificationReport, options: Options) -> Iterator[Told]:
    standard = load()
    for finding, note in _all(judgement, report):
        requirement = standard[finding.requirement]
        if options.covers(requirement):
            yield _tell(finding, _level(requirement, note, options), finding.requirement in judgement.cut)


def _all(judgement: Judgement, report: VerificationReport) -> Iterator[tuple[Finding, bool]]:
    """Every finding once: some faults are seen by the document's own checks and again by verification."""
    seen: set[tuple[str, str]] = set()
    for findings, note in ((judgement.findings, False), (judgement.notes, True)):
        for finding in findings:
            seen.add((finding.requirement, finding.pointer))
            yield finding, note
    for findings, note in ((report.findings, False), (report.notes, True)):
        yield from ((each, note) for each in findings if (each.requirement, each.pointer) not in seen)


def _level(requirement: Requirement, note: bool, options: Options) -> str:
    firm = requirement.basis.firm or options.inferred == "fail"
    level = requirement.level
    return level.value if firm and not note else _WEAKER.get(level, level).value


def _tell(finding: Finding, level: str, at_least: bool) -> Told:
    return Told(
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


def _located(findings: Iterable[Told], data: bytes) -> list[Told]:
    told = list(findings)
    if not told or len(data) > MOST_LOCATED:
        return told
    places = locate(data.decode("utf-8", "replace"), (finding.pointer for finding in told))
    return [replace(finding, place=places[finding.pointer]) for finding in told]
