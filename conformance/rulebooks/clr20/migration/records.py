"""Records: a CLR of 1.0 becomes a ClrCredential whose subject holds a credential for each assertion."""

from __future__ import annotations

from typing import Any, Final

from conformance.migrating.account import Fate
from conformance.rulebooks.clr20.migration.achievements import associations
from conformance.rulebooks.clr20.migration.assertions import assertion, no_place, spare
from conformance.rulebooks.clr20.migration.converting import Move, Part, Room, converted, members_of, take
from conformance.rulebooks.clr20.migration.endorsements import hosted, signed
from conformance.rulebooks.clr20.migration.envelopes import (
    REVOKED,
    begin,
    dates,
    end,
    keep_original,
    keep_unread,
    payload_of,
    revoked,
)
from conformance.rulebooks.clr20.migration.mapping import Step, mapped
from conformance.rulebooks.clr20.migration.people import new_issuer, profile
from conformance.rulebooks.clr20.migration.simple import is_uri

_NAME: Final = "Comprehensive Learner Record"
_SUBJECT: Final = "credentialSubject"


def record(
    move: Move, value: dict[str, Any], source: str, target: str, *, token: str = "", place: str = ""
) -> dict[str, Any] | None:
    """One record; ``None`` when it was revoked. ``token`` is the JWS that it is the payload of, at ``place``."""
    part = Part(move, value, source, target)
    if revoked(part):
        return None
    move.room = _room(part)
    begin(part, "record", "ClrCredential", "clr")
    if isinstance(value.get("name"), str):
        part.put("name", "name", value["name"])
    else:
        part.invent("name", _NAME, "CLR 2.0 requires a title", content=True)
    _publisher(part, token, place)
    dates(part)
    if "partial" in value:
        take(part, "partial", Step("boolean", "partial"))
    part.out[_SUBJECT] = _subject(part)
    if value.get("endorsements"):
        hosted(part, "endorsements", "endorsement")
    if value.get("signedEndorsements"):
        signed(part, "signedEndorsements", "endorsement")
    end(part)
    for title, identifier in move.room.titles:
        if identifier not in move.room.achievements:
            move.account.add(Fate.WITHOUT_PLACE, title, why="an association has no title in CLR 2.0", content=True)
    move.room = None
    return part.out


def _room(part: Part) -> Room:
    room = Room(part.to(_SUBJECT))
    learner, issued = part.value.get("learner"), part.value.get("issuedOn")
    if isinstance(learner, dict) and is_uri(learner.get("id")):
        room.learner = (f"{part.at('learner')}/id", learner["id"])
    if isinstance(issued, str):
        room.issued = (part.at("issuedOn"), issued)
    return room


def _publisher(part: Part, token: str, place: str) -> None:
    """Writes the issuer. Another publisher's record is evidence of the new one, which names who published it."""
    publisher = part.value.get("publisher")
    if isinstance(publisher, dict) and part.move.is_new_issuer(publisher.get("id")):
        profile(part, "publisher", "issuer")
        return
    new_issuer(part, "issuer")
    part.account.invent(part.to("issuer"), "", "the description of the new issuer says so")
    keep_original(part, token, place, hosted=True)
    if not isinstance(publisher, dict):
        return
    pieces = part.out.get("evidence")
    named = next((each for each in ("name", "id") if isinstance(publisher.get(each), str)), "")
    if pieces and named:
        pieces[0]["description"] = f"Published by {publisher[named]}"
        to = f"{part.to('evidence')}/0/description"
        part.account.add(Fate.CHANGED, f"{part.at('publisher')}/{named}", to, why="the evidence says who published it")
        part.account.add(Fate.CHANGED, part.at("publisher"), to, why="the record has a new issuer")
    steps = mapped().classes["profile"].steps
    for member, value in publisher.items():
        form = member == "type" or (member in steps and steps[member].form)
        if form:
            why = steps[member].why if member in steps else "a Profile has one type"
            part.account.gone(f"{part.at('publisher')}/{member}", value, why, content=False)
    part.account.rest({"publisher": publisher}, part.source, "the record has a new issuer")


def _subject(part: Part) -> dict[str, Any]:
    learner, room = part.value.get("learner"), part.move.room
    assert room is not None, "a subject stands in a record"
    subject: dict[str, Any] = {"type": ["ClrSubject"]}
    part.account.invent(f"{room.target}/type", part.at("learner"), "CLR 2.0 requires the type of the class")
    if isinstance(learner, dict):
        part.account.add(Fate.RENAMED, part.at("learner"), room.target)
        subject |= converted(part.move, "learner", learner, part.at("learner"), room.target)
    else:
        part.account.invent(room.target, part.source, "CLR 2.0 requires a subject", content=True)
    inner = Part(part.move, part.value, part.source, room.target, subject)
    if part.value.get("achievements"):
        take(inner, "achievements", Step("each", "achievement", "achievement"))
    outer = _Holder(inner, part)
    if part.value.get("assertions"):
        outer.hosted("assertions")
    if part.value.get("signedAssertions"):
        outer.signed("signedAssertions")
    if room.associations:
        subject["association"] = associations(room)
    return subject


class _Holder:
    """The credentials inside the record: they stand in the subject, what cannot be one in the record's evidence."""

    def __init__(self, subject: Part, envelope: Part) -> None:
        self._subject = subject
        self._envelope = envelope

    def hosted(self, member: str) -> None:
        """Assertions without signature."""
        for place, entry in members_of(self._subject, member, self._subject.value[member]):
            why = no_place(entry)
            if why:
                spare(self._envelope, member, place, entry, why)
            else:
                self._add(member, place, assertion(self._subject.move, entry, place, self._next()))
        self._close(member)

    def signed(self, member: str) -> None:
        """Assertions that are compact JWS."""
        value = self._subject.value[member]
        for index, text in enumerate(value if isinstance(value, list) else [value]):
            place = f"{self._subject.at(member)}/{index}" if isinstance(value, list) else self._subject.at(member)
            self._signed(member, place, text)
        self._close(member)

    def _signed(self, member: str, place: str, text: Any) -> None:
        move = self._subject.move
        payload = payload_of(move, text, place)
        if payload is None:
            self._keep(place, text)
        elif why := no_place(payload):
            self._keep(place, text, why)
            move.account.rest(payload, f"{place}#", f"{why}; the evidence holds it")
        else:
            made = assertion(move, payload, f"{place}#", self._next(), token=text.strip(), place=place)
            self._add(member, place, made)

    def _keep(self, place: str, text: Any, why: str = "it cannot be read") -> None:
        """An item that cannot be converted is evidence as it stands, when it has the form of a token at all."""
        if not keep_unread(self._envelope, text, place):
            self._envelope.account.gone(place, text, why)

    def _next(self) -> str:
        return f"{self._subject.to('verifiableCredential')}/{len(self._subject.out.get('verifiableCredential', ()))}"

    def _add(self, member: str, place: str, made: dict[str, Any] | None) -> None:
        account = self._subject.account
        if made is None:
            account.gone(place, None, REVOKED)
            return
        account.add(Fate.CHANGED, place, self._next(), why="an assertion is a credential of its own in CLR 2.0")
        account.add(Fate.RENAMED, self._subject.at(member), self._subject.to("verifiableCredential"))
        self._subject.out.setdefault("verifiableCredential", []).append(made)

    def _close(self, member: str) -> None:
        account, place = self._subject.account, self._subject.at(member)
        if not account.knows(place):
            account.add(Fate.WITHOUT_PLACE, place, why="nothing in it has a place", content=True)
