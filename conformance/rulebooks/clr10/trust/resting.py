"""How the verdict on one item depends on that of another, and what is signed around all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from conformance.document.nodes import Node
from conformance.document.tokens import Token
from conformance.document.walk import Document
from conformance.document.words import a
from conformance.rulebooks.clr10.trust import ids
from conformance.trust.report import ItemReport, Method, Reason, Trust
from conformance.trust.signature import header_problem


def weigh(reports: Sequence[ItemReport]) -> Sequence[ItemReport]:
    """The reports, each seen beside those that it depends on.

    An endorsement of something that is not verified proves nothing about it, which is said at the endorsement.
    """
    settled = list(_resting(reports))
    doubtful = {report.id for report in settled if report.id and report.verdict is not Trust.VERIFIED}
    return [
        replace(report, open=(*report.open, "what it endorses is not verified, so it proves nothing about that"))
        if report.endorses in doubtful
        else report
        for report in settled
    ]


def _resting(reports: Sequence[ItemReport]) -> Iterator[ItemReport]:
    """An assertion that names no method rests on the CLR that holds it: that verdict is its own too."""
    clrs = {report.pointer: report.verdict for report in reports if report.kind == "Clr"}
    for report in reports:
        holder = _holder(report, clrs)
        codes = [reason.code for reason in report.reasons]
        if holder is None or "no-method" not in codes:
            yield report
            continue
        why = "it names no way to verify it, so it rests on the CLR that holds it"
        if clrs[holder] is not Trust.VERIFIED:
            ending = "is not verified" if clrs[holder] is Trust.NOT_VERIFIED else "is undecided"
            text = f"{why}, which {ending}"
            reasons = tuple(replace(each, text=text) if each.code == "no-method" else each for each in report.reasons)
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


def around(document: Document) -> Iterator[ItemReport]:
    """What is signed around the items in a way that the standard does not know: nobody can be asked for a key."""
    if document.envelope is not None:
        yield _enveloped(document.envelope, document.root)
    if document.proof:
        why = "the proof of the credential around the document is not of this standard, and was not checked"
        reason = Reason("no-signer", why, ids.SIGNABLE, open=True, unseen=True)
        yield ItemReport("", "credential", "", Method.SIGNED, Trust.UNDECIDED, (reason,))


def _enveloped(token: Token, root: Node) -> ItemReport:
    algorithm = str((token.header or {}).get("alg", ""))[:40]
    refused = header_problem(token.header)
    if not refused.fits:
        reason = Reason(refused.code, refused.text, ids.ALGORITHM_IS_ACCEPTED)
        return ItemReport("", "JWS", "", Method.SIGNED, Trust.NOT_VERIFIED, (reason,), algorithm=algorithm)
    what = f"a JWS of class {root.kind}" if root.base == "#" else f"an envelope around {a(root.kind)}"
    why = f"the standard names nobody who signs {what}, so its signature was not checked"
    reason = Reason("no-signer", why, ids.SIGNABLE, open=True, unseen=True)
    return ItemReport("", "JWS", "", Method.SIGNED, Trust.UNDECIDED, (reason,), algorithm=algorithm)
