"""What of the requirements is judged, and how strictly: all that verdicts need to know of a plan, whoever it judges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Inferred = Literal["warn", "fail"]


@dataclass(frozen=True, slots=True)
class Waiver:
    """A known breach that somebody answers for until a day; an expired or unused waiver fails the run.

    ``covers`` are the breaches meant (see ``conformance.breaches``), so that a new one is not hidden; empty for all.
    """

    requirement: str
    reason: str
    owner: str
    expires: date
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """What somebody saw who looked at a requirement that only a person can decide."""

    requirement: str
    by: str
    when: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is judged, and how strictly.

    ``select`` and ``ignore`` are ids of requirements or areas. ``inferred`` is ``fail`` when a broken MUST that no
    published file prints counts as one. ``claims`` is what the target claims to offer, ``None`` where nothing is
    claimed (a document): then each requirement applies. With ``strict_manual`` a MUST that only a person can decide
    counts as undecided.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    inferred: Inferred = "warn"
    claims: frozenset[str] | None = None
    waivers: tuple[Waiver, ...] = ()
    seen_by_hand: tuple[Sighting, ...] = ()
    strict_manual: bool = False

    def names(self, *names: str) -> bool:
        """True when ``select`` and ``ignore`` let in what has these names: a requirement by its id and its area."""
        return (not self.select or any(name in self.select for name in names)) and not any(
            name in self.ignore for name in names
        )

    def claims_all(self, conditions: tuple[str, ...]) -> bool:
        """True when every condition holds: a claim that is made, or ``!claim`` that is not."""
        if self.claims is None:
            return True
        return all((name.removeprefix("!") in self.claims) != name.startswith("!") for name in conditions)
