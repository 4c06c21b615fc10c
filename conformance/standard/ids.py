"""The ids of requirements: ``PREFIX-AREA-NUMBER``, in whatever case, and without its prefix where a book is known.

Books differ in how long a prefix, an area or a number is: ``CLR10-GCS-006``, ``CLR20-DI-04``, ``OAUTH-AUT-009``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_ID: Final = re.compile(r"(?:(?P<prefix>[A-Z][A-Z0-9]*)-)?(?P<area>[A-Z]+)-(?P<number>\d+)")
_WITHIN_TEXT: Final = re.compile(r"\b[A-Z][A-Z0-9]*-[A-Z]+-\d+\b")


@dataclass(frozen=True, slots=True)
class RequirementId:
    """An id in its parts; ``prefix`` is empty where it was left out."""

    prefix: str
    area: str
    number: str

    @property
    def short(self) -> str:
        """The id without its prefix, for example ``GCS-006``."""
        return f"{self.area}-{self.number}"

    def resembles(self, other: RequirementId) -> bool:
        """True when area and number are the same, however many zeros the number begins with."""
        return self.area == other.area and int(self.number) == int(other.number)


def normal(text: str) -> str:
    """What a user typed, as ids are written: capitals, no spaces around, ``-`` for ``_``."""
    return text.strip().upper().replace("_", "-")


def parse(text: str) -> RequirementId | None:
    """The parts of an id, in any case; ``None`` for what has not the form of one."""
    found = _ID.fullmatch(normal(text))
    return RequirementId(found["prefix"] or "", found["area"], found["number"]) if found else None


def replaced(text: str, names: Mapping[str, str]) -> str:
    """The text with every whole id that is a key of ``names`` replaced by its value."""
    return _WITHIN_TEXT.sub(lambda found: names.get(found[0], found[0]), text) if names else text
