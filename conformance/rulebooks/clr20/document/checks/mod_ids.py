"""Area MOD: what one id stands for in a record, which is one thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.document.nodes import Node
from conformance.record import Finding
from conformance.rulebooks.clr20.document.model import CREDENTIALS
from conformance.rulebooks.clr20.document.register import check


@check("CLR20-MOD-72", "ClrCredential")
def one_id_is_one_achievement(record: Node) -> Iterator[Finding]:
    """Achievements of one id in a record do not contradict each other; one may say less than another."""
    for first, others in _together(record, ("Achievement",)):
        for other in others:
            member = _contradiction(first.value, other.value)
            if member:
                message = f"Two Achievements of one id in a record differ in {member}"
                yield other.finding(message, at=member, expected="what the other one says, or another id")


@check("CLR20-MOD-73", "ClrCredential")
def one_id_is_one_credential(record: Node) -> Iterator[Finding]:
    """No two credentials in a record have one id."""
    for _, others in _together(record, CREDENTIALS):
        for other in others:
            message = "Two credentials in a record have one id"
            yield other.finding(message, at="id", expected="an id of its own for each")


def _together(record: Node, kinds: tuple[str, ...]) -> Iterator[tuple[Node, list[Node]]]:
    """Of each id that several objects of these classes have in the record, the first and the others."""
    for nodes in record.scope.ids.values():
        if len(nodes) > 1:
            found = [node for node in nodes if node.kind in kinds]
            if len(found) > 1:
                yield found[0], found[1:]


def _contradiction(one: dict[str, Any], other: dict[str, Any]) -> str:
    """The first member that both have with another value; empty when there is none."""
    return next((member for member, value in one.items() if member in other and other[member] != value), "")
