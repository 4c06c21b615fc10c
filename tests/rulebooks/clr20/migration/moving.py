"""A right record of CLR 1.0 with one change, and what a migration makes of it."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from typing import Any, Final

from conformance.migrating import Entry, Fate, Issuer, Migrated, Source
from conformance.rulebooks.clr20.migration import RULES

CONTEXT: Final = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"
COLLEGE: Final[Mapping[str, Any]] = {
    "id": "https://college.example/profile",
    "type": "Profile",
    "name": "Harbour College",
}
ACHIEVEMENT: Final[Mapping[str, Any]] = {
    "id": "https://college.example/catalog/agr101",
    "type": "Achievement",
    "name": "Soil science",
    "description": "Kinds of soil and what grows on them.",
    "requirement": {"type": "Criteria", "narrative": "Pass the examination."},
    "issuer": COLLEGE,
}
ASSERTION: Final[Mapping[str, Any]] = {
    "id": "https://college.example/assertions/1",
    "type": "Assertion",
    "issuedOn": "2024-06-30T12:00:00Z",
    "recipient": {"type": "id", "identity": "urn:uuid:9f2a6a3e-2f0e-4b58-8a70-6b1f5c1c9d01", "hashed": False},
    "achievement": ACHIEVEMENT,
    "verification": {"type": "Hosted"},
}
RECORD: Final[Mapping[str, Any]] = {
    "@context": CONTEXT,
    "id": "https://college.example/clrs/1",
    "type": "Clr",
    "name": "Transcript",
    "issuedOn": "2024-07-01T12:00:00Z",
    "learner": {"id": "urn:uuid:9f2a6a3e-2f0e-4b58-8a70-6b1f5c1c9d01", "type": "Profile", "name": "Mira Okafor"},
    "publisher": COLLEGE,
    "assertions": [ASSERTION],
    "verification": {"type": "Hosted"},
}
ENDORSEMENT: Final[Mapping[str, Any]] = {
    "id": "https://alliance.example/endorsements/1",
    "type": "Endorsement",
    "issuedOn": "2024-07-02T12:00:00Z",
    "issuer": {"id": "https://alliance.example/profile", "type": "Profile", "name": "Tidewater Alliance"},
    "claim": {"id": "https://college.example/profile", "type": "EndorsementClaim", "endorsementComment": "Good work."},
    "verification": {"type": "Hosted"},
}
SAME: Final = RULES.issuer({"id": COLLEGE["id"], "name": COLLEGE["name"]})
"""The publisher itself, as issuer of the new record."""
OTHER: Final = RULES.issuer({"id": "https://registry.example/issuer", "name": "Registry"})


def with_members(document: Mapping[str, Any], **members: Any) -> dict[str, Any]:
    """A copy of the document with these members; ``...`` leaves one out."""
    merged = copy.deepcopy(dict(document)) | members
    return {name: value for name, value in merged.items() if value is not ...}


def record(**members: Any) -> dict[str, Any]:
    """The right record with these members."""
    return with_members(RECORD, **members)


def awarding(**members: Any) -> dict[str, Any]:
    """The right record whose assertion has these members."""
    return record(assertions=[with_members(ASSERTION, **members)])


def achieving(**members: Any) -> dict[str, Any]:
    """The right record whose achievement has these members."""
    return awarding(achievement=with_members(ACHIEVEMENT, **members))


def migrated(
    value: Any, issuer: Issuer = SAME, *, signers: Collection[str] = (), token: str = "", kind: str = "GetClrPayload"
) -> Migrated:
    """The migration of a document."""
    return RULES.migrate(Source(value, "#" if token else "", token, kind), issuer, signers)


def entry(found: Migrated, source: str) -> Entry:
    """The one entry of a member of the source."""
    (one,) = [each for each in found.entries if each.source == source and each.fate is not Fate.INVENTED]
    return one


def invention(found: Migrated, target: str) -> Entry:
    """The entry of something invented."""
    (one,) = [each for each in found.entries if each.fate is Fate.INVENTED and each.targets == (target,)]
    return one


def credential(found: Migrated, index: int = 0) -> dict[str, Any]:
    """One of the credentials in the new record."""
    inner: dict[str, Any] = found.record["credentialSubject"]["verifiableCredential"][index]
    return inner
