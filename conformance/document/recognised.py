"""What an input was recognised as, in the words that every edition shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conformance.document.parse import TextFault


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the input is.

    ``what`` names it; ``how`` says by what it was recognised; ``class_name`` is the class of the contract to
    judge it by, ``None`` when the edition has none for it. ``pointer`` leads to the part that is judged
    (inside a wrapper), ``value`` is that part (a ``Judgement`` leaves it out); ``later`` is true for
    documents of a later standard. ``faults`` are wrong with the input as a whole, beside the part that is judged.
    """

    what: str
    how: str
    class_name: str | None
    value: Any = None
    pointer: str = ""
    later: bool = False
    faults: tuple[TextFault, ...] = ()
