"""The plans that a user copies, and the JSON Schemas beside them: data, in a checkout as in an installed package."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from conformance.plan.edition import public_names

ROLES = ("provider", "consumer")
"""Whom a plan can be about."""

_COMMON = (
    "plan", "name", "standard", "select", "ignore", "inferred", "keep_personal_data", "waivers", "strict_manual",
    "seen_by_hand",
)  # fmt: skip


def names(role: str = "") -> tuple[str, ...]:
    """The names of the shipped plans; of those for one role, when it is given."""
    found = (each.name.removesuffix(".yaml") for each in _folder().iterdir() if each.name.endswith(".yaml"))
    return tuple(sorted(name for name in found if not role or name.startswith(f"{role}-")))


def text(name: str) -> str:
    """The commented YAML of a shipped plan; raises ``KeyError`` when there is none of that name."""
    if name not in names():
        raise KeyError(name)
    return (_folder() / f"{name}.yaml").read_text(encoding="utf-8")


def schema(role: str = "provider") -> dict[str, Any]:
    """The JSON Schema (2020-12) of a plan file for that role. Which editions there are is seen, not written in it."""
    made = _stored("plan.schema.json")
    if role != "provider":
        own = _stored(f"{role}.schema.json")
        common = {name: made["properties"][name] for name in _COMMON}
        made |= own | {"properties": common | own["properties"], "$defs": made["$defs"] | own["$defs"]}
    edition = made["properties"]["standard"]
    made["properties"]["standard"] = {"enum": [*public_names()], "description": edition["description"]}
    return made


def schema_text(role: str = "provider") -> str:
    """The same as text."""
    return json.dumps(schema(role), indent=2) + "\n"


def outcome_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the outcome that a consumer reports of one start."""
    return _stored("outcome.schema.json")


def _stored(file: str) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads((_folder() / file).read_text(encoding="utf-8"))
    return stored


@cache
def _folder() -> Traversable:
    """In a wheel the plans lie inside the package, in a checkout beside it."""
    package = files("conformance")
    inside = package / "test_plans"
    return inside if inside.is_dir() else Path(str(package)).parent / "test_plans"
