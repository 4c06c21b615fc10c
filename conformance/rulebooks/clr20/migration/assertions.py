"""Assertions: each becomes a credential of the issuer of its achievement, without proof, about the same learner."""

from __future__ import annotations

from typing import Any, Final

from conformance.migrating.account import Fate
from conformance.rulebooks.clr20.migration.achievements import evidence
from conformance.rulebooks.clr20.migration.converting import NOTHING, Move, Part, converted
from conformance.rulebooks.clr20.migration.endorsements import hosted, signed
from conformance.rulebooks.clr20.migration.envelopes import begin, dates, end, keep_original, revoked
from conformance.rulebooks.clr20.migration.mapping import mapped
from conformance.rulebooks.clr20.migration.people import profile
from conformance.rulebooks.clr20.migration.simple import close

_CLASS: Final = "assertion"
BADGE: Final = "it awards a badge of Open Badges 2.0 and no achievement"
NO_ACHIEVEMENT: Final = "it awards no achievement, which a credential of CLR 2.0 has to hold"


def no_place(value: dict[str, Any]) -> str:
    """Why an assertion cannot become a credential; empty when it can."""
    if value.get("revoked") is True:
        return ""  # the account says so itself
    if isinstance(value.get("achievement"), dict):
        return ""
    return BADGE if "badge" in value else NO_ACHIEVEMENT


def assertion(
    move: Move, value: dict[str, Any], source: str, target: str, *, token: str = "", place: str = ""
) -> dict[str, Any] | None:
    """One assertion as an AchievementCredential; ``None`` when it was revoked.

    ``token`` is the compact JWS that it is the payload of, which stands at ``place``. ``value`` awards an achievement.
    """
    part = Part(move, value, source, target)
    if revoked(part):
        return None
    begin(part, "credential", "AchievementCredential", _CLASS)
    issuer_id = _issuer(part)
    dates(part)
    _subject(part)
    if value.get("evidence"):
        close(part, "evidence", "evidence", evidence(part, "evidence"))
    if not move.signs(issuer_id):
        keep_original(part, token, place, hosted=not move.is_new_issuer(issuer_id))
    if value.get("endorsements"):
        hosted(part, "endorsements", "endorsement")
    if value.get("signedEndorsements"):
        signed(part, "signedEndorsements", "endorsement")
    end(part)
    return part.out


def _issuer(part: Part) -> object:
    """Writes who issues the credential: the issuer of the achievement, whose id it gives."""
    achievement: dict[str, Any] = part.value["achievement"]
    inner = Part(part.move, achievement, part.at("achievement"), part.target, part.out)
    if achievement.get("issuer") is not None:
        profile(inner, "issuer", "issuer")
    issuer = achievement.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else None


def _subject(part: Part) -> None:
    target, known = part.to("credentialSubject"), mapped().classes[_CLASS].steps
    own = {member: value for member, value in part.value.items() if member in known}
    part.out["credentialSubject"] = subject = converted(part.move, _CLASS, own, part.source, target)
    why = "CLR 2.0 has the members of the award in the subject"
    for pointer in (target, f"{target}/type"):
        part.account.invent(pointer, part.source, why)
    room = part.move.room
    if room is not None and room.learner is not None and not {"id", "identifier"} & subject.keys():
        place, identifier = room.learner
        subject["id"] = identifier
        why = "CLR 2.0 requires a recipient; the learner of the record stands in for it"
        part.account.invent(f"{target}/id", place, why, content=True)


def spare(part: Part, member: str, place: str, entry: Any, why: str) -> None:
    """Keeps what cannot be a credential as evidence of the record where it has a URL; the rest of it has no place."""
    identifier = entry.get("id") if isinstance(entry, dict) else None
    if isinstance(identifier, str) and identifier.startswith(("https://", "http://")):
        inner = Part(part.move, entry, place, part.target, part.out)
        keep_original(inner, "", "", hosted=True)
        part.account.add(Fate.CHANGED, place, part.to("evidence"), why=f"it is evidence of the record: {why}")
        part.account.rest(entry, place, why)
    else:
        part.account.gone(place, entry, why)
    if not part.account.knows(part.at(member)):
        part.account.add(Fate.CHANGED, part.at(member), why=NOTHING)
