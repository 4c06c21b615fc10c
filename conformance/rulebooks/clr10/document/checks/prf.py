"""Profiles: what those who issue and sign have to hold, and what only persons have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from conformance.document.findings import Note
from conformance.document.nodes import Node
from conformance.document.registry import WHOLE
from conformance.document.walk import Document
from conformance.record import Finding
from conformance.rulebooks.clr10.document.checks.common import (
    ITEMS,
    is_signed,
    known,
    learner_of,
    profile_of,
    profile_path,
)
from conformance.rulebooks.clr10.document.checks.ext import NOT_FOR_ENDORSERS
from conformance.rulebooks.clr10.document.register import check

_OF_PERSONS: Final = ("birthDate", "givenName", "familyName")
_ROLES: Final = frozenset({"publisher", "issuer", "parentOrg"})


@check("CLR10-PRF-004", *ITEMS)
def issuers_have_a_revocation_list(item: Node) -> Iterator[Finding | Note]:
    """A fault for issuers of signed items, a note for others; an endorser needs one for what is signed only."""
    if item.kind == "Endorsement" and not is_signed(item):
        return
    profile = profile_of(item)
    if not profile or item.value.get("revoked") is True or known(item, profile, "revocationList") is not None:
        return
    report = item.finding if is_signed(item) else item.note
    yield report(
        f"The profile that issues this {item.kind} has no revocationList",
        at=(*profile_path(item), "revocationList"),
        expected="the URL of the issuer's revocation list",
    )


@check("CLR10-PRF-005", "Clr", "Assertion")
def issuers_have_a_verification(item: Node) -> Iterator[Finding]:
    """Issuer and publisher have verification of type Verification."""
    profile = profile_of(item)
    verification = known(item, profile, "verification") if profile else None
    if not profile or (isinstance(verification, dict) and verification.get("type") == "Verification"):
        return
    yield item.finding(
        f"The profile that issues this {item.kind} has no verification of type Verification",
        at=(*profile_path(item), "verification"),
        expected="an object with type Verification and startsWith or allowedOrigins",
        actual="absent" if verification is None else "another type",
    )


@check("CLR10-PRF-006", "Profile", "EndorsementProfile")
def profiles_have_a_name(profile: Node) -> Iterator[Finding]:
    """A profile has a name, or the names of a person."""
    value = profile.value
    if not value.keys() & {"name", "givenName", "familyName"} and known(profile, value, "name") is None:
        yield profile.finding("A profile has no name", at="name", expected="the name of the profile")


@check("CLR10-PRF-007", "Profile")
def only_persons_have_personal_names(profile: Node) -> Iterator[Note]:
    """birthDate, givenName and familyName stand on persons."""
    if not profile.key or profile.key[0] not in _ROLES or profile.value.get("id") == learner_of(profile).get("id"):
        return
    for member in _OF_PERSONS:
        if member in profile.value:
            yield profile.note(
                f"The profile of an organisation has {member}",
                at=member,
                expected="name and official for an organisation",
            )


def _signed(document: Document) -> Iterator[Node]:
    return (item for kind in ITEMS for item in document.nodes.get(kind, ()) if is_signed(item))


@check("CLR10-PRF-008", WHOLE, met=lambda document: any(True for _ in _signed(document)))
def signers_have_a_key(document: Document) -> Iterator[Finding | Note]:
    """A profile that signs has publicKey; with a creator the key may stand elsewhere."""
    for item in _signed(document):
        profile = profile_of(item)
        if not profile or known(item, profile, "publicKey") is not None:
            continue
        report = item.note if "creator" in item.object("verification") else item.finding
        yield report(
            f"The profile that signs this {item.kind} has no publicKey",
            at=(*profile_path(item), "publicKey"),
            expected="a CryptographicKey whose owner is the id of the profile",
        )


@check("CLR10-PRF-011", "EndorsementProfile")
def endorsers_are_not_endorsed(profile: Node) -> Iterator[Note]:
    """The profile of an endorser has no endorsements, birthDate or parentOrg."""
    for member in sorted(NOT_FOR_ENDORSERS & profile.value.keys()):
        yield profile.note(
            f"The profile of an endorser has {member}",
            at=member,
            expected="no such member",
            actual="present",
        )
