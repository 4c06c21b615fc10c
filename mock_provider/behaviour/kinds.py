"""Kinds of operations, for behaviours that editions share: each edition has operations of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conformance.standard.facts import Facts, Operation
from mock_provider.behaviour.model import Behaviour

PROTECTED = "protected"
"""Every operation that needs an access token."""
PROTECTED_READS = "protected reads"
"""Those of them that only read."""

_KINDS: dict[str, Callable[[Operation], bool]] = {
    PROTECTED: lambda operation: bool(operation.scope),
    PROTECTED_READS: lambda operation: bool(operation.scope) and operation.method == "GET",
}


def spelled_out(behaviour: Behaviour, facts: Facts) -> Behaviour:
    """The behaviour with the edition's own operationIds in the place of kinds of operations."""
    if _KINDS.keys().isdisjoint(behaviour.operations):
        return behaviour
    return replace(behaviour, operations=tuple(name for word in behaviour.operations for name in _named(word, facts)))


def _named(word: str, facts: Facts) -> tuple[str, ...]:
    kind = _KINDS.get(word)
    return tuple(name for name, each in facts.operations.items() if kind(each)) if kind else (word,)
