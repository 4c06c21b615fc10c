"""What the reference consumer posts: a right CLR about a learner whom it has read of."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from conformance.standard.facts import Facts

_PUBLISHER: Mapping[str, Any] = {
    "id": "https://consumer.invalid/profile",
    "type": "Profile",
    "name": "Reference consumer",
    "url": "https://consumer.invalid/",
    "revocationList": "https://consumer.invalid/revocations",
    "verification": {"type": "Verification", "allowedOrigins": ["consumer.invalid"]},
}


def payload(facts: Facts, learner: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a post with a new CLR about that learner."""
    return {"@context": facts.context_url, "clr": new_clr(facts, learner)}


def signed_payload(facts: Facts, jws: str) -> dict[str, Any]:
    """The body of a post that passes a signed CLR on, as it was received."""
    return {"@context": facts.context_url, "signedClr": jws}


def new_clr(facts: Facts, learner: Mapping[str, Any]) -> dict[str, Any]:
    """A right CLR about that learner, with an id that nobody has seen."""
    publisher = dict(_PUBLISHER)
    return {
        "id": f"https://consumer.invalid{facts.base_path}/clrs/{uuid.uuid4()}",
        "type": "Clr",
        "name": "Record of the reference consumer",
        "issuedOn": now(),
        "partial": True,
        "learner": dict(learner),
        "publisher": publisher,
        "assertions": [_assertion(learner, publisher)],
        "verification": _hosted(),
    }


def now() -> str:
    """The present moment as the standard writes it: UTC, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _assertion(learner: Mapping[str, Any], publisher: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": f"https://consumer.invalid/assertions/{uuid.uuid4()}",
        "type": "Assertion",
        "issuedOn": now(),
        "recipient": {"type": "id", "identity": learner["id"], "hashed": False},
        "achievement": {
            "id": uuid.uuid4().urn,
            "type": "Achievement",
            "achievementType": "Achievement",
            "name": "Took part in a conformance self-check",
            "issuer": dict(publisher),
        },
        "verification": _hosted(),
    }


def _hosted() -> dict[str, Any]:
    return {"id": uuid.uuid4().urn, "type": "Hosted"}
