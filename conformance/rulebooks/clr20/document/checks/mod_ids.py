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
    yield from _contradictions(record, ("Achievement",), "Achievements")


@check("CLR20-MOD-73", "ClrCredential")
def one_id_is_one_credential(record: Node) -> Iterator[Finding]:
    """Credentials of one id in a record are copies of one, as an endorsement that stands in several places."""
    yield from _contradictions(record, CREDENTIALS, "credentials")


def _contradictions(record: Node, kinds: tuple[str, ...], several: str) -> Iterator[Finding]:
    for first, others in _together(record, kinds):
        for other in others:
            member = _contradiction(first.value, other.value)
            if member:
                message = f"Two {several} of one id in a record differ in {member}"
                yield other.finding(message, at=member, expected="what the other one says, or another id")


def _together(record: Node, kinds: tuple[str, ...]) -> Iterator[tuple[Node, list[Node]]]:
    """Of each id that several objects of these classes have in the record, the first and the others."""
    for nodes in record.scope.ids.values():
        if len(nodes) > 1:
            found = [node for node in nodes if node.kind in kinds]
            if len(found) > 1:
                yield found[0], found[1:]


def _contradiction(one: dict[str, Any], other: dict[str, Any]) -> str:
    """The first member that both have with another value; empty when there is none. Each copy has proofs of its own."""
    common = (member for member in one if member in other and member != "proof")
    return next((member for member in common if one[member] != other[member]), "")
