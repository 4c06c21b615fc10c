"""Values that are told as text: numbers, and the limits and lists that they keep to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")


def number(text: Any) -> float | None:
    """The number that a text is; ``None`` when it is none."""
    if isinstance(text, str) and len(text) <= 40 and _NUMBER.fullmatch(text):
        return float(text)
    return None


def outside(text: Any, low: Any, high: Any) -> str:
    """The range that a number is outside of, in words; empty when it is inside, or one of the three is no number."""
    value, least, most = number(text), number(low), number(high)
    if value is None or least is None or most is None or least <= value <= most:
        return ""
    return f"a number from {low} to {high}"


def one_of(values: Sequence[Any]) -> str:
    """A list of values in words, the first ten of them."""
    return f"one of {', '.join(map(str, values[:10]))}"
