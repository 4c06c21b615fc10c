"""How the verdict on one item bears on that of another: endorsements, and credentials inside of credentials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from conformance.document.walk import Document
from conformance.rulebooks.clr20.document.checks.di import carried_over
from conformance.rulebooks.clr20.trust import ids
from conformance.rulebooks.clr20.trust.around import contexts_of_extensions_resolve, pages_of_issuers_answer
from conformance.rulebooks.clr20.trust.pictures import look_at_pictures
from conformance.rulebooks.clr20.trust.register import check
from conformance.rulebooks.clr20.trust.unread import contexts_are_known
from conformance.trust.items import Item
from conformance.trust.report import Answer, ItemReport, Method, Question, Reason, Trust, Value
from conformance.trust.session import VerificationSession
from conformance.trust.signature import header_problem

ENDORSEMENT: Final = "EndorsementCredential"
PAGE: Final = "GetClrCredentialsResponse"
"""The body of a list: what stands in it is inside of no credential."""

_UNSECURED: Final = "unsecured"


def look(item: Item) -> None:
    """What holds for a credential because of where it stands; the last of the steps."""
    item.session.decided.add(ids.BOTH_VERSIONS)
    if item.node.parent is None or item.node.parent.kind == PAGE or item.session.chain:
        return
    badges_carried_over_may_be_unsigned(item)
    if item.kind == ENDORSEMENT:
        endorsements_inside_are_verified(item)
    elif item.kind == "AchievementCredential":
        badges_inside_are_verified(item)
    else:
        others_inside_are_verified(item)


@check(ids.UPGRADED_BADGES)
def badges_carried_over_may_be_unsigned(item: Item) -> None:
    """A badge that names what it was before it was carried over may have no proof: then it rests on what holds it."""
    if not any(reason.code == _UNSECURED for reason in item.refuted) or not carried_over(item.node):
        return
    item.session.decided.add(ids.UPGRADED_BADGES)
    item.refuted[:] = [reason for reason in item.refuted if reason.code != _UNSECURED]
    why = "it has no proof; it names the badge of an earlier edition that it was, and rests on the credential around it"
    item.doubt("carried-over", why, ids.UPGRADED_BADGES)
    message = "A badge that was carried over from an earlier edition has no proof"
    item.find(ids.UPGRADED_BADGES, message, expected="a proof of its issuer", actual="none", note=True)


@check(ids.ENDORSEMENTS)
def endorsements_inside_are_verified(item: Item) -> None:
    """An endorsement inside a credential is verified like any other credential."""
    _inside(item, ids.ENDORSEMENTS, "An endorsement inside a credential is not verified")


@check(ids.EMBEDDED_BADGES)
def badges_inside_are_verified(item: Item) -> None:
    """A badge inside a record is verified as if it stood alone."""
    _inside(item, ids.EMBEDDED_BADGES, "A badge inside a record is not verified")


@check(ids.EMBEDDED_OTHERS)
def others_inside_are_verified(item: Item) -> None:
    """So is a credential of another type."""
    _inside(item, ids.EMBEDDED_OTHERS, "A credential inside a record is not verified")


@check(ids.BOTH_VERSIONS)
def both_versions_are_verified(item: Item) -> None:
    """A freedom of whoever issues: both versions of the data model are verified, and nothing can break it."""
    del item


def _inside(item: Item, requirement: str, message: str) -> None:
    item.session.decided.add(requirement)
    deceiving = [reason for reason in item.refuted if not reason.declared]
    if deceiving:
        item.find(requirement, message, expected="a credential that is verified", actual=deceiving[0].code, note=True)


def weigh(reports: Sequence[ItemReport]) -> Sequence[ItemReport]:
    """The reports, each seen beside those that it depends on: an item beside its endorsements, and they beside it.

    Each report looks at the verdicts of others and changes none, so that endorsements in a circle end.
    """
    verdicts = _by_id(reports)
    holding = _held(reports)
    return [_seen(report, holding.get(report.pointer, ()), verdicts) for report in reports]


def _by_id(reports: Sequence[ItemReport]) -> Mapping[str, frozenset[Trust]]:
    found: defaultdict[str, set[Trust]] = defaultdict(set)
    for report in reports:
        if report.id:
            found[report.id].add(report.verdict)
    return {name: frozenset(verdicts) for name, verdicts in found.items()}


def _held(reports: Sequence[ItemReport]) -> Mapping[str, Sequence[ItemReport]]:
    """By the pointer of an item, the endorsements that it holds and no item inside of it does."""
    places = {report.pointer for report in reports}
    found: defaultdict[str, list[ItemReport]] = defaultdict(list)
    for report in reports:
        if report.kind != ENDORSEMENT or not report.pointer:
            continue
        holder = next((place for place in _upwards(report.pointer) if place in places), None)
        if holder is not None:
            found[holder].append(report)
    return found


def _upwards(pointer: str) -> Iterator[str]:
    """The places around a pointer, the nearest first; that of a payload (``/a/0#``) is beside that of its token."""
    while pointer:
        cut = max(pointer.rfind("/"), pointer.rfind("#"))
        inside = pointer[cut] == "#" and cut < len(pointer) - 1
        pointer = pointer[: cut + 1] if inside else pointer[: max(cut, 0)]
        yield pointer


def _seen(report: ItemReport, held: Sequence[ItemReport], verdicts: Mapping[str, frozenset[Trust]]) -> ItemReport:
    told: tuple[str, ...] = ()
    if report.endorses and report.endorses == report.id:
        told = ("it endorses itself, which proves nothing",)
    elif report.endorses and verdicts.get(report.endorses, frozenset()) - {Trust.VERIFIED}:
        told = ("what it endorses is not verified, so it proves nothing about that",)
    return replace(report, open=(*report.open, *told), answers=_with(report.answers, _endorsed(held)))


def _with(answers: Sequence[Answer], answer: Answer) -> tuple[Answer, ...]:
    if not answers:
        return ()  # nothing is known of it, such as of a token that cannot be read
    return (*(each for each in answers if each.question is not Question.ENDORSEMENTS), answer)


def _endorsed(held: Sequence[ItemReport]) -> Answer:
    if not held:
        return Answer(Question.ENDORSEMENTS, Value.NONE, "it holds no endorsements")
    good = sum(report.verdict is Trust.VERIFIED for report in held)
    bad = sum(report.verdict is Trust.NOT_VERIFIED for report in held)
    text = f"{good} of {len(held)} verified"
    value = Value.BAD if bad else Value.GOOD if good == len(held) else Value.OPEN
    return Answer(Question.ENDORSEMENTS, value, text)


def around(document: Document) -> Iterator[ItemReport]:
    """A token around what is not a credential: nobody can be asked for a key."""
    token = document.envelope
    if token is None:
        return
    algorithm = str((token.header or {}).get("alg", ""))[:40]
    refused = header_problem(token.header)
    if refused.fits:
        why = f"the standard says of nobody that they sign a {document.root.kind}, so its signature was not checked"
        reason = Reason("no-signer", why, ids.TOKEN_FITS, open=True, unseen=True)
        yield ItemReport("", "JWS", "", Method.SIGNED, Trust.UNDECIDED, (reason,), algorithm=algorithm)
    else:
        reason = Reason(refused.code, refused.text, ids.SHARED_SECRET)
        yield ItemReport("", "JWS", "", Method.SIGNED, Trust.NOT_VERIFIED, (reason,), algorithm=algorithm)


def look_around(session: VerificationSession) -> None:
    """Looks at what belongs to no item: pictures, pages of issuers, contexts of extensions."""
    look_at_pictures(session)
    pages_of_issuers_answer(session)
    contexts_of_extensions_resolve(session)
    contexts_are_known(session)
