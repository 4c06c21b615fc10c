"""Kinds of operations, for behaviours that editions share: each edition has operations of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from conformance.standard.facts import Facts, Operation
from mock_provider.behaviour.model import Behaviour

PROTECTED = "protected"
"""Every operation that needs an access token."""
PROTECTED_READS = "protected reads"
"""Those of them that only read."""
LISTS = "lists"
"""Those of them that list the records of a learner, page by page."""
DESCRIPTION = "description"
"""The public one whose document says where the endpoints of OAuth are."""

_KINDS: dict[str, Callable[[Operation], bool]] = {
    PROTECTED: lambda operation: bool(operation.scope),
    PROTECTED_READS: lambda operation: bool(operation.scope) and operation.method == "GET",
    DESCRIPTION: lambda operation: operation.describes,
    LISTS: lambda operation: operation.claim == "read" and bool(operation.scope) and not operation.of_one,
}


def spelled_out(behaviour: Behaviour, *editions: Facts) -> Behaviour:
    """The behaviour with the own operationIds of these editions in the place of kinds of operations."""
    if _KINDS.keys().isdisjoint(behaviour.operations):
        return behaviour
    named = tuple(name for word in behaviour.operations for name in _named(word, editions))
    return replace(behaviour, operations=named)


def _named(word: str, editions: Iterable[Facts]) -> tuple[str, ...]:
    kind = _KINDS.get(word)
    known = (each for facts in editions for each in facts.operations.values())
    found = tuple(each.id for each in known if kind(each)) if kind else ()
    return found or (word,)  # a kind of which the editions have none is the name of no operation
