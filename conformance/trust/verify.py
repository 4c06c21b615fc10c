"""Verifies a document as a whole and item by item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from conformance.document import ParseLimits
from conformance.document.findings import group
from conformance.document.nodes import Node
from conformance.document.tokens import Token
from conformance.document.walk import Document
from conformance.document.words import a
from conformance.rulebooks.clr10.document.checks.common import moment
from conformance.trust.fetching import Fetcher
from conformance.trust.hosted import verify_hosted
from conformance.trust.items import Item, items, method, unreadable
from conformance.trust.recipient import check_learner, check_recipient
from conformance.trust.report import ItemReport, Method, Reason, Trust, VerificationReport
from conformance.trust.resolving import check_frameworks, check_ids, check_keys
from conformance.trust.session import Session
from conformance.trust.signature import header_problem
from conformance.trust.signed import verify_signed

CHECKS: Mapping[str, tuple[str, ...]] = {
    "verification.jws.the_signature_fits": ("CLR10-JWS-010",),
    "verification.jws.the_issuer_signed": ("CLR10-JWS-011",),
    "verification.key.the_owner_signs": ("CLR10-KEY-004",),
    "verification.key.the_id_returns_the_key": ("CLR10-KEY-005",),
    "verification.ver.the_issuer_authorizes_the_creator": ("CLR10-VER-003",),
    "verification.rvl.revoked_items_are_listed": ("CLR10-RVL-003",),
    "verification.rvl.the_list_is_the_issuers": ("CLR10-RVL-004",),
    "verification.rvl.the_list_is_at_its_id": ("CLR10-RVL-005",),
    "verification.asr.the_id_resolves": ("CLR10-ASR-006",),
    "verification.asr.the_recipient_is_the_learner": ("CLR10-ASR-008", "CLR10-IDN-007"),
    "verification.ach.the_id_resolves": ("CLR10-ACH-004",),
    "verification.ach.case_nodes_are_returned": ("CLR10-ACH-009",),
    "verification.prf.the_id_resolves": ("CLR10-PRF-003",),
}
"""Check id -> the requirements of documents that it decides."""


def verify(
    document: Document,
    *,
    now: datetime,
    fetcher: Fetcher | None = None,
    recipient: Mapping[str, str] | None = None,
    limits: ParseLimits | None = None,
) -> VerificationReport:
    """Whether a walked document can be trusted: each CLR, assertion and endorsement by its own method.

    Without a ``fetcher`` nothing is fetched, and the report says what stayed open. ``recipient`` holds, by identity
    type (``email``), who the learner is said to be. ``now`` is the moment at which expiry is judged; ``limits``
    bound the documents that are fetched. Never raises for what a document holds or a target does.
    """
    session = Session(document, now, fetcher, recipient or {}, limits or ParseLimits())
    reports = list(_around(document))
    reports += [_verify(session, node) for node in items(document)]
    reports += [_unreadable(token) for token in unreadable(document)]
    check_keys(session)
    check_ids(session)
    check_frameworks(session)
    return VerificationReport(
        items=tuple(_weighed(list(_resting(reports)))),
        findings=group(session.findings),
        notes=group(session.notes),
        decided=frozenset(session.decided - session.undecided.keys() - session.skipped),
        undecided=dict(session.undecided),
        lookups=session.told_lookups(),
        offline=fetcher is None,
        skipped=frozenset(session.skipped),
    )


def _verify(session: Session, node: Node) -> ItemReport:
    item = Item(session, node.pointer(), node.kind, method(node), node)
    value: dict[str, Any] = node.value
    if node.token is not None:
        verify_signed(item, node.token)
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
    return item.report()


def _resting(reports: Sequence[ItemReport]) -> Iterator[ItemReport]:
    """An assertion that names no method rests on the CLR that holds it (section 8.7 of the facts): its verdict too."""
    clrs = {report.pointer: report.verdict for report in reports if report.kind == "Clr"}
    for report in reports:
        holder = _holder(report, clrs)
        codes = [reason.code for reason in report.reasons]
        if holder is None or "no-method" not in codes:
            yield report
            continue
        why = "it names no way to verify it, so it rests on the CLR that holds it"
        if clrs[holder] is not Trust.VERIFIED:
            told = (
                f"{why}, which is not verified" if clrs[holder] is Trust.NOT_VERIFIED else f"{why}, which is undecided"
            )
            reasons = tuple(replace(each, text=told) if each.code == "no-method" else each for each in report.reasons)
            yield replace(report, reasons=reasons)
            continue
        left = tuple(each for each in report.reasons if each.code != "no-method")
        verdict = report.verdict if left else Trust.VERIFIED
        yield replace(report, verdict=verdict, reasons=left, open=(*report.open, f"{why}, which is verified"))


def _holder(report: ItemReport, clrs: Mapping[str, Trust]) -> str | None:
    """The pointer of the CLR in which an assertion stands unsigned; ``None`` when it stands in none."""
    if report.kind != "Assertion":
        return None
    place, separator, _ = report.pointer.rpartition("/assertions/")
    return place if separator and place in clrs else None


def _around(document: Document) -> Iterator[ItemReport]:
    """What is signed around the items in a way that the standard does not know: nobody can be asked for a key."""
    if document.envelope is not None:
        yield _enveloped(document.envelope, document.root)
    if document.proof:
        why = "the proof of the credential around the document is not of this standard, and was not checked"
        reason = Reason("no-signer", why, _SIGNABLE, open=True, unseen=True)
        yield ItemReport("", "credential", "", Method.SIGNED, Trust.UNDECIDED, (reason,))


_SIGNABLE: Final = "CLR10-JWS-007"


def _enveloped(token: Token, root: Node) -> ItemReport:
    algorithm = str((token.header or {}).get("alg", ""))[:40]
    refused = header_problem(token.header)
    if not refused.fits:
        reason = Reason(refused.code, refused.text, "CLR10-VSG-008")
        return ItemReport("", "JWS", "", Method.SIGNED, Trust.NOT_VERIFIED, (reason,), algorithm=algorithm)
    what = f"a JWS of class {root.kind}" if root.base == "#" else f"an envelope around {a(root.kind)}"
    why = f"the standard names nobody who signs {what}, so its signature was not checked"
    reason = Reason("no-signer", why, _SIGNABLE, open=True, unseen=True)
    return ItemReport("", "JWS", "", Method.SIGNED, Trust.UNDECIDED, (reason,), algorithm=algorithm)


def _without_method(item: Item) -> None:
    if item.node.object("verification").get("type") == "Signed":
        why = "it says that it is signed, but it is not delivered as a JWS"
        item.refute("unsigned", why, "CLR10-VSG-016", told=True, unseen=True)
    else:
        item.doubt("no-method", "it names no way to verify it: it rests on the document that holds it", "CLR10-CON-015")


def _check_revoked_flag(item: Item) -> None:
    if item.node.value.get("revoked") is True and not any(reason.code == "revoked" for reason in item.refuted):
        rule = "CLR10-VSG-009" if item.method is Method.SIGNED else "CLR10-VHO-005"
        item.refute("revoked", "it says so itself", rule, told=True)


def _check_expiry(item: Item, value: dict[str, Any]) -> None:
    text = value.get("expires")
    if item.kind != "Assertion" or not isinstance(text, str):
        return
    expires = moment(text)
    if expires is not None and expires <= item.session.now:
        rule = "CLR10-VSG-012" if item.method is Method.SIGNED else "CLR10-VHO-010"
        item.refute("expired", f"it expired on {text}", rule, told=True)
        item.find(rule, "An assertion has expired", "expires", expected=f"after {item.session.now:%Y-%m-%d}", note=True)


def _unreadable(token: Token) -> ItemReport:
    why = token.payload_problem or "it has not three base64url parts"
    reason = Reason("unreadable", f"it cannot be read: {why}", "CLR10-VSG-001")
    return ItemReport(token.pointer(), token.class_name, "", Method.SIGNED, Trust.NOT_VERIFIED, (reason,))


def _weighed(reports: Sequence[ItemReport]) -> Sequence[ItemReport]:
    """An endorsement of something that is not verified proves nothing about it: said at the endorsement."""
    doubtful = {report.id for report in reports if report.id and report.verdict is not Trust.VERIFIED}
    return [
        replace(report, open=(*report.open, "what it endorses is not verified, so it proves nothing about that"))
        if report.endorses in doubtful
        else report
        for report in reports
    ]
