"""Endorsements, hosted or signed: each becomes a credential without proof, with the original as its evidence."""

from __future__ import annotations

from typing import Any

from conformance.migrating.account import Fate
from conformance.rulebooks.clr20.migration.converting import Move, Part, converted, members_of, step
from conformance.rulebooks.clr20.migration.envelopes import (
    REVOKED,
    begin,
    dates,
    end,
    keep_original,
    payload_of,
    revoked,
)
from conformance.rulebooks.clr20.migration.mapping import Step
from conformance.rulebooks.clr20.migration.people import profile


def endorsement(
    move: Move, value: dict[str, Any], source: str, target: str, *, token: str = "", place: str = ""
) -> dict[str, Any] | None:
    """One endorsement as an EndorsementCredential; ``None`` when it was revoked.

    ``token`` is the compact JWS that it is the payload of, which stands at ``place``.
    """
    part = Part(move, value, source, target)
    if revoked(part):
        return None
    begin(part, "credential", "EndorsementCredential", "endorsement")
    part.invent("name", "An endorsement", "CLR 2.0 requires a title of an endorsement", content=True)
    if "issuer" in value:
        profile(part, "issuer", "issuer")
    dates(part)
    claim = value.get("claim")
    if isinstance(claim, dict):
        part.account.add(Fate.RENAMED, part.at("claim"), part.to("credentialSubject"))
        part.out["credentialSubject"] = converted(move, _CLAIM, claim, part.at("claim"), part.to("credentialSubject"))
    issuer = value.get("issuer")
    issuer_id = issuer.get("id") if isinstance(issuer, dict) else None
    if not move.signs(issuer_id):
        keep_original(part, token, place, hosted=not move.is_new_issuer(issuer_id))
    end(part)
    return part.out


_CLAIM = "endorsementclaim"


@step("endorsements_of_the_learner")
def _endorsements_of_the_learner(part: Part, member: str, _: Step) -> None:
    hosted(part, member, "verifiableCredential")


@step("signed_endorsements_of_the_learner")
def _signed_endorsements_of_the_learner(part: Part, member: str, _: Step) -> None:
    signed(part, member, "verifiableCredential")


@step("endorsements")
def _endorsements(part: Part, member: str, _: Step) -> None:
    hosted(part, member, "endorsement")


@step("signed_endorsements")
def _signed_endorsements(part: Part, member: str, _: Step) -> None:
    signed(part, member, "endorsement")


def hosted(part: Part, member: str, to: str) -> None:
    """Endorsements without signature, each behind those that are in ``to`` already."""
    for place, entry in members_of(part, member, part.value[member]):
        _add(part, member, to, endorsement(part.move, entry, place, _next(part, to)), place)
    _rest(part, member)


def signed(part: Part, member: str, to: str) -> None:
    """Endorsements that are compact JWS: what they say becomes a credential; one that cannot be read is lost."""
    value = part.value[member]
    for index, text in enumerate(value if isinstance(value, list) else [value]):
        place = f"{part.at(member)}/{index}" if isinstance(value, list) else part.at(member)
        payload = payload_of(part.move, text, place)
        if payload is not None:
            made = endorsement(part.move, payload, f"{place}#", _next(part, to), token=text.strip(), place=place)
            _add(part, member, to, made, place)
        else:
            part.account.gone(place, text, "the signed item cannot be read")
    _rest(part, member)


def _next(part: Part, to: str) -> str:
    return f"{part.to(to)}/{len(part.out.get(to, ()))}"


def _add(part: Part, member: str, to: str, made: dict[str, Any] | None, place: str) -> None:
    if made is None:
        part.account.gone(place, None, REVOKED)
        return
    part.account.add(Fate.CHANGED, place, _next(part, to), why=_CREDENTIAL)
    part.account.add(Fate.RENAMED, part.at(member), part.to(to))
    part.out.setdefault(to, []).append(made)


_CREDENTIAL = "an endorsement is a credential of its own in CLR 2.0"


def _rest(part: Part, member: str) -> None:
    if not part.account.knows(part.at(member)):
        part.account.add(Fate.WITHOUT_PLACE, part.at(member), why="nothing in it has a place", content=True)
