"""What is counted while documents are told, and the exit code that follows from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from conformance.cli.documents.outcome import Grade, Judged

OK: Final = 0
BROKEN: Final = 1
USAGE: Final = 2
INCOMPLETE: Final = 3


@dataclass(slots=True)
class Tally:
    """The documents by their grade, and whether one had a finding."""

    grades: Counter[Grade] = field(default_factory=Counter)
    found: bool = False

    def add(self, judged: Judged) -> None:
        """Counts one document."""
        self.grades[judged.grade] += 1
        self.found = self.found or bool(judged.findings)

    @property
    def total(self) -> int:
        """Number of documents."""
        return self.grades.total()

    def exit_code(self, fail_on: str) -> int:
        """1 when a document is broken, else 2 when one could not be read, else 3 when a MUST stayed undecided, else 0.

        With ``fail_on`` ``should`` every finding counts as broken.
        """
        if self.grades[Grade.FAIL] or (fail_on == "should" and self.found):
            return BROKEN
        if self.grades[Grade.UNREADABLE] or not self.total:
            return USAGE
        return INCOMPLETE if self.grades[Grade.INCOMPLETE] else OK
