"""Verifies an opened document as a whole and item by item, by the rules of an edition that are handed in."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.document import Opened, ParseLimits
from conformance.document.findings import group
from conformance.document.nodes import Node
from conformance.document.tokens import Token
from conformance.trust.fetching import Fetcher
from conformance.trust.items import Item, items, unreadable
from conformance.trust.known import is_offline
from conformance.trust.report import ItemReport, Method, Reason, Trust, VerificationReport
from conformance.trust.rules import TrustRules
from conformance.trust.session import VerificationSession


def verify(
    opened: Opened,
    rules: TrustRules,
    *,
    fetcher: Fetcher | None = None,
    recipient: Mapping[str, str] | None = None,
    limits: ParseLimits | None = None,
) -> VerificationReport:
    """Whether an opened document can be trusted: each of its items by its own method, at the moment of the opening.

    Without a ``fetcher`` nothing is fetched, and the report says what stayed open. ``recipient`` holds, by identity
    type (``email``), who the learner is said to be. ``limits`` bound the documents that are fetched. A document
    without anything to walk has nothing that could be verified. Never raises for what a document holds or a target
    does.
    """
    document = opened.document
    if document is None:
        return VerificationReport(offline=is_offline(fetcher))
    session = VerificationSession(
        document, rules.profiles, opened.now, fetcher, recipient or {}, limits or ParseLimits()
    )
    reports = list(rules.around(document))
    reports += [_verify(session, node, rules) for node in items(document, rules.items)]
    reports += [_unreadable(token, rules) for token in unreadable(document)]
    rules.look_around(session)
    return VerificationReport(
        items=tuple(rules.weigh(reports)),
        findings=group(session.findings),
        notes=group(session.notes),
        decided=frozenset(session.decided - session.undecided.keys() - session.skipped),
        undecided=dict(session.undecided),
        lookups=session.history(),
        offline=is_offline(fetcher),
        skipped=frozenset(session.skipped),
    )


def _verify(session: VerificationSession, node: Node, rules: TrustRules) -> ItemReport:
    place, endorses = rules.profile_path(node), rules.endorses(node)
    item = Item(session, node.pointer(), node.kind, rules.method(node), node, place, endorses)
    rules.verify_item(item)
    return item.report()


def _unreadable(token: Token, rules: TrustRules) -> ItemReport:
    why = token.payload_problem or "it does not have three base64url parts"
    reason = Reason("unreadable", f"it cannot be read: {why}", rules.unreadable)
    return ItemReport(token.pointer(), token.class_name, "", Method.SIGNED, Trust.NOT_VERIFIED, (reason,))
