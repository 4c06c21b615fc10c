"""Looks for known values in any text: each by one of its words, so that thousands cost no more than a few."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, quote_plus

SHORTEST: Final = 4
"""Length below which a value may be anything."""

_WORD = re.compile(r"[^\W_]+")
_HOST = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_REMEMBERED: Final = 8_000
_CLIPPED: Final = 12
"""How much of a value has to stand at the end of a text that was cut off."""


@dataclass(frozen=True, slots=True)
class _Known:
    value: str
    stand_in: str


Places = dict[tuple[int, int], dict[str, _Known]]
"""By where a value begins before its anchor, and its length: the values in lower case."""


class Sought:
    """Values with their stand-ins, found as whole words, in either case, in the forms in which they may be written.

    ``words`` are those of our own texts: a value that is one of them may be either, and is not looked for.
    A thousand ids that begin alike share an anchor, so what stands there is looked up and not compared with each.
    """

    def __init__(self, words: Set[str]) -> None:
        self._words = words
        self._known: dict[str, Places] = {}
        self._values: set[str] = set()
        # Most header values and many texts occur hundreds of times.
        self._done: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._values)

    def add(self, value: str, stand_in: str) -> None:
        """Look for this value from now on."""
        value, stand_in = value.strip(), stand_in.strip()
        if len(value) < SHORTEST or value in self._values:
            return
        self._values.add(value)
        self._done.clear()
        for form, shown in dict(zip(_forms(value), _forms(stand_in), strict=True)).items():
            anchor = self._anchor(form)
            if anchor is not None:
                places = self._known.setdefault(anchor[0].lower(), {})
                place = (anchor.start(), len(form))
                if place not in places:
                    places[place] = {}
                    # The longest first: "Mira Okafor" before "Mira".
                    self._known[anchor[0].lower()] = dict(sorted(places.items(), key=lambda each: -each[0][1]))
                self._known[anchor[0].lower()][place].setdefault(form.lower(), _Known(form, shown))

    def replaced(self, text: str) -> str:
        """The text with stand-ins in the place of what is known."""
        if len(text) > _REMEMBERED:
            return self._replaced(text)
        done = self._done.get(text)
        if done is None:
            done = self._done[text] = self._replaced(text)
        return done

    def _replaced(self, text: str) -> str:
        made, end = [], 0
        for word in _WORD.finditer(text):
            places = self._known.get(word[0].lower())
            if places is None or word.start() < end:
                continue
            found = _whole(text, word.start(), places, end) or _clipped(text, word.start(), places, end)
            if found is not None:
                start, length, known = found
                made += [text[end:start], _in_case(text[start : start + length], known, length)]
                end = start + length
        return "".join([*made, text[end:]]) if made else text

    def _anchor(self, form: str) -> re.Match[str] | None:
        """The word by which a value is found: the first that is rare, or all that there is of a value of many words."""
        found = list(_WORD.finditer(form))
        host = _HOST.match(form)
        own = [word for word in found if word[0].lower() not in self._words]
        rare = (word for word in own if not word[0].isdigit() and not (host and word.start() < host.end()))
        best = next(rare, own[0] if own else None)
        return best or (max(found, key=lambda word: len(word[0])) if len(found) > 1 else None)


def _forms(value: str) -> Iterator[str]:
    yield value
    yield quote(value, safe="", errors="replace")
    yield quote(value, errors="replace")
    yield quote_plus(value, errors="replace")
    yield html.escape(value)


def _whole(text: str, at: int, places: Places, end: int) -> tuple[int, int, _Known] | None:
    """Where a known value stands around the word at that place."""
    for (offset, length), values in places.items():
        start = at - offset
        if start >= end:
            known = values.get(text[start : start + length].lower())
            if known and _alone(text, start, start + length) and not _in_host(text, start, known.value):
                return start, length, known
    return None


def _clipped(text: str, at: int, places: Places, end: int) -> tuple[int, int, _Known] | None:
    """The same of a text that was cut off in the midst of a value."""
    last = len(text.rstrip("…\"' "))
    if "…" not in text[last:]:
        return None
    for (offset, length), values in places.items():
        start = at - offset
        kept = text[start:last].lower()
        if start >= end and _CLIPPED <= len(kept) < length and _alone(text, start, len(text)):
            for value, known in values.items():
                if value.startswith(kept):
                    return start, len(kept), known
    return None


def _alone(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start] if start else ""
    after = text[end : end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (after.isalnum() and text[end - 1].isalnum())


def _in_host(text: str, start: int, value: str) -> bool:
    """True inside of the host of a URL, which says where something is and has to stay."""
    if "://" in value or "@" in value:
        return False
    scheme = text.rfind("://", max(0, start - 260), start)
    return scheme >= 0 and not re.search(r"[/?#\s\"'<>@,]", text[scheme + 3 : start])


def _in_case(found: str, known: _Known, length: int) -> str:
    made = known.stand_in[:length] if length < len(known.value) else known.stand_in
    if found == known.value[:length]:
        return made
    return made.lower() if found.islower() else made.upper() if found.isupper() else made
