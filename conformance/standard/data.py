"""The files of the standard: one folder for each rule book."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
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
    """The names of all rule books, in order: every folder of this package with facts."""
    return tuple(sorted(_folders()))


def folder_of(book: str) -> Path:
    """The folder of a rule book; raises ``CatalogueError`` when there is none of that name."""
    if book not in books():
        raise CatalogueError(f"no such rule book: {book} (known: {', '.join(books())})")
    return _folders()[book]


@cache
def _folders() -> dict[str, Path]:
    """The folder of each book. The package's path may name more than one place, as that of any package may."""
    places = import_module("conformance.standard").__path__
    return {file.parent.name: file.parent for place in places for file in Path(place).glob("*/facts.yaml")}


def read_yaml(file: Path) -> dict[str, Any]:
    """What a YAML file holds."""
    document: dict[str, Any] = yaml.load(file.read_bytes(), Loader=SafeLoader)
    return document
