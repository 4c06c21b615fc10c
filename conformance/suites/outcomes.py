"""How a check says what it learnt when it is not simply a pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from conformance.record import Finding, Outcome


class CheckEnd(Exception):
    """Ends a check with an outcome other than pass."""

    outcome: Outcome

    def __init__(self, reason: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.findings = tuple(findings)


class Broken(CheckEnd):
    """The requirement is broken."""

    outcome = Outcome.FAIL


class Doubtful(CheckEnd):
    """The requirement is broken in a way that the standard itself leaves open: never more than a warning."""

    outcome = Outcome.WARN


class Incomplete(CheckEnd):
    """The requirement could not be decided: a precondition failed, or the data are missing."""

    outcome = Outcome.INCOMPLETE


class NotApplicable(CheckEnd):
    """The requirement does not concern this target."""

    outcome = Outcome.NOT_APPLICABLE


class Manual(CheckEnd):
    """A person has to look; the reason says at what."""

    outcome = Outcome.MANUAL


def broken(
    message: str,
    *,
    expected: str = "",
    actual: str = "",
    pointer: str = "",
    requirement: str = "",
    exchanges: tuple[int, ...] = (),
) -> NoReturn:
    """End the check: its requirement (or the one named) is broken."""
    raise Broken(message, [Finding(requirement, message, expected, actual, pointer, exchanges=exchanges)])


def incomplete(reason: str) -> NoReturn:
    """End the check: it could not be decided."""
    raise Incomplete(reason)


def not_applicable(reason: str) -> NoReturn:
    """End the check: the requirement does not concern this target."""
    raise NotApplicable(reason)


def manual(reason: str) -> NoReturn:
    """End the check: a person has to look."""
    raise Manual(reason)
