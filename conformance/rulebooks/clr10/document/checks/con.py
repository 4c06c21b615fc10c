"""What publishers do with the items that they issue, as far as a document shows it."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.document.nodes import Node
from conformance.record import Finding
from conformance.rulebooks.clr10.document.checks.common import ITEMS, verification_type
from conformance.rulebooks.clr10.document.register import check


@check("CLR10-CON-014", *ITEMS, when="verification")
def signed_items_are_in_signed_arrays(item: Node) -> Iterator[Finding]:
    """An item that says Signed is delivered as a JWS; a document's root may be the decoded payload of one."""
    if item.parent is not None and item.token is None and verification_type(item) == "Signed":
        yield item.finding(
            f"This {item.kind} says that it is signed, but is delivered without a signature",
            at=("verification", "type"),
            expected=f"a compact JWS in signed{item.kind}s, or verification of type Hosted",
        )


@check("CLR10-CON-015", "Clr", "Assertion")
def items_can_be_verified(item: Node) -> Iterator[Finding]:
    """Each CLR and assertion that is not revoked carries verification."""
    if "verification" not in item.value and item.value.get("revoked") is not True:
        yield item.finding(
            f"This {item.kind} does not say how it can be verified",
            at="verification",
            expected="an object with type Hosted or Signed",
        )
