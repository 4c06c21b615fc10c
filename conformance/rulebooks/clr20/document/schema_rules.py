"""Which requirement a schema error breaks, by class, member and keyword: the tables.

One error has one primary requirement: the most specific one that speaks of it; ``LAST`` (the document follows the
schema of its class) is the last resort.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from conformance.document.rules import Subject
from conformance.rulebooks.clr20.document.model import CREDENTIALS, MODEL
from conformance.standard.classes import Member, Model

LAST: Final = "CLR20-SER-08"
"""What no other requirement speaks of."""

BARE: Final = "CLR20-SER-03"
"""One value in the place of an array; the published schemas let it pass."""

LEFT_OUT: Final = "CLR20-SER-05"
"""Nulls and empty arrays."""

LANGUAGES: Final = "CLR20-SER-19"
"""A map of languages in the place of a text; the published schemas let it pass."""

OBJECT_FOR_TEXT: Final = "CLR20-MOD-67"
"""Another object in the place of a text that passes for such a map."""

NUMBER_AS_TEXT: Final = "CLR20-SER-01"
NO_BOOLEAN: Final = "CLR20-SER-02"
BARE_URI: Final = "CLR20-SER-04"
NOT_KNOWN: Final = "CLR20-MOD-57"
EXTENSION: Final = "CLR20-MOD-32"
ISSUER: Final = "CLR20-MOD-02"
CONTEXT_ENTRY: Final = "CLR20-CTX-07"
TYPE_OF_A_RECORD: Final = "CLR20-CTX-15"
CONTEXTS_OF_A_RECORD: Final = "CLR20-CTX-01"

REQUIRED: Final[Mapping[str, str]] = {
    "VerifiableCredential": "CLR20-MOD-12",
    "ClrSubject": "CLR20-MOD-09",
    "AchievementCredential": "CLR20-MOD-22",
    "AchievementSubject": "CLR20-MOD-24",
    "EndorsementCredential": "CLR20-MOD-50",
    "EndorsementSubject": "CLR20-MOD-50",
    "Achievement": "CLR20-MOD-16",
    "Association": "CLR20-MOD-17",
    "Alignment": "CLR20-MOD-33",
    "Image": "CLR20-MOD-34",
    "IdentityObject": "CLR20-MOD-35",
    "IdentifierEntry": "CLR20-MOD-36",
    "ResultDescription": "CLR20-MOD-37",
    "RubricCriterionLevel": "CLR20-MOD-38",
    "GeoCoordinates": "CLR20-MOD-44",
    "Evidence": "CLR20-MOD-49",
    "CredentialSchema": "CLR20-MOD-53",
    "RefreshService": "CLR20-MOD-54",
    "CredentialStatus": "CLR20-MOD-55",
    "TermsOfUse": "CLR20-MOD-56",
}
"""Class whose required member is missing, or whose ``type`` does not name it -> requirement."""

REQUIRED_MEMBER: Final[Mapping[Subject, str]] = {
    ("ClrCredential", "@context"): CONTEXTS_OF_A_RECORD,
    ("ClrCredential", "type"): TYPE_OF_A_RECORD,
    ("ClrCredential", "id"): "CLR20-CTX-17",
    ("ClrCredential", "name"): "CLR20-CTX-18",
    ("ClrCredential", "issuer"): "CLR20-MOD-01",
    ("ClrCredential", "validFrom"): "CLR20-MOD-03",
    ("ClrCredential", "issuanceDate"): "CLR20-MOD-03",
    ("ClrCredential", "credentialSubject"): "CLR20-MOD-09",
    ("ClrSubject", "verifiableCredential"): "CLR20-MOD-11",
    ("AchievementCredential", "name"): LAST,
}
"""The same where a requirement speaks of that member alone."""

TYPES: Final[Mapping[str, str]] = {
    **REQUIRED,
    "ClrCredential": TYPE_OF_A_RECORD,
    "AchievementCredential": "CLR20-MOD-23",
}
"""Class whose ``type`` does not name it -> requirement."""

MEMBER: Final[Mapping[Subject, str]] = {
    **{(kind, "issuer"): "CLR20-MOD-01" for kind in CREDENTIALS},
    ("ClrCredential", "credentialSubject"): "CLR20-MOD-09",
    ("AchievementCredential", "credentialSubject"): "CLR20-MOD-24",
    ("EndorsementCredential", "credentialSubject"): "CLR20-MOD-50",
    ("VerifiableCredential", "credentialSubject"): "CLR20-MOD-12",
    ("ClrCredential", "partial"): "CLR20-MOD-07",
    ("ClrSubject", "verifiableCredential"): "CLR20-MOD-13",
    ("AchievementSubject", "achievement"): "CLR20-MOD-24",
    ("AchievementSubject", "creditsEarned"): "CLR20-MOD-47",
    ("Achievement", "creditsAvailable"): "CLR20-MOD-47",
    ("GeoCoordinates", "latitude"): "CLR20-MOD-44",
    ("GeoCoordinates", "longitude"): "CLR20-MOD-44",
    ("Proof", "created"): "CLR20-DI-13",
    ("Proof", "expires"): "CLR20-DI-14",
}
"""Member whose value has the wrong type -> requirement, when one speaks of that member."""

DATES: Final[Mapping[str, str]] = {
    "validFrom": "CLR20-MOD-03",
    "issuanceDate": "CLR20-MOD-03",
    "validUntil": "CLR20-MOD-04",
    "expirationDate": "CLR20-MOD-04",
    "awardedDate": "CLR20-MOD-06",
}
"""Member of a credential that is a timestamp -> requirement."""

FORMAT: Final[Mapping[str, tuple[str, str]]] = {
    "DateTimeZ": (LAST, "a timestamp with a zone, such as 2026-07-01T08:15:00Z"),
    "DateTime": (LAST, "a timestamp with a zone, such as 2026-07-01T08:15:00Z"),
    "Date": ("CLR20-MOD-48", "a date, such as 2001-03-14"),
    "LanguageCode": ("CLR20-MOD-46", "a language code, such as en or es-MX"),
    "CompactJws": ("CLR20-MOD-51", "a compact JWS, such as eyJhbGciOiJSUzI1NiJ9.e30.c2ln"),
}
"""Primitive type with a format or pattern -> requirement, and what to write."""

VOCABULARY: Final[Mapping[str, str]] = {
    "AssociationType": "CLR20-MOD-18",
    "AchievementType": "CLR20-MOD-27",
    "IdentifierTypeEnum": "CLR20-MOD-28",
    "AlignmentTargetType": "CLR20-MOD-29",
    "ResultType": "CLR20-MOD-30",
    "ResultStatusType": "CLR20-MOD-31",
    "Imsx_CodeMajor": LAST,
    "Imsx_Severity": LAST,
    "Imsx_CodeMinorFieldValue": LAST,
}
"""Vocabulary that lacks the value -> requirement; a try to extend it has its own (``EXTENSION``)."""

EXTENSIBLE: Final = frozenset({"AchievementType", "IdentifierTypeEnum", "AlignmentTargetType", "ResultType"})
"""Vocabularies that take ``ext:`` values."""

TEXTS: Final = frozenset(
    {"String", "NormalizedString", "Markdown", "Identifier", "IdentityHash"}
    | {"PhoneNumber", "EmailAddress", "CountryCode", "URI", "WebAddress"}
)
"""Primitive types of free text: where the published schemas take a map of languages too."""

NUMBERS: Final = frozenset({"Float", "Integer", "NumericDate"})


def of_member(kind: str, member: Member | None, type_name: str) -> str:
    """The requirement that speaks of the value of that member, whose type is ``type_name``; ``LAST`` if none does."""
    name = member.name if member is not None else ""
    if (kind, name) in MEMBER:
        return MEMBER[kind, name]
    if type_name == "DateTimeZ":
        return DATES.get(name, LAST)
    return FORMAT[type_name][0] if type_name in FORMAT else VOCABULARY.get(type_name, LAST)


def of_profile(path: tuple[str | int, ...]) -> str:
    """The requirement that speaks of the profile at that place: one for issuers, ``LAST`` for others."""
    return ISSUER if path and path[-1] == "issuer" else LAST


@cache
def subjects() -> Mapping[str, frozenset[Subject]]:
    """Requirement decided by the schemas -> the classes and members that it speaks of.

    A requirement that speaks of every document has no subject.
    """
    found: dict[str, set[Subject]] = {LAST: set(), LEFT_OUT: set()}
    for name, requirement in (*REQUIRED.items(), *TYPES.items()):
        found.setdefault(requirement, set()).add((name, ""))
    for (name, _), requirement in REQUIRED_MEMBER.items():
        found.setdefault(requirement, set()).add((name, ""))
    for model in MODEL.models().values():
        if model.closed:
            found.setdefault(NOT_KNOWN, set()).add((model.kind, ""))
        for entry in model.members.values():
            for requirement in _spoken_of(model, entry):
                found.setdefault(requirement, set()).add((model.kind, entry.name))
    del found[LAST], found[LEFT_OUT]
    return {LAST: frozenset(), LEFT_OUT: frozenset(), **{name: frozenset(places) for name, places in found.items()}}


def decided() -> frozenset[str]:
    """Every requirement that a schema error can break."""
    return frozenset(subjects()) | {EXTENSION, ISSUER}


def always_array(model: Model, member: Member) -> bool:
    """True for an array whose single value does not stand alone either in the compacted form."""
    body: Mapping[str, object] = MODEL.schemas[model.name]["properties"][member.name]
    return member.many and body.get("type") == "array"


def _spoken_of(model: Model, member: Member) -> Iterator[str]:
    yield of_member(model.kind, member, member.type)
    if member.name in ("type", "@context"):
        if member.name == "@context":
            yield CONTEXT_ENTRY
        return
    if always_array(model, member):
        yield BARE
    if member.type in MODEL.models():
        yield BARE_URI
    elif member.type in TEXTS:
        yield from (LANGUAGES, OBJECT_FOR_TEXT)
    elif (model.kind, member.name) not in MEMBER:
        if member.type in NUMBERS:
            yield NUMBER_AS_TEXT
        elif member.type == "Boolean":
            yield NO_BOOLEAN
