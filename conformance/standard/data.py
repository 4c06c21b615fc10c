"""The files of the standard: one folder for each rule book."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML without libyaml
    from yaml import SafeLoader  # type: ignore[assignment]


class CatalogueError(ValueError):
    """The catalogue's own files are wrong, or there is no such rule book; the message names it."""


@cache
def books() -> tuple[str, ...]:
    """The names of all rule books, in order: every folder here with facts."""
    root = files("conformance.standard")
    return tuple(sorted(each.name for each in root.iterdir() if (each / "facts.yaml").is_file()))


def folder_of(book: str) -> Traversable:
    """The folder of a rule book; raises ``CatalogueError`` when there is none of that name."""
    if book not in books():
        raise CatalogueError(f"no such rule book: {book} (known: {', '.join(books())})")
    return files("conformance.standard") / book


def read_yaml(file: Traversable) -> dict[str, Any]:
    """What a YAML file holds."""
    document: dict[str, Any] = yaml.load(file.read_bytes(), Loader=SafeLoader)
    return document
