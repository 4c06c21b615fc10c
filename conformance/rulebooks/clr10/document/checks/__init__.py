"""The checks that decide a requirement from a document alone, one module per area.

``registry()`` lists them all. A check that is a function has the id ``document.<area>.<name>``; what
the schemas decide has the id ``document.schema.<area>``, one for all requirements of that area.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from conformance.document.registry import Check, check, registered

__all__ = ["Check", "all_checks", "check", "registry"]

_AREAS = ("pay", "ext", "clr", "asr", "ach", "prf", "end", "res", "idn", "ver", "key", "jws", "dsc", "con")


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check that is a function, in the order of areas."""
    for area in _AREAS:
        import_module(f"{__name__}.{area}")
    return tuple(registered().values())


@cache
def registry() -> Mapping[str, tuple[str, ...]]:
    """Check id -> the requirements that it decides, those of the schemas included."""
    from conformance.rulebooks.clr10.document.schema_rules import decided

    found: defaultdict[str, list[str]] = defaultdict(list)
    for requirement in sorted(decided()):
        found[f"document.schema.{requirement.split('-')[1].lower()}"].append(requirement)
    for entry in all_checks():
        found[entry.id].append(entry.requirement)
    return MappingProxyType({name: tuple(requirements) for name, requirements in found.items()})
