"""Which requirement a schema error breaks, by class and keyword: the tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from conformance.document.rules import Subject


def subjects() -> Mapping[str, frozenset[Subject]]:
    """Requirement decided by the schemas -> the classes and members that it speaks of."""
    return MappingProxyType({"CLR20-SER-08": frozenset()})


def decided() -> frozenset[str]:
    """Every requirement that a schema error can break."""
    return frozenset(subjects())
