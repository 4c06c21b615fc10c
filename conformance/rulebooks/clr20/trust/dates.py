"""Whether a credential is valid at the moment of the judgement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from conformance.document.instants import instant
from conformance.document.words import a
from conformance.rulebooks.clr20.document.claims import begins, ends, filled
from conformance.rulebooks.clr20.document.reading import VC_1, first_context
from conformance.rulebooks.clr20.trust import ids
from conformance.rulebooks.clr20.trust.register import check
from conformance.trust.items import Item
from conformance.trust.report import Question, Value

_NEWER: Final = ("validFrom", "validUntil")


def current(item: Item) -> Mapping[str, Any]:
    """The credential as it is to be believed now: the newer version, else the one in hand with what its claims add."""
    if item.fresh is not None:
        return item.fresh
    token = item.node.token
    if token is None or token.payload is None:
        return item.node.value
    return filled(token.payload, item.node.value, old=is_old(item.node.value))


def is_old(value: Mapping[str, Any]) -> bool:
    """True for a credential of VCDM 1.1."""
    return first_context(value) == VC_1


def look(item: Item) -> None:
    """Holds the validity period against the moment of the judgement."""
    value = current(item)
    old = is_old(value)
    if old:
        the_dates_have_the_old_names(item, item.node.value if item.fresh is None else item.fresh)
    begin, end = value.get(begins(old)), value.get(ends(old))
    outcomes = (
        the_credential_is_valid_yet(item, begin),
        the_credential_is_valid_still(item, end),
    )
    worst = next((each for each in (Value.BAD, Value.OPEN) if each in outcomes), Value.GOOD)
    item.answer(Question.DATES, worst, _period(begin, end, worst))


@check(ids.NOT_TOO_EARLY)
def the_credential_is_valid_yet(item: Item, text: Any) -> Value:
    """Its validity has begun."""
    moment = instant(text)
    if moment is None:
        return _without_moment(item, "begins", text, ids.NOT_TOO_EARLY)
    item.session.decided.add(ids.NOT_TOO_EARLY)
    if moment <= item.session.now:
        return Value.GOOD
    item.refute("not-yet-valid", f"it is valid from {text} on", ids.NOT_TOO_EARLY, declared=True)
    return Value.BAD


@check(ids.NOT_EXPIRED)
def the_credential_is_valid_still(item: Item, text: Any) -> Value:
    """Its validity has not ended."""
    moment = instant(text)
    if moment is None:
        return _without_moment(item, "ends", text, ids.NOT_EXPIRED)
    item.session.decided.add(ids.NOT_EXPIRED)
    if moment >= item.session.now:
        return Value.GOOD
    item.refute("expired", f"it was valid until {text}", ids.NOT_EXPIRED, declared=True)
    return Value.BAD


@check(ids.OLD_DATES)
def the_dates_have_the_old_names(item: Item, value: Mapping[str, Any]) -> None:
    """A credential of VCDM 1.1 says issuanceDate and expirationDate."""
    item.session.decided.add(ids.OLD_DATES)
    for newer, older in zip(_NEWER, (begins(True), ends(True)), strict=True):
        if newer in value and older not in value:
            message = f"{a(item.kind, capital=True)} of VCDM 1.1 has a date of VCDM 2.0"
            item.find(ids.OLD_DATES, message, at=newer, expected=older)


def _without_moment(item: Item, what: str, text: Any, requirement: str) -> Value:
    """What has no date is not limited by it, whether its class asks for one or not; of another form nobody can tell."""
    if text is None:
        item.session.decided.add(requirement)
        return Value.GOOD
    why = f"nobody can tell when its validity {what}: the date is no timestamp with a zone"
    item.doubt("date-unreadable", why, requirement)
    return Value.OPEN


def _period(begin: Any, end: Any, worst: Value) -> str:
    if worst is Value.OPEN:
        return "its dates cannot be compared: they are no timestamps with a zone"
    told = f"valid from {begin}" if isinstance(begin, str) else "valid"
    return f"{told} until {end}" if isinstance(end, str) else told
