"""The exit code of the command."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from conformance.cli.documents.outcome import Grade, Judged

OK: Final = 0
BROKEN: Final = 1
USAGE: Final = 2
INCOMPLETE: Final = 3


def exit_code(outcomes: Sequence[Judged], fail_on: str) -> int:
    """1 when a document is broken, else 2 when one could not be read, else 3 when a MUST stayed undecided, else 0."""
    grades = {judged.grade for judged in outcomes}
    strict = fail_on == "should" and any(judged.findings for judged in outcomes)
    if Grade.FAIL in grades or strict:
        return BROKEN
    if Grade.UNREADABLE in grades or not outcomes:
        return USAGE
    return INCOMPLETE if Grade.INCOMPLETE in grades else OK
