"""Faults inside documents: one class of the model comes out wrong, in plain and in signed documents alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from conformance.standard.classes import models
from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.model import Fault
from mock_provider.clr10 import BOOK, FACTS
from mock_provider.clr10.documents import Node, Resign, Rewriting, objects_of_classes
from mock_provider.clr10.operations import READS

Act = Callable[[Node], object]
Where = Callable[[Node], bool]

SCHEMA = {
    "CLR10-GCS-001": "the page that holds the document is not a valid ClrSet either",
    "CLR10-GCL-001": "the CLR that is fetched is not a valid document either",
}
"""What falls with every departure from the model."""

CLOSED_RUN = {"CLR10-CON-012": "a certification run must not hold extension members at all"}
"""What falls with every member that the model does not know."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to each object of a class (``Clr``, ``Assertion``; ``ClrSet`` …) for which ``where`` holds.

    ``tokens`` false leaves the payloads of signed items alone.
    """

    kind: str
    act: Act
    where: Where = bool
    tokens: bool = True


def document_fault(
    *,
    id: str,
    title: str,
    how: str,
    breaks: tuple[str, ...],
    changes: Sequence[Change],
    operations: tuple[str, ...] = READS,
    consequences: Mapping[str, str] | None = None,
) -> Fault:
    """A fault that makes these changes in the documents of the operations; signed items are signed again."""
    return Fault(
        id=id,
        title=title,
        how=how,
        breaks=breaks,
        consequences=consequences or {},
        operations=operations,
        on_response=_rewriting(changes),
    )


def token_fault(
    *,
    id: str,
    title: str,
    how: str,
    breaks: tuple[str, ...],
    change: Resign,
    members: tuple[str, ...] = ("signedAssertions",),
    consequences: Mapping[str, str] | None = None,
) -> Fault:
    """A fault that replaces each compact JWS in arrays of these names by what ``change`` makes of it."""
    return Fault(
        id=id,
        title=title,
        how=how,
        breaks=breaks,
        consequences=consequences or {},
        operations=READS,
        on_response=_rewriting((), dict.fromkeys(members, change)),
    )


def _rewriting(changes: Sequence[Change], resign: Mapping[str, Resign] | None = None) -> Callable[[Response], None]:
    """Rewrite the body of a response, when it is a document that the fault speaks of."""

    @cache
    def changes_of(kind: str) -> Sequence[Change]:
        names = kind, models(BOOK)[kind].kind
        return [change for change in changes if change.kind in names]

    def change_one(kind: str, node: Node, signed: bool) -> None:
        for change in changes_of(kind):
            if (change.tokens or not signed) and change.where(node):
                change.act(node)

    def changed(response: Response) -> None:
        operation = FACTS.operations.get(response.operation)
        if operation is not None and operation.class_name is not None and response.good:
            Rewriting(response, change_one, objects_of_classes, resign or {}).run(operation.class_name)

    return changed


def has(path: str) -> Where:
    """Whether an object has something at that path (``achievement/tags``, ``results/0``)."""

    def holds(node: Node) -> bool:
        holder, name = _holder(node, path)
        return _is_at(holder, name)

    return holds


def put(path: str, value: Any) -> Callable[[Node], bool]:
    """Writes a value at that path, and tells whether it could; a callable makes it from the value before."""

    def act(node: Node) -> bool:
        holder, name = _holder(node, path)
        if holder is None or (callable(value) and not _is_at(holder, name)):
            return False
        holder[name] = value(holder[name]) if callable(value) else _copied(value)
        return True

    return act


def drop(path: str) -> Callable[[Node], bool]:
    """Leaves out what is at that path, and tells whether there was anything."""

    def act(node: Node) -> bool:
        holder, name = _holder(node, path)
        if not _is_at(holder, name):
            return False
        del holder[name]
        return True

    return act


def both(*acts: Act) -> Act:
    """One act after the other."""

    def act(node: Node) -> None:
        for one in acts:
            one(node)

    return act


def _copied(value: Any) -> Any:
    return json.loads(json.dumps(value))


def _holder(node: Any, path: str) -> tuple[Any, Any]:
    *way, last = (int(step) if step.isdecimal() else step for step in path.split("/"))
    for step in way:
        if not _is_at(node, step):
            return None, last
        node = node[step]
    return (node, last) if isinstance(node, list if isinstance(last, int) else dict) else (None, last)


def _is_at(holder: Any, name: str | int) -> bool:
    if isinstance(holder, dict):
        return name in holder
    return isinstance(holder, list) and isinstance(name, int) and name < len(holder)
