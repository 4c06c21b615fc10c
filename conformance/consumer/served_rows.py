"""Which requirements a scenario serves: by the checks that look at it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from conformance.rulebooks import find
from conformance.standard import load


@cache
def rows_by_scenario(book: str) -> Mapping[str, tuple[str, ...]]:
    """Ids of requirements by scenario, as the edition has them; a check that looks at any sitting is in none."""
    standard, rules = load(book), find(book).consumer
    found: dict[str, list[str]] = {}
    for check in rules.checks if rules else ():
        for scenario in check.scenarios:
            found.setdefault(scenario, []).append(standard.own_id(check.requirement))
    known = {
        name: tuple(row for row in dict.fromkeys(rows) if row in standard.requirements) for name, rows in found.items()
    }
    return MappingProxyType(known)
