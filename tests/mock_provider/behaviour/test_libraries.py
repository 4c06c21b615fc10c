"""Faults, variations and oddities in their libraries: a search for an id finds the one place where it is written."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import mock_provider
from conformance.standard.facts import editions
from mock_provider.behaviours import as_written

LIBRARIES = [
    path
    for folder in ("faults", "variations", "oddities")
    for path in Path(mock_provider.__path__[0]).glob(f"*/{folder}/**/*.py")
]


def literals(path: Path) -> list[str]:
    """All texts of a source that are written as one literal."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def test_every_id_is_written_once_and_whole() -> None:
    written = Counter(text for path in LIBRARIES for text in literals(path))
    known = {one.id for book in editions() for one in as_written(book).values() if one.kind != "accident"}

    assert known
    assert {name: written[name] for name in known if written[name] != 1} == {}


def test_every_requirement_is_written_whole() -> None:
    written = {text for path in LIBRARIES for text in literals(path)}
    known = {
        requirement
        for book in editions()
        for one in as_written(book).values()
        for requirement in (*one.breaks, *one.consequences, *one.doubts, *one.obliges)
    }

    assert sorted(known - written) == []


def test_no_library_is_longer_than_a_few_screens() -> None:
    lengths = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in LIBRARIES}

    assert {path: lines for path, lines in lengths.items() if lines > 300} == {}
