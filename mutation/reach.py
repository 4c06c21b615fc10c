"""How far a change in the suites reaches: the names in which it can be felt, by their distance. Pure."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest


@dataclass(frozen=True, slots=True)
class Definition:
    """A function, method, constant or the rest of a class: its name, its lines from 1 on, and the words in them.

    ``private`` ones are used in their own file only.
    """

    path: str
    name: str
    first: int
    last: int
    words: frozenset[str]
    private: bool


def changed_line(before: str, after: str) -> int:
    """The first line, from 1 on, in which two texts differ apart from blank lines; 0 when there is none."""
    pairs = zip_longest(_written(before), _written(after), fillvalue=(0, ""))
    return next((number for (number, one), (_, other) in pairs if one != other), 0)


def _written(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip())


def definitions(path: str, source: str) -> Iterator[Definition]:
    """What a module defines."""
    lines = source.splitlines()
    for name, node in _named(ast.parse(source).body):
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
        last = node.end_lineno or node.lineno
        words = frozenset(re.findall(r"\w+", "\n".join(lines[first - 1 : last])))
        yield Definition(path, name, first, last, words, name.startswith("_") or "provider/" in path)


def _named(body: Iterable[ast.stmt], owner: str = "") -> Iterator[tuple[str, ast.stmt]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _named(node.body, node.name)
        elif isinstance(node, ast.FunctionDef):
            yield (owner if owner and node.name.startswith("__") else node.name), node
        elif owner:
            yield owner, node
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = (one for target in targets for one in ast.walk(target) if isinstance(one, ast.Name))
            yield from ((name.id, node) for name in names)


def reached(known: Iterable[Definition], path: str, line: int) -> Mapping[Definition, int]:
    """The definitions that a change in that line may alter: 0 for the changed one, 1 for those that name it, …"""
    everything = tuple(known)
    found = {one: 0 for one in everything if one.path == path and one.first <= line <= one.last}
    edge, distance = list(found), 0
    while edge:
        distance += 1
        edge = [one for one in everything if one not in found and any(_names(one, other) for other in edge)]
        found |= dict.fromkeys(edge, distance)
    return found


def _names(one: Definition, other: Definition) -> bool:
    return other.name in one.words and (not other.private or one.path == other.path)
