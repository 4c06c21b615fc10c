"""What is counted of many documents as they come, and the exit code that follows from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from conformance.inspection.outcome import Grade, Judged
from conformance.inspection.trust import verdict
from conformance.trust import Trust
from conformance.verdicts import EXIT_FAILED, EXIT_INCOMPLETE, EXIT_OK, EXIT_USAGE


@dataclass(slots=True)
class Spread:
    """In how many documents, and in how many places of them, a requirement of that edition is broken."""

    book: str
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
            spreads = self.errors if finding.fails else self.warnings
            spread = spreads.setdefault(finding.requirement, Spread(judged.book))
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
            return EXIT_FAILED
        if self.grades[Grade.UNREADABLE] or not self.total:
            return EXIT_USAGE
        return EXIT_INCOMPLETE if self.grades[Grade.INCOMPLETE] or self.judged_nothing else EXIT_OK
