"""Which mutants a session holds: the same ones for the same seed, wherever lines have moved to. Pure."""

from __future__ import annotations

import ast
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import TypeVar

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mutation happens: a file relative to the root, the name of what it stands in, and from where to where.

    A position is a line from 1 on and a column from 0 on.
    """

    path: str
    definition: str
    operator: str
    occurrence: int
    start: Position
    end: Position


T = TypeVar("T")


def choose(
    items: Iterable[T],
    place: Callable[[T], Place],
    source: Callable[[str], str],
    *,
    seed: int,
    size: int | None,
    only: str = "*",
) -> list[T]:
    """The items to try: ``size`` of them with at most one at each place, or all when it is ``None``.

    ``place`` tells where an item is, ``source`` the text of a file; ``only`` is a pattern for paths.
    """
    wanted = [(place(item), item) for item in items if fnmatch(place(item).path, only)]
    told = {path: frozenset(_untold(source(path))) for path in {where.path for where, _ in wanted}}
    felt = [(where, item) for where, item in wanted if where.start not in told[where.path]]
    if size is None:
        return [item for _, item in felt]
    ordered = sorted(_keyed(felt, seed), key=lambda one: one[0])
    once = {(where.path, where.start, where.end): item for _, where, item in reversed(ordered)}
    return list(reversed(once.values()))[:size]


def _keyed(items: Iterable[tuple[Place, T]], seed: int) -> Iterator[tuple[str, Place, T]]:
    """Each with a random key that only a change of the same function can alter."""
    count: Counter[str] = Counter()
    for where, item in sorted(items, key=lambda one: (one[0].path, one[0].operator, one[0].occurrence)):
        name = f"{seed} {where.path} {where.definition} {where.operator}"
        count[name] += 1
        yield hashlib.sha256(f"{name} {count[name]}".encode()).hexdigest(), where, item


def _untold(source: str) -> Iterator[Position]:
    """All positions where a change can alter no verdict: annotations (never evaluated) and decorators of classes."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        for part in _silent(node):
            end = (part.end_lineno or part.lineno, part.end_col_offset or 0)
            for line in range(part.lineno, end[0] + 1):
                first = part.col_offset if line == part.lineno else 0
                last = end[1] if line == end[0] else len(lines[line - 1])
                yield from ((line, column) for column in range(first, last))


def _silent(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, (ast.arg, ast.AnnAssign)) and node.annotation:
        yield node.annotation
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.returns:
        yield node.returns
    if isinstance(node, ast.ClassDef):
        yield from node.decorator_list
