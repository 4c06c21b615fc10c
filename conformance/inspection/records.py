"""The outcomes of many documents as a run record of the role ``document``, from which the reports are made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from conformance import __version__
from conformance.document.findings import MOST_POINTERS
from conformance.inspection import trust
from conformance.inspection.editions import editions
from conformance.inspection.history import ManyChecks
from conformance.inspection.options import Options
from conformance.inspection.outcome import Judged, Reported
from conformance.inspection.spill import Shelf, Spill
from conformance.inspection.tally import Tally
from conformance.record import (
    CheckResult,
    DocumentResult,
    Finding,
    Problem,
    RequirementResult,
    RunRecord,
    Verdict,
)
from conformance.standard import Requirement, Role, Standard, load
from conformance.verdicts import decide, from_findings, result_of

MOST_LINES: Final = 50
"""Findings that are listed of one document beside those that stand at the requirements."""

_NOTHING: Final = (Verdict.NOT_APPLICABLE, "nothing in the documents is what it speaks of")


class Recorder:
    """Takes outcome after outcome, and makes one record of all: what is long lies on the shelf, not in memory.

    ``name`` makes the name of a document that is shown from its path, ``command`` is the command line of the run.
    """

    def __init__(self, shelf: Shelf, options: Options, *, name: Callable[[str], str], command: str = "") -> None:
        self._options = options
        self._name = name
        self._command = command
        self._started = datetime.now(UTC)
        self._tally = Tally()
        self._checks: defaultdict[str, ManyChecks] = defaultdict(lambda: ManyChecks(shelf))
        self._documents: Spill[DocumentResult] = Spill(shelf)
        self._problems: Spill[Problem] = Spill(shelf)
        self._skipped: set[str] = set()
        self._books: dict[str, None] = {}

    def add(self, judged: Judged) -> None:
        """Takes one outcome in."""
        name = self._name(judged.path)
        self._tally.add(judged)
        self._documents.append(_document(judged, name))
        if judged.problem is not None:
            self._problems.append(_problem(judged.problem, name))
        if judged.verification is not None:
            self._skipped |= judged.verification.skipped
        if judged.exercised or judged.findings or judged.undecided:
            self._books.setdefault(judged.book)
        for requirement, check in _checks(judged, name):
            self._checks[requirement].append(check)

    @property
    def tally(self) -> Tally:
        """The outcomes so far, counted."""
        return self._tally

    def record(self) -> RunRecord:
        """One record for all documents: each requirement of documents with one check per document that it speaks of."""
        options, total = self._options, len(self._documents)
        standards = [load(book) for book in self._books or (editions()[0].book,)]
        command = {"command": self._command} if self._command else {}
        return RunRecord(
            tool={"name": "clr-conformance", "version": __version__} | command,
            standard=standards[0].id,
            role="document",
            plan={"name": "validate", "as_of": options.now.isoformat(), "offline": options.network is None},
            target={
                "url": "",
                "name": self._documents[0].path if total == 1 else f"{total} documents",
                "documents": total,
            },
            started=_instant(self._started),
            finished=_instant(datetime.now(UTC)),
            requirements=tuple(result for standard in standards for result in self._results(standard)),
            problems=self._problems,
            exit_code=self._tally.exit_code("must"),
            documents=self._documents,
            personal_data="kept" if options.stand_ins is None else "replaced",
        )

    def _results(self, standard: Standard) -> Iterator[RequirementResult]:
        for each in standard:
            if each.role is Role.DOCUMENT or each.id in self._checks:
                yield self._result(each, self._checks[each.id])

    def _result(self, requirement: Requirement, checks: ManyChecks) -> RequirementResult:
        left_out = "left out on the command line"
        verdict, reason = decide(
            requirement, self._options.selection, checks.samples, _NOTHING, left_out=left_out, explained=False
        )
        if verdict in (Verdict.NOT_APPLICABLE, Verdict.PASS) and requirement.id in self._skipped:
            verdict, reason = Verdict.EXCLUDED, "it needs the network, and the run was offline"
        return replace(result_of(requirement, (verdict, reason), ()), checks=checks)  # not read before a report does


def recorded(
    outcomes: Iterable[Judged], shelf: Shelf, options: Options, *, name: Callable[[str], str] = str, command: str = ""
) -> RunRecord:
    """The record of all outcomes."""
    recorder = Recorder(shelf, options, name=name, command=command)
    for judged in outcomes:
        recorder.add(judged)
    return recorder.record()


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _document(judged: Judged, name: str) -> DocumentResult:
    trusted, problem = trust.verdict(judged), judged.problem
    lines = (f"{problem.message} [{problem.code}]", problem.likely, problem.todo) if problem is not None else ()
    return DocumentResult(
        path=name,
        recognised=judged.recognised,
        verdict=judged.grade.value,
        trust=trusted.value if trusted is not None else "",
        reasons=(*(text for text in lines if text), *trust.reasons(judged)),
        broken=sum(finding.count for finding in judged.findings if finding.fails),
        warnings=sum(finding.count for finding in judged.findings if not finding.fails),
        findings=tuple(_lines(judged)),
        seconds=judged.seconds,
        items=(*trust.answered(judged), *trust.mixture(judged)),
    )


def _lines(judged: Judged) -> Iterator[str]:
    for finding in judged.findings[:MOST_LINES]:
        place = f"{finding.place.line}:{finding.place.column} " if finding.place else ""
        times = f" ({finding.times})" if finding.times else ""
        word = "error" if finding.fails else "warning"
        yield f"{place}{finding.pointer or '/'}: {word} {finding.requirement}: {finding.message}{times}"
    if len(judged.findings) > MOST_LINES:
        yield f"and {len(judged.findings) - MOST_LINES} more"


def _checks(judged: Judged, name: str) -> Iterator[tuple[str, CheckResult]]:
    """What the document says of each requirement that it holds something of, as a check of its own."""
    found: dict[str, list[Reported]] = defaultdict(list)
    for finding in judged.findings:
        found[finding.requirement].append(finding)
    undecided = dict(judged.undecided)
    for requirement in sorted(judged.exercised | found.keys() | undecided.keys()):
        yield requirement, _check(name, found.get(requirement, []), undecided.get(requirement))


def _check(name: str, found: Sequence[Reported], undecided: str | None) -> CheckResult:
    outcome = from_findings((finding.fails for finding in found), undecided=undecided is not None)
    return CheckResult(f"document[{name}]", outcome, tuple(_finding(name, finding) for finding in found), undecided)


def _finding(name: str, reported: Reported) -> Finding:
    place = f"{name}:{reported.place.line}:{reported.place.column}" if reported.place else name
    return Finding(
        reported.requirement,
        f"{place}: {reported.message}{f' ({reported.times})' if reported.at_least else ''}",
        reported.expected,
        reported.actual,
        reported.pointer,
        reported.pointers[:MOST_POINTERS] if reported.count > 1 else (),
        reported.count,
    )


def _problem(problem: Problem, name: str) -> Problem:
    return Problem(problem.code, f"{name}: {problem.message}", problem.likely, problem.todo)
