"""How one credential is verified: its proofs, then what may have come of it since, in the order of the standard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from conformance.document.nodes import Node
from conformance.rulebooks.clr20.document.reading import identifier
from conformance.rulebooks.clr20.trust import dates, proofs, recipient, refresh, resting, schemas, status, tokens
from conformance.trust.items import Item
from conformance.trust.report import Method

ISSUER: Final = ("issuer",)

STEPS: Final[tuple[Callable[[Item], None], ...]] = (
    proofs.look,
    tokens.look,
    schemas.look,
    refresh.look,
    status.look,
    dates.look,
    recipient.look,
    resting.look,
)
"""Each leaves its answers, reasons and findings with the item (Open Badges 3.0, verification)."""


def verify_item(item: Item) -> None:
    """Verifies one credential; what is around it and inside of it is verified for itself."""
    for look in STEPS:
        look(item)


def method(node: Node) -> Method:
    """Every credential of this edition is signed, by a proof inside of it or as a compact JWS; else it has none."""
    return Method.SIGNED if node.token is not None or "proof" in node.value else Method.NONE


def profile_path(_node: Node) -> tuple[str, ...]:
    """The member that leads from a credential to the profile that answers for it."""
    return ISSUER


def endorses(node: Node) -> str:
    """The id of what an endorsement speaks of."""
    if node.kind != "EndorsementCredential":
        return ""
    return identifier(node.object("credentialSubject")) or ""
