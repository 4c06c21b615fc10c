"""Makes up the records and profiles of the users."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from conformance.issuing import Key, as_jwt, sign
from mock_provider.clr20.store.credentials import StoredCredential
from mock_provider.clr20.store.forms import stored
from mock_provider.encoding import to_json
from mock_provider.settings import Settings

_CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)


@dataclass(frozen=True, slots=True)
class Content:
    """All records, and the profile of each owner."""

    records: tuple[StoredCredential, ...]
    profiles: tuple[tuple[str, bytes], ...]


def generate(settings: Settings) -> Content:
    """The content that these settings ask for."""
    people = [name for name in settings.users if name != "kim"]
    records = tuple(record for name in people for record in _records_of(name))
    profiles = tuple((f"user:{name}", to_json(_profile(name))) for name in people)
    return Content(records, profiles)


def _records_of(name: str) -> list[StoredCredential]:
    key = Key.from_seed("Ed25519", "mock-university")
    return [_stored(name, number, key) for number in range(12)]


def _stored(name: str, number: int, key: Key) -> StoredCredential:
    """Every third record is a token."""
    record = _record(name, number, key)
    if number % 3 == 2:
        compact = as_jwt(record, key, kid=key.did_method).encode()
        return stored(record, f"user:{name}", body=compact, compact=True, generated=True)
    return stored(sign(record, "eddsa-rdfc-2022", key, key.did_method), f"user:{name}", generated=True)


def _record(name: str, number: int, key: Key) -> dict[str, Any]:
    issuer = {"id": key.did, "type": ["Profile"], "name": "Lakeside University"}
    badge = {
        "@context": [_CONTEXTS[0], _CONTEXTS[2]],
        "id": _urn(name, number, "badge"),
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": f"Course {number}",
        "issuer": issuer,
        "validFrom": f"2025-{number + 1:02}-01T08:00:00Z",
        "credentialSubject": {
            "id": _urn(name),
            "type": ["AchievementSubject"],
            "achievement": {
                "id": _urn("achievement", number),
                "type": ["Achievement"],
                "name": f"Course {number}",
                "description": "A course by a lake",
                "criteria": {"narrative": "Pass the exam"},
            },
        },
    }
    return {
        "@context": list(_CONTEXTS),
        "id": _urn(name, number),
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": f"Transcript {number} of {name.capitalize()}",
        "issuer": issuer,
        "validFrom": f"2025-{number + 1:02}-02T08:00:00Z",
        "credentialSubject": {
            "id": _urn(name),
            "type": ["ClrSubject"],
            "verifiableCredential": [sign(badge, "eddsa-rdfc-2022", key, key.did_method)],
        },
    }


def _profile(name: str) -> dict[str, Any]:
    return {"id": _urn(name), "type": ["Profile"], "name": name.capitalize()}


def _urn(*parts: object) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, "/".join(map(str, parts))).urn
