"""Which texts are absolute IRIs, as JSON-LD processors tell it."""

from __future__ import annotations

import re
from typing import Final

_ABSOLUTE: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9+,.\-]*|_):\S*")


def absolute(text: object) -> bool:
    """True for an absolute IRI and for the name of a blank node; never for one with white space in it."""
    return isinstance(text, str) and _ABSOLUTE.fullmatch(text) is not None
