"""The documents that a consumer posts, each judged once as the contract has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from conformance.document import Judgement, ParseLimits, judge, open
from conformance.document.envelope import outer_token
from conformance.exchanges.served import Served
from conformance.rulebooks.clr10.document import RULES
from conformance.traffic import Sitting, Traffic

CLASS = "PostClrPayload"
FORMS = ("clr", "signedClr")
_SET_FORMS = ("clrs", "signedClrs")
_KEPT = 512
_LIMITS = ParseLimits()


@dataclass(frozen=True, slots=True)
class Posted:
    """A body that was posted: its judgement, and the members that occur in it by class."""

    judgement: Judgement
    members: Mapping[str, frozenset[str]]


def posts(traffic: Traffic) -> tuple[tuple[Sitting, Served, Posted], ...]:
    """Every post of a document of the consumer's own, with what the document shows.

    What it has received and passes on is left out, since that is the work of somebody else.
    """
    return _posts(_Same(traffic))


class _Same:
    """Traffic as a key: a hundred checks look at the same one."""

    def __init__(self, traffic: Traffic) -> None:
        self.traffic = traffic

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.traffic is other.traffic

    def __hash__(self) -> int:
        return id(self.traffic)


@lru_cache(1)
def _posts(same: _Same) -> tuple[tuple[Sitting, Served, Posted], ...]:
    return tuple(
        (sitting, request, _judged(request.request_body, date.today()))
        for sitting in same.traffic.sittings
        for request in sitting.requests("postClr")
        if _holds_one(request.sent) and passed_on(sitting, request) is None
    )


@lru_cache(_KEPT)
def _judged(body: bytes, _today: date) -> Posted:
    """Equal bodies are judged once a day: whether a record has expired depends on it."""
    with open(body, RULES, as_class=CLASS) as opened:
        members = opened.document.members if opened.document else {}
        known = {kind: frozenset(names) for kind, names in members.items()}
        return Posted(judge(opened), MappingProxyType(known))


def passed_on(sitting: Sitting, request: Served) -> Any | None:
    """What the consumer had received of the CLR that it posts, by its id; ``None`` when it is of its own."""
    posted = _posted(request.sent)
    identifier = id_of(posted)
    if identifier is None:
        return None
    found = received_before(sitting, request)
    # The same form first: a provider may list a CLR both plain and signed.
    same = [one for one in found if id_of(one) == identifier]
    return next((one for one in same if type(one) is type(posted)), next(iter(same), None))


def received_before(sitting: Sitting, request: Served) -> list[Any]:
    """Every CLR, plain and signed, that was served to the consumer before that request."""
    pages = (one.answer for one in sitting.requests("getClrs", "getClr", ok=True) if one.number < request.number)
    found: list[Any] = []
    for page in pages:
        if not isinstance(page, dict):
            continue
        entries = [page.get(form) for form in _SET_FORMS]
        listed = [entry for entry in entries if isinstance(entry, list)]
        found.extend(one for entry in listed for one in entry)
        if not listed:
            found.append(page)
    return found


def _holds_one(sent: Any) -> bool:
    """Of any other body CLR10-PST-005 speaks alone."""
    return isinstance(sent, dict) and sum(sent.get(form) is not None for form in FORMS) == 1


def _posted(sent: Any) -> Any:
    if not isinstance(sent, dict):
        return None
    return next((sent[form] for form in FORMS if sent.get(form) is not None), None)


def id_of(clr: Any) -> str | None:
    """The id of a CLR, be it a JSON object or a compact JWS; ``None`` without one."""
    return _id_in(clr) if isinstance(clr, str) else _text(clr)


@lru_cache(_KEPT)
def _id_in(jws: str) -> str | None:
    """Many checks ask of the same few."""
    return _text(outer_token(jws, _LIMITS).payload)


def _text(clr: Any) -> str | None:
    identifier = clr.get("id") if isinstance(clr, dict) else None
    return identifier if isinstance(identifier, str) else None
