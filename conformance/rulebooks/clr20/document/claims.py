"""The claims of a VC-JWT beside the members of the credential that they repeat (Open Badges 3.0, JWT payload)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Any, Final

from conformance.document.instants import instant
from conformance.document.nodes import Key
from conformance.rulebooks.clr20.document.reading import VC_1, first_context, identifier, objects

WITHIN: Final = 1.0
"""Seconds by which an instant may differ: a claim has whole seconds where the credential may have parts of one."""


class Fault(Enum):
    """What is wrong with a claim."""

    ABSENT = auto()
    FORM = auto()  # it is no text, or no number
    DIFFERS = auto()


@dataclass(frozen=True, slots=True)
class Departure:
    """One claim that is not what the credential says; ``member`` leads to what it has to repeat."""

    claim: str
    fault: Fault
    member: Key


def departures(claims: Mapping[str, Any], credential: Mapping[str, Any], *, old: bool) -> Iterator[Departure]:
    """Where the claims of a payload and the credential in it disagree.

    ``old`` is true for a credential of VCDM 1.1, whose dates have other names. A member that the credential lacks
    leaves nothing to compare: VCDM 1.1 lets a claim take its place.
    """
    for claim, member, wanted in _texts(credential):
        yield from _of_text(claims, claim, member, wanted)
    for claim, name in (("nbf", begins(old)), ("exp", ends(old))):
        yield from _of_instant(claims, claim, name, credential.get(name))


def whole(claims: Mapping[str, Any], credential: dict[str, Any]) -> dict[str, Any]:
    """The credential in a claim, with the id, dates and subject id that other claims alone give (VCDM 1.1, 6.3.1).

    One of another version is left as it is, and one with a proof of its own: that is over what it holds itself.
    """
    if "proof" in credential or first_context(credential) != VC_1:
        return credential
    dated = begins(False) in credential or ends(False) in credential  # by the names of the other version, which is told
    found = dict(credential if dated else filled(claims, credential, old=True))
    subject, sub = found.get("credentialSubject"), claims.get("sub")
    if isinstance(claims.get("jti"), str):
        found.setdefault("id", claims["jti"])
    if isinstance(subject, dict) and isinstance(sub, str) and "id" not in subject:
        found["credentialSubject"] = {"id": sub, **subject}
    return found


def filled(claims: Mapping[str, Any], credential: Mapping[str, Any], *, old: bool) -> Mapping[str, Any]:
    """The credential with those of its dates that a claim alone gives (VCDM 1.1, 6.3.1)."""
    found = dict(credential)
    for claim, name in (("nbf", begins(old)), ("exp", ends(old))):
        text = _written(claims.get(claim))
        if text and name not in found:
            found[name] = text
    return found


def _written(seconds: Any) -> str:
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        return ""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def begins(old: bool) -> str:
    """The member that says from when the credential is valid."""
    return "issuanceDate" if old else "validFrom"


def ends(old: bool) -> str:
    """The member that says until when it is."""
    return "expirationDate" if old else "validUntil"


def _texts(credential: Mapping[str, Any]) -> Iterator[tuple[str, Key, str | None]]:
    subjects = list(objects(credential.get("credentialSubject")))
    yield "iss", ("issuer",), identifier(credential.get("issuer"))
    yield "jti", ("id",), identifier(credential)
    yield "sub", ("credentialSubject",), identifier(subjects[0]) if len(subjects) == 1 else None


def _of_text(claims: Mapping[str, Any], claim: str, member: Key, wanted: str | None) -> Iterator[Departure]:
    value = claims.get(claim)
    if value is None:
        if wanted is not None:
            yield Departure(claim, Fault.ABSENT, member)
    elif not isinstance(value, str):
        yield Departure(claim, Fault.FORM, member)
    elif wanted is not None and value != wanted:
        yield Departure(claim, Fault.DIFFERS, member)


def _of_instant(claims: Mapping[str, Any], claim: str, name: str, text: Any) -> Iterator[Departure]:
    value = claims.get(claim)
    if value is None:
        if text is not None:
            yield Departure(claim, Fault.ABSENT, (name,))
        return
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        yield Departure(claim, Fault.FORM, (name,))
        return
    moment = instant(text)
    if moment is not None and abs(moment.timestamp() - value) >= WITHIN:
        yield Departure(claim, Fault.DIFFERS, (name,))
