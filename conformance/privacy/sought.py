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
    offset: int
    value: str
    stand_in: str


class Sought:
    """Values with their stand-ins, found as whole words, in either case, in the forms in which they may be written.

    ``words`` are those of our own texts: a value that is one of them cannot be told from them and is not looked for.
    """

    def __init__(self, words: Set[str]) -> None:
        self._words = words
        self._known: dict[str, list[_Known]] = {}
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
                known = self._known.setdefault(anchor[0].lower(), [])
                known.append(_Known(anchor.start(), form, shown))
                known.sort(key=lambda each: -len(each.value))

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
            if word.start() < end:
                continue
            for known in self._known.get(word[0].lower(), ()):
                start = word.start() - known.offset
                if start < end:
                    continue
                length = _matched(text, start, known.value)
                if length and not _in_host(text, start, known.value):
                    made += [text[end:start], _in_case(text[start : start + length], known, length)]
                    end = start + length
                    break
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


def _matched(text: str, start: int, value: str) -> int:
    """How many characters of the value stand there; 0 when it is another word, or too little of it."""
    if start < 0:
        return 0
    there = text[start : start + len(value)]
    if there.casefold() == value.casefold():
        return len(there) if _alone(text, start, start + len(there)) else 0
    kept = there.rstrip("…")
    cut = start + len(kept) == len(text.rstrip("…\"' "))
    enough = len(kept) >= _CLIPPED and value.casefold().startswith(kept.casefold())
    return len(kept) if cut and enough and _alone(text, start, len(text)) else 0


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
