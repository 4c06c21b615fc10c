"""One CLR, assertion or endorsement: how it asks to be verified, and the steps by which it is."""

from __future__ import annotations

from typing import Any

from conformance.document.nodes import Node
from conformance.rulebooks.clr10.document.checks.common import moment
from conformance.rulebooks.clr10.trust import ids
from conformance.rulebooks.clr10.trust.hosted import verify_hosted
from conformance.rulebooks.clr10.trust.recipient import check_learner, check_recipient
from conformance.rulebooks.clr10.trust.signed import verify_signed
from conformance.trust.items import Item
from conformance.trust.report import Method


def method(node: Node) -> Method:
    """How the item is to be verified: a token is signed whatever it says."""
    if node.token is not None:
        return Method.SIGNED
    return Method.HOSTED if node.object("verification").get("type") == "Hosted" else Method.NONE


def endorses(node: Node) -> str:
    """The id of what an endorsement is about, empty for anything else."""
    claimed = node.object("claim").get("id")
    return claimed if isinstance(claimed, str) else ""


def verify_item(item: Item) -> None:
    """Verifies an item by its method, then what holds for every item: revoked, expired, somebody else's."""
    value: dict[str, Any] = item.node.value
    if item.node.token is not None:
        verify_signed(item, item.node.token)
    elif item.method is Method.HOSTED:
        value = verify_hosted(item)
    else:
        _without_method(item)
    _check_revoked_flag(item)
    _check_expiry(item, value)
    if item.kind == "Assertion":
        check_recipient(item, value)
    elif item.kind == "Clr":
        check_learner(item)


def _without_method(item: Item) -> None:
    if item.node.object("verification").get("type") == "Signed":
        why = "it says that it is signed, but it is not delivered as a JWS"
        item.refute("unsigned", why, ids.SIGNED_IS_A_TOKEN, declared=True, unseen=True)
    else:
        why = "it names no way to verify it: it rests on the document that holds it"
        item.doubt("no-method", why, ids.NAMES_METHOD)


def _check_revoked_flag(item: Item) -> None:
    if item.node.value.get("revoked") is True and not any(reason.code == "revoked" for reason in item.refuted):
        item.refute("revoked", "it says so itself", ids.not_revoked(item.method), declared=True)


def _check_expiry(item: Item, value: dict[str, Any]) -> None:
    text = value.get("expires")
    if item.kind != "Assertion" or not isinstance(text, str):
        return
    expires = moment(text)
    if expires is not None and expires <= item.session.now:
        rule, latest = ids.not_expired(item.method), f"after {item.session.now:%Y-%m-%d}"
        item.refute("expired", f"it expired on {text}", rule, declared=True)
        item.find(rule, "An assertion has expired", at="expires", expected=latest, note=True)
