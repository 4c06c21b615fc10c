"""The plans that a user copies, and the JSON Schema of a plan: data, in a checkout as in an installed package."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from conformance.plan.edition import public_names


def names() -> tuple[str, ...]:
    """The names of the shipped plans."""
    return tuple(sorted(each.name.removesuffix(".yaml") for each in _folder().iterdir() if each.name.endswith(".yaml")))


def text(name: str) -> str:
    """The commented YAML of a shipped plan; raises ``KeyError`` when there is none of that name."""
    if name not in names():
        raise KeyError(name)
    return (_folder() / f"{name}.yaml").read_text(encoding="utf-8")


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a plan file. Which editions there are is seen, not written in the file."""
    made: dict[str, Any] = json.loads((_folder() / "plan.schema.json").read_text(encoding="utf-8"))
    edition = made["properties"]["standard"]
    made["properties"]["standard"] = {"enum": [*public_names()], "description": edition["description"]}
    return made


def schema_text() -> str:
    """The same as text."""
    return json.dumps(schema(), indent=2) + "\n"


@cache
def _folder() -> Traversable:
    """In a wheel the plans lie inside the package, in a checkout beside it."""
    package = files("conformance")
    inside = package / "test_plans"
    return inside if inside.is_dir() else Path(str(package)).parent / "test_plans"
