"""Tells what an input is before it is judged: which class of the standard, and by what that was told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the input is.

    ``what`` is a class name of the standard, or in words what it looks like; ``how`` says by what it
    was told; ``class_name`` is the class of the contract to judge it by, ``None`` when there is none.
    ``pointer`` leads to the part that is judged (inside a wrapper), ``""`` for the whole.
    """

    what: str
    how: str
    class_name: str | None
    pointer: str = ""
