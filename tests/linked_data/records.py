"""Records of the standard in shape, with invented data: nobody can verify their proofs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

VC2: Final = "https://www.w3.org/ns/credentials/v2"
VC1: Final = "https://www.w3.org/2018/credentials/v1"
CLR: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
OB: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
ED25519: Final = "https://w3id.org/security/suites/ed25519-2020/v1"
STATUS_2021: Final = "https://w3id.org/vc/status-list/2021/v1"

Json = dict[str, Any]


def proof(number: int) -> Json:
    """A proof in shape; nobody can verify it."""
    return {
        "type": "DataIntegrityProof",
        "created": "2026-01-15T10:00:00Z",
        "cryptosuite": "eddsa-rdfc-2022",
        "proofPurpose": "assertionMethod",
        "verificationMethod": f"https://school.example/keys#k{number % 7}",
        "proofValue": f"z{number:058d}",
    }


def profile(number: int) -> Json:
    """An issuer."""
    return {
        "id": f"https://school.example/issuers/{number}",
        "type": ["Profile"],
        "name": f"School {number}",
        "address": {
            "type": ["Address"],
            "streetAddress": "Long Road 1",
            "geo": {"type": "GeoCoordinates", "latitude": 1.5, "longitude": -3},
        },
        "image": {"id": "https://school.example/logo.png", "type": "Image", "caption": "Logo"},
        "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "x1", "identifierType": "systemId"}],
    }


def badge(number: int) -> Json:
    """A signed badge with results, alignments and evidence."""
    return {
        "@context": [VC2, OB],
        "id": f"urn:uuid:badge-{number}",
        "type": ["VerifiableCredential", "AchievementCredential"],
        "issuer": profile(number % 3),
        "validFrom": "2026-01-15T10:00:00Z",
        "name": f"Badge {number}",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": "mira@mail.example",
                    "identityType": "emailAddress",
                }
            ],
            "result": [
                {"type": ["Result"], "resultDescription": f"urn:uuid:rd-{number}", "value": "B", "status": "Completed"}
            ],
            "activityStartDate": "2025-09-01T00:00:00Z",
            "creditsEarned": 2.5,
            "achievement": {
                "id": f"urn:uuid:achievement-{number}",
                "type": ["Achievement"],
                "name": 'Bees and "flowers"',
                "description": "Line one\nLine two\tend \\ ü",
                "criteria": {"narrative": "Be there"},
                "achievementType": "Course",
                "creditsAvailable": 3,
                "tag": ["bees", "flowers"],
                "resultDescription": [
                    {
                        "id": f"urn:uuid:rd-{number}",
                        "type": ["ResultDescription"],
                        "name": "Grade",
                        "resultType": "LetterGrade",
                        "allowedValue": ["C", "B", "A"],
                        "rubricCriterionLevel": [
                            {
                                "id": f"urn:uuid:level-{number}",
                                "type": ["RubricCriterionLevel"],
                                "name": "Good",
                                "level": "1",
                            }
                        ],
                    }
                ],
                "alignment": [{"type": ["Alignment"], "targetName": "Bees", "targetUrl": "https://frame.example/bees"}],
            },
        },
        "evidence": [{"id": f"https://school.example/evidence/{number}", "type": ["Evidence"], "narrative": "A film"}],
        "credentialStatus": {
            "id": f"https://school.example/lists/1#{number}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(number),
            "statusListCredential": "https://school.example/lists/1",
        },
        "proof": [proof(number)],
    }


def record(badges: int = 2) -> Json:
    """A record with that many signed badges, and its own proof."""
    return {
        "@context": [VC2, CLR, OB],
        "id": "urn:uuid:record",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": profile(0),
        "name": "Record of Mira",
        "validFrom": "2026-01-16T10:00:00Z",
        "partial": False,
        "credentialSubject": {
            "id": "did:example:mira",
            "type": ["ClrSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": "17", "identityType": "systemId"}
            ],
            "achievement": [
                {
                    "id": "urn:uuid:programme",
                    "type": ["Achievement"],
                    "name": "Programme",
                    "description": "All",
                    "criteria": {"narrative": "Two badges"},
                }
            ],
            "verifiableCredential": [badge(number) for number in range(badges)],
            "association": [
                {
                    "type": "Association",
                    "associationType": "isParentOf",
                    "sourceId": "urn:uuid:programme",
                    "targetId": "urn:uuid:achievement-0",
                }
            ],
        },
        "proof": [proof(99)],
    }


def endorsement() -> Json:
    """An endorsement with two proofs."""
    return {
        "@context": [VC2, OB],
        "id": "urn:uuid:endorsement",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": "https://guild.example", "type": ["Profile"], "name": "Guild"},
        "validFrom": "2026-02-01T00:00:00Z",
        "name": "Praise",
        "credentialSubject": {
            "id": "urn:uuid:achievement-0",
            "type": ["EndorsementSubject"],
            "endorsementComment": "Well done",
        },
        "proof": [proof(5), proof(6)],
    }


def old_record() -> Json:
    """A record of version 1.1 of the data model, with an old proof."""
    made = record(1)
    made["@context"] = [VC1, CLR, OB, ED25519, EXTENSIONS]
    inner = made["credentialSubject"]["verifiableCredential"][0]
    inner["@context"] = [VC1, OB, ED25519, EXTENSIONS]
    inner["credentialStatus"] = {"id": "https://school.example/l", "type": "1EdTechRevocationList"}
    for each in (made, inner):
        each["issuanceDate"] = each.pop("validFrom")
        each["proof"] = [proof(1) | {"type": "Ed25519Signature2020"}]
        each["proof"][0].pop("cryptosuite")
    return made


def status_list() -> Json:
    """A list of status."""
    return {
        "@context": [VC2],
        "id": "https://school.example/lists/1",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "https://school.example",
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "https://school.example/lists/1#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "uH4sIAAAA",
        },
        "proof": proof(3),
    }


def key() -> Json:
    """A controller document."""
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": "did:web:school.example",
        "assertionMethod": [
            {
                "id": "did:web:school.example#k1",
                "type": "Multikey",
                "controller": "did:web:school.example",
                "publicKeyMultibase": "z6Mk",
            }
        ],
    }


SEEDS: Final[Sequence[Callable[[], Json]]] = (
    record,
    endorsement,
    lambda: badge(1),
    old_record,
    status_list,
    key,
    lambda: record(1),
)
"""What makes one record of each kind."""
