"""Which faults somebody may have meant who typed an id that there is not: by area and words, not by letters alone."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Final

from mock_provider.behaviour.model import Behaviour

# One thing is said in several ways: an id says "no", a title "is missing", a user "without".
_SAME: Final = {
    word: group[0]
    for group in (
        ("no", "not", "missing", "without", "lacks", "absent", "omitted", "never", "none"),
        ("wrong", "bad", "invalid", "broken", "illegal"),
        ("accepted", "taken", "allowed", "let"),
        ("refused", "rejected", "denied"),
        ("ignored", "ignores", "skipped"),
        ("twice", "duplicate", "duplicated", "repeated", "again"),
    )
    for word in group
}
_LIKENESS: Final = 0.75


def nearest(given: str, known: Mapping[str, Behaviour], most: int = 3) -> list[str]:
    """The ids that are near in meaning or in spelling, best first; empty when none is."""
    close = difflib.get_close_matches(given, known, n=1, cutoff=0.9)
    scored = sorted(((_score(given, fault), fault.id) for fault in known.values()), reverse=True)
    best = [name for score, name in scored[:most] if score >= _LIKENESS]
    return list(dict.fromkeys([*close, *best]))[:most]


def _score(given: str, fault: Behaviour) -> float:
    """How much of what was typed the fault's id or title says, the id counting more; none for another area."""
    area, *words = _words(given) or [""]
    own, *ids = _words(fault.id)
    if own != area or not words:
        return 0.0
    words_of_fault = {*ids, *_words(fault.title)}
    said = sum(max((_alike(word, other) for other in words_of_fault), default=0.0) for word in words) / len(words)
    return said + 0.2 * len({*words} & {*ids}) / max(len({*words} | {*ids}), 1)


def _alike(one: str, other: str) -> float:
    ratio = difflib.SequenceMatcher(None, one, other).ratio()
    return ratio if ratio > _LIKENESS else 0.0


def _words(text: str) -> list[str]:
    return [_SAME.get(word, word) for word in re.findall(r"[a-z0-9]+", text.lower())]
