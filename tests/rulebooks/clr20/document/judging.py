"""Records of CLR 2.0 that tests judge, each right as it stands, and what a judgement says of one."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from conformance.document import Judgement, judge_alone
from conformance.document import open as open_document
from conformance.document.judge import judge
from conformance.document.origin import NOWHERE, Origin
from conformance.rulebooks.clr20.document import RULES

NOW: Final = datetime(2026, 11, 21, tzinfo=UTC)
VC: Final = "https://www.w3.org/ns/credentials/v2"
OLD_VC: Final = "https://www.w3.org/2018/credentials/v1"
CLR: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
OB: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

BADGE: Final[Mapping[str, Any]] = {
    "@context": [VC, OB],
    "id": "urn:uuid:7e5b6a52-6a0b-4d9f-8d55-9f6a3f2f7c11",
    "type": ["VerifiableCredential", "AchievementCredential"],
    "name": "Soil science",
    "issuer": {"id": "https://college.example/issuer", "type": ["Profile"], "name": "Harbour College"},
    "validFrom": "2026-06-30T12:00:00Z",
    "credentialSubject": {
        "id": "did:example:mira",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://college.example/catalog/agr101",
            "type": ["Achievement"],
            "name": "Soil science",
            "description": "Kinds of soil and what grows on them.",
            "criteria": {"narrative": "Pass the examination."},
        },
    },
}

RECORD: Final[Mapping[str, Any]] = {
    "@context": [VC, CLR, OB],
    "id": "urn:uuid:5f1b1c3e-8d0a-4f53-9c60-0f0a4ad1f8a2",
    "type": ["VerifiableCredential", "ClrCredential"],
    "name": "Transcript",
    "issuer": {"id": "https://college.example/issuer", "type": ["Profile"], "name": "Harbour College"},
    "validFrom": "2026-07-01T12:00:00Z",
    "credentialSubject": {"id": "did:example:mira", "type": ["ClrSubject"], "verifiableCredential": [BADGE]},
}


def record(**members: Any) -> dict[str, Any]:
    """A right record with these members; ``None`` leaves one out."""
    return changed(RECORD, **members)


def badge(**members: Any) -> dict[str, Any]:
    """A right badge with these members; ``None`` leaves one out."""
    return changed(BADGE, **members)


def changed(document: Mapping[str, Any], **members: Any) -> dict[str, Any]:
    """A copy of the document with these members; ``None`` leaves one out, ``context`` stands for ``@context``."""
    named = {"@context" if name == "context" else name: value for name, value in members.items()}
    merged = copy.deepcopy(dict(document)) | named
    return {name: value for name, value in merged.items() if value is not None}


def judged(document: Any, *, origin: Origin = NOWHERE) -> Judgement:
    """The judgement of a JSON value, or of bytes as they are."""
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    if origin is NOWHERE:
        return judge_alone(data, RULES, now=NOW)
    with open_document(data, RULES, now=NOW, origin=origin) as opened:
        return judge(opened)


def broken(document: Any, *, origin: Origin = NOWHERE) -> dict[str, str]:
    """Requirement -> pointer of the first finding, notes left out."""
    return {each.requirement: each.pointer for each in reversed(judged(document, origin=origin).findings)}


def of_area(document: Any, *areas: str, origin: Origin = NOWHERE) -> dict[str, str]:
    """The same of these areas alone."""
    found = broken(document, origin=origin)
    return {name: pointer for name, pointer in found.items() if name.split("-")[1] in areas}
