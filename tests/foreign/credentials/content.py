"""What the documents say: badges, records, endorsements and status entries about invented people, unsigned."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from typing import Any, Final

from tests.foreign.credentials.people import NAMES, profile

Json = dict[str, Any]

VC2: Final = "https://www.w3.org/ns/credentials/v2"
VC1: Final = "https://www.w3.org/2018/credentials/v1"
CLR: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
OB: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OB300: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
OB302: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"
EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
DATA_INTEGRITY: Final = "https://w3id.org/security/data-integrity/v1"
ED25519_2020: Final = "https://w3id.org/security/suites/ed25519-2020/v1"
STATUS_2021: Final = "https://w3id.org/vc/status-list/2021/v1"

LEARNER: Final = "did:example:ines-calloway"
MAIL: Final = "ines.calloway@mail.example"


def named(text: str) -> str:
    """A URN that the same text always gets."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, text)}"


def achievement(name: str, **more: Any) -> Json:
    """A plain achievement."""
    return {
        "id": named(f"achievement {name}"),
        "type": ["Achievement"],
        "name": name,
        "description": f"{name}, as taught and tested",
        "criteria": {"narrative": "Takes part in all sittings and passes the final task."},
        **more,
    }


def badge(number: str, issuer: str, name: str = "Sail Mending", **more: Any) -> Json:
    """A badge with the members that are needed and no more."""
    return {
        "@context": [VC2, OB],
        "id": named(f"badge {number}"),
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": name,
        "issuer": profile(issuer),
        "validFrom": "2025-03-14T09:30:00Z",
        "credentialSubject": {"id": LEARNER, "type": ["AchievementSubject"], "achievement": achievement(name)},
        **more,
    }


def rich(number: str, issuer: str, *, placed: bool = True) -> Json:
    """A badge with results, levels, numbers, identifiers, evidence, an address and text of several scripts.

    ``placed`` gives a position on the map. The context of badges has one IRI for the term ``geo`` and the type
    ``GeoCoordinates``, so that libraries which compact a document to check or disclose it refuse such a position.
    """
    level = {
        "id": named("level 2"),
        "type": ["RubricCriterionLevel"],
        "name": "Proficient",
        "level": "2",
        "points": "2",
    }
    grade, rubric = named("description grade"), named("description rubric")
    hashed = "sha256$" + hashlib.sha256(f"{MAIL}Lantern".encode()).hexdigest()
    subject = {
        "id": LEARNER,
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": hashed,
                "identityType": "emailAddress",
                "salt": "Lantern",
            }
        ],
        "activityStartDate": "2024-09-02T08:00:00+02:00",
        "activityEndDate": "2025-02-28T16:00:00.250Z",
        "creditsEarned": 3.5,
        "licenseNumber": "QH-0042",
        "narrative": 'Worked **twice** a week.\nSee "logbook" \\ pages 3\u20139.',
        "role": "Navigator",
        "term": "Winter 2024/25",
        "result": [
            {"type": ["Result"], "resultDescription": grade, "value": "92"},
            {"type": ["Result"], "resultDescription": rubric, "achievedLevel": level["id"]},
        ],
        "achievement": achievement(
            "Celestial Navigation",
            achievementType="Course",
            creator=profile(issuer),
            creditsAvailable=6,
            fieldOfStudy="Nautik \u2013 \u0393\u03b5\u03c9\u03b4\u03b1\u03b9\u03c3\u03af\u03b1 \u6e2c\u5730",
            humanCode="NAV 201",
            inLanguage="en-GB",
            tag=["navigation", "sextant", "\u26f5"],
            version="2024.1",
            otherIdentifier=[{"type": "IdentifierEntry", "identifier": "NAV-201", "identifierType": "ext:courseCode"}],
            alignment=[
                {
                    "type": ["Alignment"],
                    "targetName": "Position fixing",
                    "targetUrl": "https://frameworks.example/sea/7",
                    "targetType": "CFItem",
                    "targetCode": "S.7",
                }
            ],
            resultDescription=[
                {
                    "id": grade,
                    "type": ["ResultDescription"],
                    "name": "Final mark",
                    "resultType": "Percent",
                    "valueMin": "0",
                    "valueMax": "100",
                },
                {
                    "id": rubric,
                    "type": ["ResultDescription"],
                    "name": "Practice",
                    "resultType": "RubricCriterionLevel",
                    "rubricCriterionLevel": [
                        {"id": named("level 1"), "type": ["RubricCriterionLevel"], "name": "Novice", "level": "1"},
                        level,
                    ],
                },
            ],
        ),
    }
    place: Json = {"type": ["Address"], "addressCountryCode": "IS", "addressLocality": "Quillhaven"}
    if placed:
        place["geo"] = {"type": "GeoCoordinates", "latitude": 64.125, "longitude": -21.75}
    evidence = [
        {
            "id": "https://quillhaven.example/evidence/17",
            "type": ["Evidence"],
            "name": "Logbook",
            "narrative": "Four crossings, noon positions by hand.",
        }
    ]
    more = {
        "issuer": {**profile(issuer), "url": "https://quillhaven.example/", "address": place},
        "credentialSubject": subject,
        "evidence": evidence,
        "validUntil": "2045-03-14T09:30:00+01:00",
        "awardedDate": "2025-03-01T00:00:00Z",
    }
    return {**badge(number, issuer, "Celestial Navigation"), **more}


def unnamed(number: str, issuer: str) -> Json:
    """A badge whose learner is known by a hashed address alone."""
    identity = {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": "sha256$" + hashlib.sha256(MAIL.encode()).hexdigest(),
        "identityType": "emailAddress",
    }
    subject = {"type": ["AchievementSubject"], "identifier": [identity], "achievement": achievement("Knots")}
    return badge(number, issuer, "Knots", credentialSubject=subject)


def endorsement(number: str, issuer: str, endorsed: str) -> Json:
    """Somebody vouches for somebody or something."""
    return {
        "@context": [VC2, OB],
        "id": named(f"endorsement {number}"),
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": f"Endorsed by {NAMES.get(issuer, 'a peer')}",
        "issuer": profile(issuer),
        "validFrom": "2025-04-01T12:00:00Z",
        "credentialSubject": {
            "id": endorsed,
            "type": ["EndorsementSubject"],
            "endorsementComment": "Their tests are fair, and we have seen them.",
        },
    }


def record(number: str, issuer: str, embedded: Sequence[Any], **more: Any) -> Json:
    """A record around signed badges, with an achievement that is expected and a link to one that was awarded."""
    goal = achievement("Coastal Pilot", achievementType="Certificate")
    link = {
        "type": "Association",
        "associationType": "isChildOf",
        "sourceId": named("achievement Sail Mending"),
        "targetId": goal["id"],
    }
    return {
        "@context": [VC2, CLR, OB],
        "id": named(f"record {number}"),
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Record of learning",
        "issuer": profile(issuer),
        "validFrom": "2025-06-30T10:00:00Z",
        "awardedDate": "2025-06-30T10:00:00Z",
        "credentialSubject": {
            "id": LEARNER,
            "type": ["ClrSubject"],
            "achievement": [goal],
            "verifiableCredential": list(embedded),
            "association": [link],
        },
        **more,
    }


def older(document: Json, *contexts: str) -> Json:
    """The same by VCDM 1.1; ``contexts`` follow those of its class."""
    renamed = {"validFrom": "issuanceDate", "validUntil": "expirationDate"}
    changed = {renamed.get(name, name): value for name, value in document.items()}
    return {**changed, "@context": [VC1, *changed["@context"][1:], *contexts]}


def entry(url: str, index: int | str, purpose: str = "revocation", kind: str = "BitstringStatusListEntry") -> Json:
    """A status entry."""
    return {
        "id": f"{url}#{index}",
        "type": kind,
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": url,
    }
