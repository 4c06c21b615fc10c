"""Plans that a user copies, and the JSON Schema of a plan."""

from __future__ import annotations

from importlib.resources import files

SHIPPED = ("provider-read", "provider-write", "provider-full", "provider-api")


def text(name: str) -> str:
    """The commented YAML of a shipped plan; raises ``KeyError`` when there is none of that name."""
    if name not in SHIPPED:
        raise KeyError(name)
    return (files(__name__) / f"{name}.yaml").read_text(encoding="utf-8")


def schema_text() -> str:
    """The JSON Schema (2020-12) of a plan file."""
    return (files(__name__) / "plan.schema.json").read_text(encoding="utf-8")
