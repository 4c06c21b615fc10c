"""What the reference consumer posts: a right record about its learner, with a proof."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from conformance.issuing import Key, sign
from conformance.standard.facts import facts

_FACTS = facts("clr20")
_SUITE = "eddsa-rdfc-2022"
_KEY = "reference consumer"
_NOBODY = "urn:uuid:0f8c4c9e-1f8d-4f0a-9d2f-6b1f5f0e6c55"
_VC_2 = "https://www.w3.org/ns/credentials/v2"
_BADGES = _FACTS.envelopes["ob-v3p0"].context_url


def new_record(subject: Mapping[str, Any]) -> dict[str, Any]:
    """A right record about the learner whom a subject names by ``id`` or ``identifier``.

    The same one in a whole process, since to sign takes time.
    """
    who = {name: subject[name] for name in ("id", "identifier") if name in subject}
    return _signed(json.dumps(who or {"id": _NOBODY}))


@lru_cache(64)
def _signed(who: str) -> dict[str, Any]:
    key = Key.from_seed("Ed25519", _KEY)
    subject = json.loads(who)
    issuer = {"id": key.did, "type": ["Profile"], "name": "Reference consumer"}
    badge = sign(_badge(subject, issuer), _SUITE, key, key.did_method)
    record = {
        "@context": [_VC_2, _FACTS.context_url, _BADGES],
        "id": uuid.uuid4().urn,
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Record of the reference consumer",
        "issuer": issuer,
        "validFrom": now(),
        "credentialSubject": {**subject, "type": ["ClrSubject"], "verifiableCredential": [badge]},
    }
    return sign(record, _SUITE, key, key.did_method)


def now() -> str:
    """The present moment as the standard writes it: UTC, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _badge(subject: dict[str, Any], issuer: dict[str, Any]) -> dict[str, Any]:
    achievement = {
        "id": uuid.uuid4().urn,
        "type": ["Achievement"],
        "name": "Took part in a conformance self-check",
        "description": "Made by a self-check; it says nothing of a learner.",
        "criteria": {"narrative": "A self-check ran."},
    }
    return {
        "@context": [_VC_2, _BADGES],
        "id": uuid.uuid4().urn,
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": "Took part in a conformance self-check",
        "issuer": issuer,
        "validFrom": now(),
        "credentialSubject": {**subject, "type": ["AchievementSubject"], "achievement": achievement},
    }
