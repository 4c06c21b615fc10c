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

_KINDS: dict[str, Callable[[Operation], bool]] = {
    PROTECTED: lambda operation: bool(operation.scope),
    PROTECTED_READS: lambda operation: bool(operation.scope) and operation.method == "GET",
}


def spelled_out(behaviour: Behaviour, *editions: Facts) -> Behaviour:
    """The behaviour with the own operationIds of these editions in the place of kinds of operations."""
    if _KINDS.keys().isdisjoint(behaviour.operations):
        return behaviour
    named = tuple(name for word in behaviour.operations for name in _named(word, editions))
    return replace(behaviour, operations=named)


def _named(word: str, editions: Iterable[Facts]) -> tuple[str, ...]:
    kind = _KINDS.get(word)
    if kind is None:
        return (word,)
    return tuple(name for facts in editions for name, each in facts.operations.items() if kind(each))
