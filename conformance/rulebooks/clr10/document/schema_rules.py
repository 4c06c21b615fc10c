"""Which requirement a schema error breaks, by class and keyword: the tables.

One error has one primary requirement: the most specific one that speaks of it; ``CLR10-PAY-004``
(types, required members and formats follow the model) is the last resort.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from conformance.document.rules import Subject
from conformance.rulebooks.clr10.document.model import MODEL
from conformance.standard.classes import Member, Model

REQUIRED: Final[Mapping[str, str]] = {
    "Clr": "CLR10-CLR-001",
    "Assertion": "CLR10-ASR-001",
    "Achievement": "CLR10-ACH-001",
    "Association": "CLR10-ACH-005",
    "Alignment": "CLR10-ACH-008",
    "Profile": "CLR10-PRF-001",
    "EndorsementProfile": "CLR10-PRF-001",
    "SystemIdentifier": "CLR10-PRF-009",
    "Endorsement": "CLR10-END-001",
    "EndorsementClaim": "CLR10-END-002",
    "Result": "CLR10-RES-001",
    "ResultDescription": "CLR10-RES-007",
    "RubricCriterionLevel": "CLR10-RES-012",
    "Evidence": "CLR10-RES-014",
    "Identity": "CLR10-IDN-001",
    "Verification": "CLR10-VER-001",
    "CryptographicKey": "CLR10-KEY-001",
    "RevocationList": "CLR10-RVL-001",
    "DiscoveryDocument": "CLR10-DSC-004",
    "ImsxStatusInfo": "CLR10-ERR-001",
    "ImsxCodeMinor": "CLR10-ERR-004",
    "ImsxCodeMinorField": "CLR10-ERR-005",
}
"""Class whose required member is missing -> requirement."""

VOCABULARY: Final[Mapping[str, str]] = {
    "AchievementType": "CLR10-ACH-002",
    "AlignmentTargetType": "CLR10-ACH-010",
    "ResultType": "CLR10-RES-008",
    "SystemIdentifierType": "CLR10-PRF-010",
    "AssociationType": "CLR10-EXT-002",
    "ResultStatusType": "CLR10-EXT-002",
    "VerificationType": "CLR10-VER-001",
    "ImsxCodeMajor": "CLR10-ERR-002",
    "ImsxSeverity": "CLR10-ERR-003",
    "ImsxCodeMinorValue": "CLR10-ERR-005",
}
"""Vocabulary that lacks the value -> requirement; a try to extend it has its own (EXT-001, EXT-002)."""

EXTENSIBLE: Final = frozenset({"AchievementType", "AlignmentTargetType", "ResultType", "SystemIdentifierType"})
"""Vocabularies that take ``ext:`` values."""

MEMBER: Final[Mapping[tuple[str, str], str]] = {
    ("RevocationList", "revokedAssertions"): "CLR10-RVL-002",
    ("DiscoveryDocument", "scopesOffered"): "CLR10-DSC-006",
    ("ImsxCodeMinor", "imsx_codeMinorField"): "CLR10-ERR-004",
    ("ImsxStatusInfo", "imsx_codeMinor"): "CLR10-ERR-004",
    ("ImsxCodeMinorField", "imsx_codeMinorFieldName"): "CLR10-ERR-005",
}
"""Member whose value has the wrong type -> requirement, when one speaks of that member."""

FORMAT: Final[Mapping[str, tuple[str, str]]] = {
    "DateTime": ("CLR10-PAY-010", "a timestamp with a zone, such as 2022-07-01T08:15:00Z"),
    "Date": ("CLR10-PAY-012", "a date, such as 2001-03-14"),
    "AnyURI": ("CLR10-PAY-013", "an absolute URI, such as https://records.example/catalog/agr101"),
}
"""Primitive type with a format -> requirement, and what to write."""

TEXT_NUMBERS: Final = frozenset({"points", "value", "valueMin", "valueMax", "requiredValue"})
"""Members that hold a number as text."""


@cache
def subjects() -> Mapping[str, frozenset[Subject]]:
    """Requirement decided by the schemas -> the classes and members that it speaks of.

    A requirement that speaks of every document has no subject.
    """
    found: dict[str, set[Subject]] = {requirement: set() for requirement in ("CLR10-PAY-004", "CLR10-PAY-007")}
    for name, requirement in REQUIRED.items():
        found.setdefault(requirement, set()).add((name, ""))
    for (name, member), requirement in MEMBER.items():
        found.setdefault(requirement, set()).add((name, member))
    for model in MODEL.models().values():
        for entry in model.members.values():
            for requirement in _spoken_of(model, entry):
                found.setdefault(requirement, set()).add((model.kind, entry.name))
    found["CLR10-DSC-005"] = {("DiscoveryDocument", "")}
    found["CLR10-ERR-006"] = {("ImsxStatusInfo", "")}
    return {requirement: frozenset(places) for requirement, places in found.items()}


def decided() -> frozenset[str]:
    """Every requirement that a schema error can break."""
    always = {"CLR10-PAY-001", "CLR10-PAY-003", "CLR10-EXT-004", "CLR10-EXT-005", "CLR10-JWS-013"}
    return frozenset(subjects()) | always


def _spoken_of(model: Model, member: Member) -> Iterator[str]:
    yield "CLR10-PAY-005" if member.many else "CLR10-PAY-006"
    if member.type in VOCABULARY:
        yield VOCABULARY[member.type]
        yield "CLR10-EXT-001" if member.type in EXTENSIBLE else "CLR10-EXT-002"
    elif member.type in FORMAT:
        yield "CLR10-DSC-009" if model.name == "DiscoveryDocument" else FORMAT[member.type][0]
    elif member.type == "CompactJws":
        yield from ("CLR10-JWS-001", "CLR10-JWS-002")
    elif member.type in ("Profile", "EndorsementProfile"):
        yield "CLR10-PRF-002"
    if (model.kind, member.name) in (("Clr", "learner"), ("Clr", "publisher")):
        yield "CLR10-CLR-002" if member.name == "learner" else "CLR10-CLR-003"
    if member.name in TEXT_NUMBERS:
        yield "CLR10-RES-013"
