"""Secrets that are known by their value, wherever it occurs and in every form in which it may be written."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Final
from urllib.parse import quote, quote_plus

from conformance.exchanges.by_name import Mark, encodable, variable

# Below this length a value is too common to be replaced inside of words, and below the second at all.
SHORT = 8
SHORTEST = 4
_COMMON = """admin administrator changeme default demo example guest hello letmein login master pass passw0rd password
password1 qwerty secret student teacher test tester testing user welcome 0000 1111 1234 12345 123456 1234567 12345678
123456789 1234567890"""
COMMON: Final = frozenset(_COMMON.split())
"""Passwords of test accounts that are words or numbers which occur everywhere."""
_REMEMBERED = 500
_MANY = 100
"""From so many values on it takes less time to look first which of them may be in a text at all."""
_LONG, _PIECE = 16, 8
_STEP = _LONG - _PIECE + 1
"""A value of ``_LONG`` characters or more is known by its pieces; of a text every ``_STEP``-th is looked at."""


class KnownValues:
    """The secrets that were met, each with its name.

    ``words`` are those of our own texts: a secret that is one of them is not looked for, since the gap would give it
    away.
    """

    def __init__(self, words: Set[str] = frozenset()) -> None:
        self._words = words
        self._known: dict[str, str] = {}
        self._ordered: tuple[tuple[str, str], ...] | None = None
        self._known_pieces: dict[str, list[int]] = {}
        # Most header values occur hundreds of times and hold no secret.
        self._clean: set[str] = set()

    def __len__(self) -> int:
        return len(self._known)

    @property
    def longest(self) -> int:
        """Length of the longest value that is looked for."""
        return max(map(len, self._known), default=0)

    def add(self, secret: str, name: str) -> None:
        """Look for a value from now on, unless it is too short or too common to be recognised."""
        secret = encodable(secret)
        if len(secret) < SHORTEST or secret in self._known or self.is_common(secret):
            return
        for form in _forms(secret):
            self._known.setdefault(form, name)
        self._ordered = None
        self._known_pieces = {}
        self._clean.clear()

    def add_long(self, secret: str, name: str) -> None:
        """The same of a value met on the way: a short one may be anything, and is only hidden by its name."""
        if len(secret) >= SHORT and secret not in self._known:
            self.add(secret, name)

    def is_common(self, secret: str) -> bool:
        """True for a value that anybody may write without knowing the secret."""
        return secret.lower() in self._words or secret.lower() in COMMON

    def replaced(self, text: str, mark: Mark) -> str:
        """The text with every known secret replaced by what ``mark`` makes of its name."""
        if text in self._clean:
            return text
        given, place = text, self._next(text)
        while place is not None:
            secret, name = self._sorted()[place]
            text = _replace(text, secret, mark(variable(name)))
            place = self._next(text, place)
        if text == given and len(text) <= _REMEMBERED:
            self._clean.add(text)
        return text

    def long_replaced(self, text: str, by: str) -> str:
        """The text with the long secrets replaced: a short one may be a word of the text."""
        place = self._next(text)
        while place is not None:
            secret = self._sorted()[place][0]
            if len(secret) >= SHORT:
                text = text.replace(secret, by)
            place = self._next(text, place)
        return text

    def _next(self, text: str, after: int = -1) -> int | None:
        """The place in the order of the next value that is in the text; ``None`` when there is none."""
        ordered = self._sorted()
        places = self._candidates(text) if len(ordered) >= _MANY else range(len(ordered))
        return next((place for place in places if place > after and ordered[place][0] in text), None)

    def _candidates(self, text: str) -> Sequence[int]:
        """The places of the values that may be in the text: all short ones, and the long ones of which a piece is.

        Wherever a long value stands in a text, one of the pieces that are taken out of the text lies within it.
        """
        pieces = self._pieces()
        taken = {text[start : start + _PIECE] for start in range(0, len(text), _STEP)}
        return sorted({place for piece in pieces.keys() & {*taken, ""} for place in pieces[piece]})

    def _pieces(self) -> Mapping[str, list[int]]:
        """The places of the long values in the order, by their pieces; those of the short ones by an empty one."""
        if not self._known_pieces:
            for place, (secret, _) in enumerate(self._sorted()):
                starts = range(_STEP) if len(secret) >= _LONG else ()
                for piece in {secret[start : start + _PIECE] for start in starts} or {""}:
                    self._known_pieces.setdefault(piece, []).append(place)
        return self._known_pieces

    def _sorted(self) -> tuple[tuple[str, str], ...]:
        if self._ordered is None:
            # The longest first: a secret may be a part of another one.
            self._ordered = tuple(sorted(self._known.items(), key=lambda item: -len(item[0])))
        return self._ordered


def _forms(secret: str) -> Iterator[str]:
    yield secret
    yield quote(secret, safe="", errors="replace")
    yield quote(secret, errors="replace")
    yield quote_plus(secret, errors="replace")
    yield quote(quote(secret, safe="", errors="replace"), safe="")
    yield html.escape(secret)
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]
    encoded = secret.encode("utf-8", "replace")
    yield base64.b64encode(encoded).decode("ascii").rstrip("=")
    yield base64.urlsafe_b64encode(encoded).decode("ascii").rstrip("=")


def _replace(text: str, secret: str, by: str) -> str:
    if len(secret) >= SHORT:
        return text.replace(secret, by)
    return re.sub(rf"(?<![A-Za-z0-9]){re.escape(secret)}(?![A-Za-z0-9])", lambda _: by, text)
