"""What is counted while documents are told, and the exit code that follows from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from conformance.cli.documents.outcome import Grade, Judged
from conformance.cli.documents.trust import verdict
from conformance.record import Problem
from conformance.trust import Trust

OK: Final = 0
BROKEN: Final = 1
USAGE: Final = 2
INCOMPLETE: Final = 3

NOTHING: Final = Problem(
    "nothing-judged",
    "nothing was judged: no document holds what the selected requirements speak of",
    "a selection for another kind of document",
    "leave --select out, or select an area of what the documents are",
)


@dataclass(slots=True)
class Spread:
    """In how many documents, and in how many places of them, a requirement is broken."""

    documents: int = 0
    places: int = 0


@dataclass(slots=True)
class Tally:
    """The documents by their grade and by whether they can be trusted, and the requirements that they break.

    ``errors`` and ``warnings`` hold, by requirement, in how many documents and in how many places it is broken.
    """

    grades: Counter[Grade] = field(default_factory=Counter)
    trust: Counter[Trust] = field(default_factory=Counter)
    errors: dict[str, Spread] = field(default_factory=dict)
    warnings: dict[str, Spread] = field(default_factory=dict)

    def add(self, judged: Judged) -> None:
        """Counts one document."""
        self.grades[judged.grade] += 1
        trusted = verdict(judged)
        if trusted is not None:
            self.trust[trusted] += 1
        seen: set[tuple[bool, str]] = set()
        for finding in judged.findings:
            key = (finding.fails, finding.requirement)
            spread = (self.errors if finding.fails else self.warnings).setdefault(finding.requirement, Spread())
            spread.places += finding.count
            spread.documents += key not in seen
            seen.add(key)

    @property
    def found(self) -> bool:
        """True when one document had a finding."""
        return bool(self.errors or self.warnings)

    @property
    def total(self) -> int:
        """Number of documents."""
        return self.grades.total()

    @property
    def judged_nothing(self) -> bool:
        """True when nothing in any document is what the selected requirements speak of."""
        return self.total > 0 and self.grades[Grade.NOT_APPLICABLE] == self.total

    def exit_code(self, fail_on: str) -> int:
        """1 when a document is broken, else 2 when one could not be read, else 3 when a MUST stayed undecided or
        nothing was judged, else 0.

        With ``fail_on`` ``should`` every finding counts as broken.
        """
        if self.grades[Grade.FAIL] or (fail_on == "should" and self.found):
            return BROKEN
        if self.grades[Grade.UNREADABLE] or not self.total:
            return USAGE
        return INCOMPLETE if self.grades[Grade.INCOMPLETE] or self.judged_nothing else OK
