"""Names that a user types: which one was meant, and which known ones are near to a wrong one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from conformance.errors import UsageFault
from conformance.standard import Standard
from conformance.standard.ids import normal, parse


def near(given: str, known: Iterable[str], *, most: int = 3, likeness: float = 0.6) -> list[str]:
    """The known names that look most like the given one, whatever their case; best first."""
    names = {name.casefold(): name for name in known}
    return [names[one] for one in difflib.get_close_matches(given.casefold(), names, n=most, cutoff=likeness)]


def did_you_mean(names: Iterable[str]) -> str:
    """``Did you mean A, B or C?``; empty without names."""
    *others, last = [*names] or [""]
    listed = f"{', '.join(others)} or {last}" if others else last
    return f"Did you mean {listed}?" if listed else ""


def requirement_or_area(standard: Standard, given: str) -> str:
    """The requirement or area that is meant, in any case, an id with or without its prefix (``gcs-006``).

    Raises ``UsageFault`` with the names that are near.
    """
    found = standard.find(given)
    if found is None:
        raise UsageFault(
            "unknown-requirement",
            f"there is no requirement or area {given!r}",
            "it is mistyped, or belongs to another version of the standard",
            did_you_mean(near_requirements(standard, given)) or "`clr-conformance requirements` lists them.",
        )
    return found


def near_requirements(standard: Standard, given: str) -> list[str]:
    """Areas, or requirements of the area that the name begins with, that look like the name."""
    prefix = f"{standard.facts.prefix}-"
    short = normal(given).removeprefix(prefix)
    if "-" not in short:
        return near(short, standard.areas)
    area, _, number = short.partition("-")
    areas = [area] if area in standard.areas else near(area, standard.areas)
    rows = [row for row in standard if row.area in areas]
    wanted = parse(short)
    alike = [row.id for row in rows if wanted and (its := parse(row.id)) and its.resembles(wanted)]
    if alike:
        return alike
    if area in standard.areas:
        return near(prefix + short, (row.id for row in rows), likeness=0.8) or areas
    same_number = [row.id for row in rows if row.id.endswith(f"-{number}")]
    return same_number[:3] or areas
