"""A right record that holds every class of the standard, and copies of it that are wrong in one place."""

from __future__ import annotations

import copy
from hashlib import sha256
from typing import Any, Final

from tests.rulebooks.clr20.document.judging import CLR, OB, VC, of_area

EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
LEARNER: Final = "did:example:mira"
SCHEMA: Final = "https://purl.imsglobal.org/spec/{}/schema/json/{}_{}_schema.json"

Place = tuple[str | int, ...]
SUBJECT: Final[Place] = ("credentialSubject",)
BADGE: Final[Place] = (*SUBJECT, "verifiableCredential", 0)
AWARD: Final[Place] = (*BADGE, *SUBJECT)
SOIL: Final[Place] = (*AWARD, "achievement")
GRADE: Final[Place] = (*SOIL, "resultDescription", 0)
RUBRIC: Final[Place] = (*SOIL, "resultDescription", 1)
STATE: Final[Place] = (*SOIL, "resultDescription", 2)
ENDORSEMENT: Final[Place] = ("endorsement", 0)
COLLEGE: Final[Place] = ("issuer",)
ABSENT: Final = object()
"""Takes a member away."""


def _profile(name: str, **more: Any) -> dict[str, Any]:
    identifier = f"https://{name.split(maxsplit=1)[0].lower()}.example/issuer"
    return {"id": identifier, "type": ["Profile"], "name": name, **more}


def _schema(standard: str, kind: str) -> list[dict[str, str]]:
    address = SCHEMA.format(standard, standard.replace("/", "_"), kind)
    return [{"id": address, "type": "1EdTechJsonSchemaValidator2019"}]


def _achievement(code: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"https://harbour.example/catalog/{code}",
        "type": ["Achievement"],
        "name": f"Course {code}",
        "description": "Kinds of soil and what grows on them.",
        "criteria": {"id": "https://harbour.example/criteria", "narrative": "Pass the examination."},
        **more,
    }


def _alignment() -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetName": "Soils",
        "targetUrl": "https://frameworks.example/soils",
        "targetType": "CFItem",
    }


def _image() -> dict[str, Any]:
    return {"id": "https://harbour.example/logo.png", "type": "Image", "caption": "A lighthouse"}


def _results() -> list[dict[str, Any]]:
    levels = [
        {
            "id": f"urn:level:{name}",
            "type": ["RubricCriterionLevel"],
            "name": name,
            "points": str(points),
            "alignment": [_alignment()],
        }
        for points, name in enumerate(("fair", "good"))
    ]
    shared = {"type": ["ResultDescription"], "name": "Outcome"}
    return [
        {
            **shared,
            "id": "urn:result:grade",
            "resultType": "LetterGrade",
            "allowedValue": ["C", "B", "A"],
            "requiredValue": "C",
        },
        {
            **shared,
            "id": "urn:result:rubric",
            "resultType": "RubricCriterionLevel",
            "rubricCriterionLevel": levels,
            "requiredLevel": "urn:level:fair",
            "alignment": [_alignment()],
        },
        {**shared, "id": "urn:result:status", "resultType": "Status"},
        {
            **shared,
            "id": "urn:result:points",
            "resultType": "RawScore",
            "valueMin": "0",
            "valueMax": "100",
            "requiredValue": "50",
        },
    ]


def _badge() -> dict[str, Any]:
    learner = sha256(b"mira@learners.example" + b"salt").hexdigest()
    subject = {
        "id": LEARNER,
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": f"sha256${learner}",
                "identityType": "emailAddress",
                "salt": "salt",
            }
        ],
        "activityStartDate": "2026-01-10T00:00:00Z",
        "activityEndDate": "2026-06-10T00:00:00Z",
        "creditsEarned": 3.5,
        "source": _profile("Field Station"),
        "achievement": _achievement(
            "agr101",
            achievementType="Course",
            creditsAvailable=4,
            inLanguage="en",
            alignment=[_alignment()],
            creator=_profile("Harbour College"),
            image=_image(),
            related=[{"id": "urn:other", "type": ["Related"], "inLanguage": "es-MX"}],
            otherIdentifier=[{"type": "IdentifierEntry", "identifier": "agr101", "identifierType": "ext:course.code"}],
            tag=["soil"],
            resultDescription=_results(),
        ),
        "result": [
            {"type": ["Result"], "resultDescription": "urn:result:grade", "value": "A", "alignment": [_alignment()]},
            {"type": ["Result"], "resultDescription": "urn:result:rubric", "achievedLevel": "urn:level:good"},
            {"type": ["Result"], "resultDescription": "urn:result:status", "status": "Completed"},
            {"type": ["Result"], "resultDescription": "urn:result:points", "value": "88.5"},
        ],
    }
    return {
        "@context": [VC, OB, EXTENSIONS],
        "id": "urn:uuid:7e5b6a52-6a0b-4d9f-8d55-9f6a3f2f7c11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Soil science",
        "issuer": "https://harbour.example/issuer",
        "validFrom": "2026-06-30T12:00:00+02:00",
        "credentialSubject": subject,
        "evidence": [{"id": "https://harbour.example/essay", "type": ["Evidence"], "name": "Essay"}],
        "credentialSchema": _schema("ob/v3p0", "achievementcredential"),
    }


def _endorsement() -> dict[str, Any]:
    return {
        "@context": [VC, OB],
        "id": "urn:uuid:0b0f3f86-5f5c-4a35-8d8b-3a52ce2a6a11",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Words of a colleague",
        "issuer": _profile("Meadow University"),
        "validFrom": "2026-07-02T12:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:5f1b1c3e-8d0a-4f53-9c60-0f0a4ad1f8a2",
            "type": ["EndorsementSubject"],
            "endorsementComment": "A sound record.",
        },
    }


def rich() -> dict[str, Any]:
    """The right record."""
    address = {
        "type": ["Address"],
        "addressLocality": "Port Ellis",
        "geo": {"type": "GeoCoordinates", "latitude": 48.5, "longitude": -3},
    }
    return {
        "@context": [VC, CLR, OB, EXTENSIONS],
        "id": "urn:uuid:5f1b1c3e-8d0a-4f53-9c60-0f0a4ad1f8a2",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Transcript",
        "description": "All courses of one year.",
        "partial": False,
        "image": _image(),
        "issuer": _profile(
            "Harbour College",
            address=address,
            dateOfBirth="2001-03-14",
            parentOrg=_profile("Harbour Union"),
            otherIdentifier=[{"type": "IdentifierEntry", "identifier": "7", "identifierType": "systemId"}],
        ),
        "validFrom": "2026-07-01T12:00:00Z",
        "validUntil": "2036-07-01T12:00:00Z",
        "awardedDate": "2026-06-30T12:00:00Z",
        "credentialSubject": {
            "id": LEARNER,
            "type": ["ClrSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": "mira",
                    "identityType": "userName",
                }
            ],
            "achievement": [_achievement("agr1"), _achievement("agr2")],
            "verifiableCredential": [_badge()],
            "association": [
                {
                    "type": "Association",
                    "associationType": relation,
                    "sourceId": f"https://harbour.example/catalog/{source}",
                    "targetId": f"https://harbour.example/catalog/{target}",
                }
                for relation, source, target in (
                    ("isChildOf", "agr101", "agr1"),
                    ("isPartOf", "agr1", "agr2"),
                    ("precedes", "agr1", "agr101"),
                )
            ],
        },
        "endorsement": [_endorsement()],
        "evidence": [{"type": ["Evidence"], "narrative": "Work of a year."}],
        "credentialSchema": _schema("clr/v2p0", "clrcredential"),
        "credentialStatus": {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "7",
            "statusListCredential": "https://harbour.example/status/1",
        },
        "refreshService": {"id": "https://harbour.example/fresh", "type": "1EdTechCredentialRefresh"},
        "termsOfUse": [{"id": "https://harbour.example/terms", "type": "https://harbour.example/Policy"}],
        "proof": [
            {
                "type": "DataIntegrityProof",
                "cryptosuite": "eddsa-rdfc-2022",
                "created": "2026-07-01T12:00:00Z",
                "proofPurpose": "assertionMethod",
                "verificationMethod": "https://harbour.example/issuer#key",
                "proofValue": "z3" + "1" * 86,
            }
        ],
    }


def with_(place: Place, value: Any, *more: tuple[Place, Any]) -> dict[str, Any]:
    """The right record with another value at one place, and at others; ``ABSENT`` takes a member away."""
    document = copy.deepcopy(rich())
    for path, new in ((place, value), *more):
        holder: Any = document
        for step in path[:-1]:
            holder = holder[step]
        if new is ABSENT:
            del holder[path[-1]]
        elif isinstance(holder, list) and path[-1] == len(holder):
            holder.append(new)
        else:
            holder[path[-1]] = new
    return document


def of_model(document: Any) -> dict[str, str]:
    """Requirement of the model, of the serialisation and of contexts -> pointer of its first finding.

    What a context does not define (CTX-08) is left out: a value of the wrong form may be lost in the linked data too.
    """
    found = of_area(document, "CTX", "MOD", "SER")
    return {name: pointer for name, pointer in found.items() if not name.endswith("CTX-08")}
