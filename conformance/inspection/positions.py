"""Finds the line and column of JSON Pointers in the source text of a document.

Only the branches that lead to a wanted pointer are entered; everything else is skipped by one
regular expression, so that a few findings in a long transcript cost one pass over its text.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

_BLANK: Final = re.compile(r"[ \t\r\n]*")
_STRING: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SCALAR: Final = re.compile(r"[^\s,\]}]+")
_BRACKET: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]', re.DOTALL)
_LINE_END: Final = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Position:
    """A stretch of the source text; lines and columns count from 1, columns in characters, the end excluded."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(slots=True)
class _Wanted:
    """One node of the tree of wanted pointers; ``span`` is filled when its value was met."""

    children: dict[str, _Wanted] = field(default_factory=dict)
    span: tuple[int, int] | None = None


def locate(text: str, pointers: Iterable[str]) -> Mapping[str, Position]:
    """Where each pointer leads in the text.

    A pointer to something that is not there gets the place of what should hold it. Behind a ``#`` a
    pointer leads into the payload of a JWS: it gets the place of the token. Never raises.
    """
    wanted = list(dict.fromkeys(pointers))
    root = _Wanted()
    for pointer in wanted:
        node = root
        for token in _tokens(pointer):
            node = node.children.setdefault(token, _Wanted())
    _Scan(text).value(_after_blank(text, 1 if text.startswith("\ufeff") else 0), root)
    lines = [0, *(match.end() for match in _LINE_END.finditer(text))]
    return {pointer: _position(_span(root, pointer), lines) for pointer in wanted}


def _tokens(pointer: str) -> list[str]:
    path = re.split(r"#(?=/|$)", pointer, maxsplit=1)[0]
    return [token.replace("~1", "/").replace("~0", "~") for token in path.split("/")[1:]]


def _span(root: _Wanted, pointer: str) -> tuple[int, int]:
    node, span = root, root.span or (0, 1)
    for token in _tokens(pointer):
        node = node.children[token]
        if node.span is None:
            return span
        span = node.span
    return span


def _position(span: tuple[int, int], lines: list[int]) -> Position:
    start, end = (bisect_right(lines, offset) - 1 for offset in span)
    return Position(start + 1, span[0] - lines[start] + 1, end + 1, span[1] - lines[end] + 1)


def _after_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


class _Scan:
    """One pass over the text; every method takes an offset and returns the one after what it read."""

    def __init__(self, text: str) -> None:
        self._text = text

    def value(self, at: int, wanted: _Wanted) -> int:
        """Reads the value at ``at`` and fills in where it and what is wanted inside it stand."""
        opening = self._text[at : at + 1]
        if opening in ("{", "["):
            wanted.span = (at, at + 1)
            if not wanted.children:
                return self._skip(at)
            return self._object(at + 1, wanted) if opening == "{" else self._array(at + 1, wanted)
        end = self._skip(at)
        wanted.span = (at, max(end, at + 1))
        return end

    def _object(self, at: int, wanted: _Wanted) -> int:
        at = _after_blank(self._text, at)
        while match := _STRING.match(self._text, at):
            child = wanted.children.get(_name(match.group()))
            at = _after_blank(self._text, _after_blank(self._text, match.end()) + 1)
            at = self._member(at, child)
        return at + 1

    def _array(self, at: int, wanted: _Wanted) -> int:
        at = _after_blank(self._text, at)
        index = 0
        while at < len(self._text) and self._text[at] != "]":
            at = self._member(at, wanted.children.get(str(index)))
            index += 1
        return at + 1

    def _member(self, at: int, wanted: _Wanted | None) -> int:
        end = self._skip(at) if wanted is None else self.value(at, wanted)
        end = _after_blank(self._text, max(end, at + 1))
        return _after_blank(self._text, end + 1) if self._text[end : end + 1] == "," else end

    def _skip(self, at: int) -> int:
        if self._text[at : at + 1] in ("{", "["):
            return self._closing(at)
        match = _STRING.match(self._text, at) or _SCALAR.match(self._text, at)
        return match.end() if match else at

    def _closing(self, at: int) -> int:
        depth = 0
        for match in _BRACKET.finditer(self._text, at):
            if match.group() in ("{", "["):
                depth += 1
            elif match.group() in ("}", "]"):
                depth -= 1
                if depth == 0:
                    return match.end()
        return len(self._text)


def _name(quoted: str) -> str:
    if "\\" not in quoted:
        return quoted[1:-1]
    try:
        return str(json.loads(quoted, strict=False))
    except ValueError:
        return quoted[1:-1]
