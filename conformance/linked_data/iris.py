"""Which texts are absolute IRIs, as JSON-LD processors tell it, and how N-Quads write them."""

from __future__ import annotations

import re
from typing import Final

_ABSOLUTE: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9+,.\-]*|_):\S*")
_AS_IT_IS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+,.\-]*:[^\s\x00-\x20<>\"{}|^`\\]*")
_TO_ESCAPE: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


def absolute(text: object) -> bool:
    """True for an absolute IRI and for the name of a blank node; never for one with white space in it."""
    return isinstance(text, str) and _ABSOLUTE.fullmatch(text) is not None


def written(iri: str) -> str | None:
    """An absolute IRI between angle brackets; ``None`` for any other text.

    What the grammar of N-Quads takes for no part of an IRI (IRIREF) is escaped, as it asks for.
    """
    if _AS_IT_IS.fullmatch(iri):
        return f"<{iri}>"
    return f"<{escaped(iri)}>" if absolute(iri) else None


def escaped(iri: str) -> str:
    """The IRI with escapes for the characters that no IRI in N-Quads may hold."""
    return _TO_ESCAPE.sub(lambda found: f"\\u{ord(found[0]):04X}", iri)
