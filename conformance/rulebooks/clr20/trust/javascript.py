"""Canonical RDF as the libraries for JavaScript write it, in the two places where they write it otherwise.

They escape the characters that an IRI of N-Quads may not hold, and write numbers below one millionth as 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from conformance.linked_data import Contexts, canonize, expand

_NOT_IN_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_IRI_WITH_ONE: Final = re.compile(r'<[^>\s]*["{}|^`\\<\x00-\x08\x0e-\x1b][^>\s]*>')
_LEAST: Final = 1e-6


def has_odd_iri(text: str) -> bool:
    """True when canonical N-Quads have such an IRI."""
    return _IRI_WITH_ONE.search(text) is not None


def canonical_as_javascript(document: Mapping[str, Any], contexts: Contexts, hashes: Callable[[bytes], Any]) -> str:
    """Canonical N-Quads in that form; raises ``LinkedDataError``."""
    quads = expand(_rounded(document), contexts).quads
    return canonize([(_written(s), _written(p), _written(o), _written(g)) for s, p, o, g in quads], hashes)


def _written(term: str) -> str:
    if not term.startswith("<"):
        return term
    return f"<{_NOT_IN_IRI.sub(lambda found: f'{chr(92)}u{ord(found[0]):04X}', term[1:-1])}>"


def _small(value: Any) -> bool:
    return isinstance(value, float) and 0 < abs(value) < _LEAST


def has_small_number(value: Any) -> bool:
    """True when a JSON value holds such a number."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if _small(each):
            return True
        if isinstance(each, dict | list):
            waiting.extend(each.values() if isinstance(each, dict) else each)
    return False


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return 0 if _small(value) else value
