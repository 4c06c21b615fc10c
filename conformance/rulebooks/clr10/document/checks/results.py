"""Results and the descriptions that they refer to, joined once per assertion."""

from __future__ import annotations

from typing import Any

from conformance.document.nodes import Node

Described = list[tuple[int, dict[str, Any], dict[str, Any] | None]]


def described(assertion: Node) -> Described:
    """Each result of an assertion with its index and its description, ``None`` when there is none."""
    if assertion.memo is None:
        assertion.memo = _join(assertion)
    joined: Described = assertion.memo
    return joined


def _join(assertion: Node) -> Described:
    descriptions = assertion.object("achievement").get("resultDescriptions")
    by_id = {
        entry["id"]: entry
        for entry in (descriptions if isinstance(descriptions, list) else ())
        if isinstance(entry, dict) and isinstance(entry.get("id"), str)
    }
    return [
        (index, result, by_id.get(reference) if isinstance(reference := result.get("resultDescription"), str) else None)
        for index, result in enumerate(assertion.entries("results"))
        if isinstance(result, dict)
    ]
