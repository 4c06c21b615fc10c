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
LISTS = "lists"
"""Those of them that list the records of a learner, page by page."""

_KINDS: dict[str, Callable[[Operation], bool]] = {
    PROTECTED: lambda operation: bool(operation.scope),
    PROTECTED_READS: lambda operation: bool(operation.scope) and operation.method == "GET",
    LISTS: lambda operation: operation.claim == "read" and bool(operation.scope) and not operation.of_one,
}


def spelled_out(behaviour: Behaviour, facts: Facts) -> Behaviour:
    """The behaviour with the edition's own operationIds in the place of kinds of operations."""
    if _KINDS.keys().isdisjoint(behaviour.operations):
        return behaviour
    return replace(behaviour, operations=tuple(name for word in behaviour.operations for name in _named(word, facts)))


def _named(word: str, facts: Facts) -> tuple[str, ...]:
    kind = _KINDS.get(word)
    found = tuple(name for name, each in facts.operations.items() if kind(each)) if kind else ()
    return found or (word,)  # a kind of which the edition has none is the name of no operation
