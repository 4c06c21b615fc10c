"""No source outside the rooms of a rule book names one of its facts: another edition is a folder, not an ``if``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.standard import books, contract, facts

ROOT = Path(__file__).parents[1]
ROOMS = ("conformance/standard", "conformance/rulebooks", "mock_provider")
UNIVERSAL = frozenset({"application/json", "application/ld+json", "text/plain", "IRI"})
"""Media types and terms that no standard has for itself."""
W3C = frozenset({"Multikey", "Proof"})
"""Classes of the contracts that are those of W3C documents, of which the engine of verification speaks too."""
ORDINARY = frozenset({"Related"})
"""Classes whose name is an English word that a directive of the vectors bears too."""
EVERYBODYS = ("mock_provider/behaviour",)
"""Rooms of what any edition can be made to do: they name rules that editions share."""


def sources() -> Iterator[Path]:
    for room in ("conformance", "mock_provider", "reports"):
        yield from sorted((ROOT / room).rglob("*.py"))


def home(book: str, path: Path) -> bool:
    """True in the rooms of the book; what editions share is at home with each of them too."""
    owners = books() if facts(book).shared else (book,)
    rooms = [ROOT / room / owner for room in ROOMS for owner in owners]
    rooms += [ROOT / room for room in EVERYBODYS if facts(book).shared]
    return any(map(path.is_relative_to, rooms))


def at_others(book: str, path: Path) -> bool:
    """True in the room of another rule book, which has classes of the same names, or turns the one into the other.

    A record that bears the context of another edition is known there too.
    """
    return any(home(other, path) for other in books() if other != book)


class Facts:
    """What a rule book alone may name."""

    def __init__(self, book: str) -> None:
        told = facts(book)
        self.whole = set(told.operations) | set(told.media_types) - UNIVERSAL
        self.classes: set[str] = set()
        self.names = {re.sub("(?<!^)([A-Z])", r"_\1", name).lower() for name in told.operations}
        self.parts = {told.base_path, told.context_url, *told.scopes.values()} - {""}
        self.id = re.compile(rf"\b{told.prefix}-[A-Z]{{2,4}}-\d+")
        self.words = (
            re.compile(rf"\b({'|'.join(map(re.escape, sorted(told.operations)))})\b") if told.operations else None
        )
        if told.operations:
            self.classes = set(contract(book)["components"]["schemas"]) - UNIVERSAL - W3C - ORDINARY
        self.context = told.context_url

    def in_text(self, text: str, classes: bool = True) -> str | None:
        """The fact that a string names, if any; names of classes, and the context alone, only where they count."""
        if text == self.context and not classes:
            return None
        if text in self.whole or (classes and text in self.classes):
            return text
        if found := self.id.search(text) or (self.words and self.words.search(text)):
            return found.group()
        return next((part for part in self.parts if part in text), None)


def docstrings(tree: ast.AST) -> set[ast.AST]:
    """The string nodes that say something to readers alone."""
    bodies = (body for node in ast.walk(tree) if isinstance(body := getattr(node, "body", None), list))
    statements = (statement for body in bodies for statement in body if isinstance(statement, ast.Expr))
    return {statement.value for statement in statements if isinstance(statement.value, ast.Constant)}


def named(source: str, known: Facts, classes: bool = True) -> Iterator[tuple[int, str]]:
    """The facts that a source names, each with its line; names of classes only where they count."""
    tree = ast.parse(source)
    spared = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in spared:
            if fact := known.in_text(node.value, classes):
                yield node.lineno, fact
        elif isinstance(node, ast.Attribute | ast.FunctionDef):
            name = node.attr if isinstance(node, ast.Attribute) else node.name
            if name in known.names:
                yield node.lineno, name


@pytest.mark.parametrize("book", books())
def test_only_the_rooms_of_a_rule_book_name_its_facts(book: str) -> None:
    known = Facts(book)
    strangers = [
        f"{path.relative_to(ROOT)}:{line}: {fact}"
        for path in sources()
        if not home(book, path)
        for line, fact in named(path.read_text(encoding="utf-8"), known, classes=not at_others(book, path))
    ]
    assert strangers == []


@pytest.mark.parametrize(
    ("source", "fact"),
    [
        ("x = 'CLR10-GCS-001'", "CLR10-GCS-001"),
        ("x = f'see CLR10-GCS-001 of {y}'", "CLR10-GCS-001"),
        ("x = '/ims/clr/v1p0/clrs'", "/ims/clr/v1p0"),
        ("x = 'getClrs'", "getClrs"),
        ("x = 'the answer of getClrs'", "getClrs"),
        ("api.get_clrs()", "get_clrs"),
        ("x = 'ClrSet'", "ClrSet"),
        ("x = 'application/ld+json'", None),
        ("x = 'application/json'", None),
        ("'''Speaks of getClrs.'''", None),
    ],
)
def test_a_fact_is_found_however_it_is_named(source: str, fact: str | None) -> None:
    assert [found for _, found in named(source, Facts("clr10"))] == ([fact] if fact else [])
