"""The checks that decide a requirement from a document alone, by area; a new module is found by itself."""

from __future__ import annotations

from functools import cache

from conformance.document.registry import Check
from conformance.rulebooks.clr20.document.model import BOOK
from conformance.rulebooks.clr20.document.register import REGISTRY
from conformance.standard import facts


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check that is a function, in the order of areas."""
    return REGISTRY.load(__name__, __path__, facts(BOOK).areas)
