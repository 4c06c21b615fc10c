"""What an Open Badge has in the place of an achievement: a BadgeClass, or the IRI at which it is."""

from __future__ import annotations

import re
from typing import Any, Final

_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")


def is_badge(value: Any) -> bool:
    """True for an object or an IRI (Open Badges 2.0, Assertion.badge)."""
    return isinstance(value, dict) or (isinstance(value, str) and _IRI.fullmatch(value) is not None)
