"""Ids of faults, variations and requirements stand in the sources as a whole, so that a search finds them."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import mock_provider
from mock_provider.behaviours import as_written, faults, variations
from mock_provider.editions import editions

ROOMS = sorted(Path(mock_provider.__file__).parent.glob("*/"))
LIBRARIES = [room / name for room in ROOMS for name in ("faults", "variations") if (room / name).is_dir()]
DECLARED = {
    name: one for book in editions().values() for name, one in (*faults(book).items(), *variations(book).items())
}


def nodes(folder: Path) -> Iterator[ast.AST]:
    for path in sorted(folder.rglob("*.py")):
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def plays(path: Path) -> bool:
    """True for a module of scenarios: they name what they play, and declare no fault and no variation."""
    return "scenarios" in path.relative_to(Path(mock_provider.__file__).parent).parts


@cache
def literals() -> Counter[object]:
    """How often each text stands as a literal of its own in the rooms of the mock, but where scenarios play it."""
    rooms = [folder for room in ROOMS for folder in sorted({*room.glob("**/")}) if not plays(folder)]
    found = (
        node for room in rooms for path in room.glob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))
    )
    return Counter(node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str))


def declared_ids(folder: Path) -> Iterator[str]:
    """What is written as ``id=`` in calls."""
    for node in nodes(folder):
        if isinstance(node, ast.keyword) and node.arg == "id" and isinstance(node.value, ast.Constant):
            assert isinstance(node.value.value, str)
            yield node.value.value


def test_each_id_is_written_once_and_whole() -> None:
    assert not {name: literals()[name] for name in DECLARED if literals()[name] != 1}


def test_an_id_that_is_broken_is_written_as_a_whole() -> None:
    every = [fault for book in editions().values() for fault in as_written(book).values()]
    assert not {row for fault in every for row in fault.breaks if not literals()[row]}


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: f"{library.parent.name}/{library.name}")
def test_whatever_is_declared_is_listed(library: Path) -> None:
    """A package that forgets one of its modules forgets the faults in it without a sound."""
    found = list(declared_ids(library))
    assert len(found) == len(set(found)) > 0
    assert set(found) <= DECLARED.keys()
