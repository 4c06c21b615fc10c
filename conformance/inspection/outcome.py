"""What was learnt about one document: its grade, and each finding with its level and place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from conformance.inspection.positions import Position
from conformance.record import Problem

if TYPE_CHECKING:
    from conformance.migrating import Word
    from conformance.trust import VerificationReport


class Grade(StrEnum):
    """The verdict on one document.

    ``fail``: a MUST is broken, or the issuer does not stand behind it. ``incomplete``: a MUST stayed
    undecided. ``warn``: a SHOULD is broken, or a MUST that is only inferred. ``unreadable``: it could
    not be judged at all. ``not-applicable``: nothing in it is what the selected requirements speak of.
    """

    NOT_APPLICABLE = "not-applicable"
    PASS = "pass"
    WARN = "warn"
    INCOMPLETE = "incomplete"
    FAIL = "fail"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Reported:
    """One finding, with the level at which it counts and its place in the source text.

    ``level`` is the requirement's own level when a breach counts as such, and the SHOULD (SHOULD NOT)
    form of it when the finding yields at most a warning. ``at_least`` is true when there are more than ``count``.
    """

    requirement: str
    level: str
    message: str
    pointer: str
    pointers: tuple[str, ...]
    count: int
    expected: str
    actual: str
    at_least: bool = False
    place: Position | None = None

    @property
    def fails(self) -> bool:
        """True when the finding breaks a MUST."""
        return self.level in BINDING

    @property
    def times(self) -> str:
        """How often it was met, in words; empty for once."""
        if self.count == 1:
            return ""
        return f"{self.count} times or more" if self.at_least else f"{self.count} times"


BINDING: Final = frozenset({"MUST", "MUST NOT"})


@dataclass(frozen=True, slots=True)
class Judged:
    """One document with everything that was learnt about it.

    ``book`` is the edition by which it was judged. ``recognised`` says what it is and ``how`` by what it was
    recognised; both are empty when it is ``unreadable``, and ``problem`` then says why. ``exercised`` are the
    requirements that had something to say about it, ``undecided`` those that could not be decided, with the reason.
    ``mixed`` are words of a later edition in it, as many as are listed. ``seconds`` is the time that it took.
    """

    path: str
    grade: Grade
    book: str = ""
    recognised: str = ""
    how: str = ""
    findings: tuple[Reported, ...] = ()
    verification: VerificationReport | None = None
    exercised: frozenset[str] = frozenset()
    undecided: tuple[tuple[str, str], ...] = ()
    problem: Problem | None = None
    mixed: tuple[Word, ...] = ()
    seconds: float = 0.0
