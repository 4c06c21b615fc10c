"""A record before anybody signs it: a badge with results, an achievement yet to come, a link between the two."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from mock_provider.clr20.content.keys import Keys
from mock_provider.encoding import to_base64url, to_json

Node = dict[str, Any]

ISSUER, STRANGER, OTHER = "academy", "stranger", "studio"
"""Names of keys: of the issuer whose id is the key itself, of nobody whom a record names, of an issuer on P-256."""

W3C = "https://www.w3.org/ns/credentials/v2"
W3C_1_1 = "https://www.w3.org/2018/credentials/v1"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
OLD_PROOFS = "https://w3id.org/security/suites/ed25519-2020/v1"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a record that is made anew keeps of the one in whose place it comes."""

    id: str
    name: str
    valid_from: str
    learner: str

    @classmethod
    def of(cls, credential: Mapping[str, Any]) -> Self:
        """The identity of a record; what it has not is empty."""
        subject = credential.get("credentialSubject")
        learner = subject.get("id") if isinstance(subject, Mapping) else None
        since = credential.get("validFrom", credential.get("issuanceDate"))
        return cls(*(str(part or "") for part in (credential.get("id"), credential.get("name"), since, learner)))


@dataclass(frozen=True, slots=True)
class Place:
    """The mock that answers: the URL that its paths begin with, and its keys."""

    root: str
    keys: Keys

    @property
    def issuer(self) -> str:
        """The id of the issuer of what is made anew."""
        return self.keys[ISSUER].did

    def profile(self) -> Node:
        """The profile of that issuer."""
        return {"id": self.issuer, "type": ["Profile"], "name": "Nordhaven Evening Academy"}

    def rooted(self, value: Any) -> Any:
        """A value of JSON with the URL of the mock for ``{root}``, and the did:jwk of the issuer for ``{jwk}``."""
        text = json.dumps(value).replace("{root}", self.root)
        return json.loads(text.replace("{jwk}", self._did_jwk) if "{jwk}" in text else text)

    @property
    def _did_jwk(self) -> str:
        return f"did:jwk:{to_base64url(to_json(self.keys[ISSUER].public_jwk()))}"


@dataclass(slots=True)
class Draft:
    """A record that is not signed yet, made at that place."""

    record: Node
    identity: Identity
    place: Place

    @property
    def subject(self) -> Node:
        """The learner of the record, with all that is held."""
        found: Node = self.record["credentialSubject"]
        return found

    @property
    def badge(self) -> Node:
        """The badge that the record holds."""
        found: Node = self.subject["verifiableCredential"][0]
        return found

    @property
    def award(self) -> Node:
        """The subject of the badge."""
        found: Node = self.badge["credentialSubject"]
        return found

    @property
    def achievement(self) -> Node:
        """The achievement of the badge."""
        found: Node = self.award["achievement"]
        return found


def draft_of(identity: Identity, place: Place) -> Draft:
    """A draft with the identity of a record that the mock serves."""
    subject = {
        "id": identity.learner or urn(identity, "learner"),
        "type": ["ClrSubject"],
        "achievement": [_achievement(identity, "diploma", "Diploma")],
        "association": [_association(identity)],
        "verifiableCredential": [_badge(identity, place)],
    }
    record = {
        "@context": [W3C, CLR, BADGES],
        "id": identity.id,
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": identity.name or "Transcript",
        "partial": True,
        "issuer": place.profile(),
        "validFrom": identity.valid_from,
        "awardedDate": identity.valid_from,
        "credentialSubject": subject,
    }
    return Draft(record, identity, place)


def urn(identity: Identity, name: str) -> str:
    """An id of something in the record: always the same one."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{identity.id}/{name}").urn


def _achievement(identity: Identity, name: str, kind: str) -> Node:
    return {
        "id": urn(identity, name),
        "type": ["Achievement"],
        "achievementType": kind,
        "name": name.capitalize(),
        "description": f"All that belongs to the {name}",
        "criteria": {"narrative": "Pass all exams"},
    }


def _association(identity: Identity) -> Node:
    return {
        "type": "Association",
        "associationType": "isChildOf",
        "sourceId": urn(identity, "course"),
        "targetId": urn(identity, "diploma"),
    }


def _badge(identity: Identity, place: Place) -> Node:
    award = {
        "id": identity.learner or urn(identity, "learner"),
        "type": ["AchievementSubject"],
        "creditsEarned": 4.5,
        "achievement": {
            **_achievement(identity, "course", "Course"),
            "creditsAvailable": 5,
            "inLanguage": "en",
            "resultDescription": _descriptions(identity),
        },
        "result": _results(identity),
    }
    return {
        "@context": [W3C, BADGES],
        "id": urn(identity, "badge"),
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": "Course",
        "issuer": place.profile(),
        "validFrom": identity.valid_from,
        "awardedDate": identity.valid_from,
        "validUntil": "2098-12-31T12:00:00Z",
        "credentialSubject": award,
    }


def _descriptions(identity: Identity) -> list[Node]:
    grade = {"name": "Grade", "resultType": "LetterGrade", "allowedValue": ["D", "C", "B", "A"], "requiredValue": "C"}
    work = {
        "name": "Laboratory work",
        "resultType": "RubricCriterionLevel",
        "requiredLevel": urn(identity, "alone"),
        "rubricCriterionLevel": [
            {"id": urn(identity, name.lower()), "type": ["RubricCriterionLevel"], "name": name}
            for name in ("Helped", "Alone")
        ],
    }
    points = {"name": "Points", "resultType": "RawScore", "valueMin": "0", "valueMax": "100", "requiredValue": "50"}
    state = {"name": "State", "resultType": "Status"}
    return [
        {"id": urn(identity, str(one["name"])), "type": ["ResultDescription"], **one}
        for one in (grade, work, points, state)
    ]


def _results(identity: Identity) -> list[Node]:
    found = {
        "Grade": {"value": "B"},
        "Laboratory work": {"achievedLevel": urn(identity, "alone")},
        "Points": {"value": "81"},
        "State": {"status": "Completed"},
    }
    return [{"type": ["Result"], "resultDescription": urn(identity, name), **one} for name, one in found.items()]
