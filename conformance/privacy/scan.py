"""Walks through JSON text as it stands, right or broken or cut off, and says of each value whose it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from conformance.privacy.places import Map, Whose

_TOKEN = re.compile(r'("[^"\\]*+(?:\\.[^"\\]*+)*+"?)(\s*+:)?|([{\[])|([}\]])|(-?\d[\d.eE+-]*+)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Value:
    """A text or a number: where it stands (with its quotation marks), under which member, and whose it is."""

    start: int
    end: int
    name: str
    whose: Whose
    personal: bool
    literal: str

    @property
    def is_text(self) -> bool:
        """True for a text, false for a number."""
        return self.literal.startswith('"')

    @property
    def text(self) -> str:
        """What the literal says; as it stands when its escapes are broken or cut off."""
        return unquoted(self.literal)


def values(text: str, where: Map, whose: Whose) -> Iterator[Value]:
    """Every text and number in the order in which they stand."""
    inside, personal = where.inside, where.personal
    name, stack = "", []
    for token in _TOKEN.finditer(text):
        kind = token.lastindex
        if kind == 2:
            name = unquoted(token[1])
        elif kind in (1, 5):
            yield Value(token.start(), token.end(), name, whose, personal(whose, name), token[0])
        elif kind == 3:
            stack.append((whose, name))
            if token[0] == "{":
                whose, name = inside(whose, name), ""
        elif stack:
            whose, name = stack.pop()


def unquoted(literal: str) -> str:
    """The text of a JSON string literal; without its quotation marks alone when it is none."""
    if "\\" not in literal:
        return literal.strip('"')
    try:
        return str(json.loads(literal))
    except ValueError:
        return literal[1:].removesuffix('"')


def quoted(text: str, like: str) -> str:
    """The text as a JSON string literal, written in the manner of another one, which may be cut off."""
    made = json.dumps(text, ensure_ascii="\\u" in like)
    return made if len(like) > 1 and like.endswith('"') else made[:-1]
