"""How the check of one requirement of CLR 1.0 ends on traffic that a test has built."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from conformance.exchanges.served import Served
from conformance.rulebooks.clr10.consumer.checks import CHECKS
from conformance.traffic import Sitting
from conformance.traffic.judge import Ending
from tests.traffic import building
from tests.traffic.building import FACTS, called, right, sitting

LEARNER = {"id": "urn:uuid:2a0b1c7d-7f6e-4f0c-9d55-0f2f6a8d5f01", "type": "Profile", "name": "Mira"}
PUBLISHER = {
    "id": "https://college.example/profile",
    "type": "Profile",
    "name": "College",
    "revocationList": "https://college.example/revocations",
    "verification": {"type": "Verification", "allowedOrigins": ["college.example"]},
}


def decide(requirement: str, *sittings: Sitting, claims: Iterable[str] = ("read", "write", "delete")) -> Ending:
    """How the check of this requirement ends."""
    return building.decide(CHECKS, requirement, *sittings, claims=claims)


def record(**changes: Any) -> dict[str, Any]:
    """A right CLR; ``None`` leaves a member out."""
    known = {
        "id": "urn:uuid:6e0f2a3e-5a55-4f53-8a08-5f0a1f5e8c11",
        "type": "Clr",
        "issuedOn": "2024-05-01T12:00:00Z",
        "learner": LEARNER,
        "publisher": PUBLISHER,
        "assertions": [],
        "verification": {"id": "urn:uuid:0d7a8f0c-2f3f-4c7c-a0a5-1c5f0f6f7a22", "type": "Hosted"},
    }
    return {name: value for name, value in {**known, **changes}.items() if value is not None}


def post(clr: Any = None, *, body: Any = None, status: int = 201, **members: Any) -> Served:
    """A post of a CLR, or of another body."""
    form = "signedClr" if isinstance(clr, str) else "clr"
    sent = {"@context": FACTS.context_url, form: record() if clr is None else clr} if body is None else body
    headers = [("Accept", "application/ld+json"), ("Authorization", f"Bearer {building.TOKEN}")]
    kind = members.pop("content_type", "application/ld+json")
    wanted = {"headers": [*headers, ("Content-Type", kind)], "sent": sent, "status": status, **members}
    return called("postClr", **wanted)


def wrote(*calls: Served, **members: Any) -> Sitting:
    """A sitting of a consumer that makes these calls; its task is to write."""
    return sitting(*right(listed=calls), **{"task": "write", **members})
