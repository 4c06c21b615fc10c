"""Status lists as credentials of their own: fetched, verified, unpacked, each once however many records name it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from conformance.document.findings import shown
from conformance.document.instants import instant
from conformance.rulebooks.clr20.document.claims import begins, ends
from conformance.rulebooks.clr20.document.model import LISTS
from conformance.rulebooks.clr20.document.reading import many, objects, types
from conformance.rulebooks.clr20.trust.apart import ACCEPT, MOST_DEPTH, Apart, verify_apart
from conformance.rulebooks.clr20.trust.dates import is_old
from conformance.trust.items import Item
from conformance.trust.report import Question, Trust
from conformance.trust.session import RawResult, State, VerificationSession
from conformance.trust.status import Bits, Fault, StatusError, decode
from conformance.trust.urls import is_https

MOST_KEPT: Final = 64 * 1024 * 1024
"""Bytes of unpacked lists that are kept for the records that follow."""

MOST_LISTS: Final = 1_000
"""Lists that are read for one document: large ones in turn would each push the others out of what is kept."""

_OLD_SUBJECT: Final = "StatusList2021"


@dataclass(frozen=True, slots=True)
class StatusList:
    """A list that was fetched.

    ``bits`` is ``None`` when it cannot be read: ``problem`` says why. ``faults`` are wrong with its form though it can
    be read; ``breach`` is the first rule of its class that it breaks. ``verdict`` is whether it can be trusted, ``why``
    the first reason when not; ``undecided`` says what of that could not be decided. ``ttl`` is in milliseconds.
    """

    value: Mapping[str, Any]
    bits: Bits | None = None
    problem: StatusError | None = None
    purposes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    breach: str = ""
    verdict: Trust = Trust.UNDECIDED
    why: str = ""
    undecided: str = ""
    ttl: int = 0

    def out_of_date(self, session: VerificationSession) -> str:
        """Why the list is not current at the moment of the judgement, empty when it is."""
        old = is_old(self.value)
        begin, end = (instant(self.value.get(name)) for name in (begins(old), ends(old)))
        if begin is not None and begin > session.now:
            return f"the list is valid from {begin.isoformat()} on"
        if end is not None and end < session.now:
            return f"the list was valid until {end.isoformat()}"
        return ""


def fetched(
    session: VerificationSession, url: str, steps: tuple[Callable[[Item], None], ...]
) -> StatusList | RawResult:
    """The list at ``url``, verified by these steps; what came instead when there is none.

    It is verified once for all documents that the same fetcher serves.
    """
    refused = _refused(session, url)
    if refused is not None:
        return refused
    answer = session.raw(url, ACCEPT)
    if answer.state is not State.FOUND:
        return answer
    kept: dict[Any, StatusList] = session.shared.setdefault("status lists", {})
    key = (url, answer.body, session.chain)  # how deep it stands may cut its verification short
    if key not in kept:
        session.memo["lists"] = session.memo.get("lists", 0) + 1
        if session.memo["lists"] > MOST_LISTS:
            return RawResult(State.FAILED, f"more than {MOST_LISTS} status lists were read", code="too-many-lists")
        found = _read(verify_apart(session, answer.body, url, steps))
        _make_room(kept, found)
        kept[key] = found
    return kept[key]


def _refused(session: VerificationSession, url: str) -> RawResult | None:
    if url in session.chain:
        return RawResult(State.OTHER, "the status of a list is said to be in that list itself", code="list-in-itself")
    if len(session.chain) >= MOST_DEPTH:
        text = f"lists name lists for their status, more than {MOST_DEPTH} in a row"
        return RawResult(State.OTHER, text, code="lists-too-deep")
    if is_https(url) or (session.fetcher is not None and session.fetcher.takes_plain(url)):
        return None
    return RawResult(State.OTHER, "it is not an https URL", code="not-https")


def _make_room(kept: dict[Any, StatusList], found: StatusList) -> None:
    size = sum(len(each.bits.data) for each in (*kept.values(), found) if each.bits is not None)
    if size > MOST_KEPT or len(kept) >= 1_000:
        kept.clear()


def _read(apart: Apart) -> StatusList:
    value = apart.value
    subject = next(objects(value.get("credentialSubject")), {})
    if apart.problem:
        return StatusList(value, problem=StatusError("not-a-list", f"what came is not a list: {apart.problem}"))
    verdict, why = _trusted(apart)
    ttl = subject.get("ttl")
    purposes = tuple(each for each in many(subject.get("statusPurpose")) if isinstance(each, str))
    breach = f"{apart.breach.message} ({apart.breach.requirement})" if apart.breach is not None else ""
    found = StatusList(
        value,
        purposes=purposes,
        breach=breach,
        verdict=verdict,
        why=why,
        undecided=apart.undecided,
        ttl=ttl if isinstance(ttl, int) else 0,
    )
    try:
        decoded = decode(subject.get("encodedList"), multibase=_OLD_SUBJECT not in types(subject))
    except StatusError as error:
        return replace(found, problem=error)
    return replace(found, bits=decoded.bits, faults=decoded.faults)


def _trusted(apart: Apart) -> tuple[Trust, str]:
    assert apart.report is not None, "a credential has a report"
    if apart.kind not in LISTS:
        return Trust.NOT_VERIFIED, f"it is a credential of another type: {shown(apart.value.get('type'))}"
    if not any(each.question is Question.INTACT for each in apart.report.answers):
        return Trust.NOT_VERIFIED, "it has no proof"
    reasons = apart.report.reasons
    return apart.report.verdict, reasons[0].text if reasons else ""
