"""Whether one state can be told from another."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"([0-9]+)")
_NEAR = 1000
_MOST_DIGITS = 40


def next_to(earlier: str, later: str) -> bool:
    """True when the two differ in one number alone, by little: whoever knows one can guess the other."""
    one, other = _NUMBER.split(earlier), _NUMBER.split(later)
    differing = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    if len(one) != len(other) or len(differing) != 1:
        return False
    numbers = [int(text) for text in differing[0] if _NUMBER.fullmatch(text) and len(text) <= _MOST_DIGITS]
    return len(numbers) == 2 and abs(numbers[0] - numbers[1]) <= _NEAR
