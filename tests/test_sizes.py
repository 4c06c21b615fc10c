"""The sources stay small enough to be read at one sitting: no long file, no wide class, and most files short."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("conformance", "mock_provider", "reports")
MOST_LINES, MOST_METHODS, MEDIAN_LINES = 400, 25, 120


@pytest.fixture(autouse=True, scope="module")
def collected() -> None:
    """What other tests have left goes now: a finalizer that warns in the middle of ``ast.parse`` upsets Python 3.11."""
    gc.collect()


@cache
def lines() -> dict[Path, int]:
    """How many lines each source file has."""
    files = (file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    return {file: len(file.read_text(encoding="utf-8").splitlines()) for file in files}


def methods(source: str) -> Iterator[tuple[str, int]]:
    """Every class with the number of functions in its body."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            yield node.name, sum(isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) for each in node.body)


def test_no_file_is_long() -> None:
    long = [f"{file.relative_to(ROOT)}: {count}" for file, count in lines().items() if count > MOST_LINES]

    assert not long, "split by concern:\n" + "\n".join(long)


def test_most_files_are_short() -> None:
    """Files that only name a package would hide the others."""
    assert median(count for count in lines().values() if count > 1) < MEDIAN_LINES


def test_no_class_is_wide() -> None:
    wide = [
        f"{file.relative_to(ROOT)}: {name} has {count} methods"
        for file in lines()
        for name, count in methods(file.read_text(encoding="utf-8"))
        if count > MOST_METHODS
    ]

    assert not wide, "a class with one concern is smaller:\n" + "\n".join(wide)


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_is_measured(package: str) -> None:
    assert any(file.is_relative_to(ROOT / package) for file in lines())


def test_methods_are_counted_as_they_stand_in_the_class() -> None:
    source = "class A:\n def a(self): ...\n async def b(self):\n  def c(): ...\nclass B(A):\n x = 1\n"

    assert dict(methods(source)) == {"A": 2, "B": 0}
