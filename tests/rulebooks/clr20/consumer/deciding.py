"""Traffic of CLR 2.0 in a few words, and how the check of one requirement ends on it."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from typing import Any

from conformance.exchanges.served import Served
from conformance.rulebooks.clr20.consumer.checks import CHECKS
from conformance.standard.facts import facts
from conformance.traffic import Sitting
from conformance.traffic.judge import Ending
from tests.traffic import building
from tests.traffic.building import ORIGIN, TOKEN

FACTS = facts("clr20")
API = f"{ORIGIN}/tenant{FACTS.base_path}"
ENDPOINTS = {**building.ENDPOINTS, "discovery": f"{API}/discovery"}
CLAIMS = ("read", "write", "refresh")


def decide(requirement: str, *sittings: Sitting, claims: Iterable[str] = CLAIMS) -> Ending:
    """How the check of this requirement ends."""
    return building.decide(CHECKS, requirement, *sittings, claims=claims, facts=FACTS)


def called(operation: str, **members: Any) -> Served:
    """A request to an operation, with a token."""
    known = FACTS.operations[operation]
    headers = {"Accept": "application/json", "Authorization": f"Bearer {TOKEN}", **members.pop("more_headers", {})}
    wanted = {"headers": {name: value for name, value in headers.items() if value is not None}, **members}
    return building.served(operation, known.method, f"{API}{known.path}", **wanted)


def page(
    number: int = 1, *, of: int = 1, records: Iterable[Any] = (), tokens: Iterable[str] = (), **members: Any
) -> Served:
    """A page of the list; an array without entries is left out. Every page but the last names the next."""
    held = {"credential": [*records], "compactJwsString": [*tokens]}
    target = f"{API}/credentials?limit=4&offset={4 * number}"
    links = {"Link": f'<{target}>; rel="next"'} if number < of else {}
    wanted = {
        "answer": {name: entries for name, entries in held.items() if entries},
        "answer_headers": links,
        "query": {"limit": 4, "offset": 4 * (number - 1)},
    }
    return called("getCredentials", **{**wanted, **members})


def posted(sent: Any, content_type: str | None = None, *, status: int = 201, **members: Any) -> Served:
    """A post of a record (a mapping) or of a text, by default with the media type that it has to have."""
    text = isinstance(sent, str)
    kind = content_type or ("text/plain" if text else "application/json")
    more = {"Accept": "application/json, text/plain", "Content-Type": kind, **members.pop("more_headers", {})}
    body: dict[str, Any] = {"request_body": sent.encode()} if text else {"sent": sent}
    return called("upsertCredential", status=status, more_headers=more, **body, **members)


def record(identifier: str = "urn:record", /, **changes: Any) -> dict[str, Any]:
    """A record, as far as these checks read it."""
    return {"id": identifier, "type": ["VerifiableCredential", "ClrCredential"], "name": "Transcript", **changes}


def token(payload: Mapping[str, Any]) -> str:
    """A compact JWS with that payload, whose signature nobody looks at."""
    parts = (urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in ({"alg": "RS256"}, payload))
    return f"{'.'.join(parts)}.c2ln"


def right(*calls: Served, **steps: Any) -> tuple[Served, ...]:
    """What a right consumer sends in one sitting: these calls after its login."""
    return building.right(**{"discovered": called("getServiceDescription"), "listed": calls, **steps})


def sat(*exchanges: Served, **members: Any) -> Sitting:
    """A sitting of these exchanges."""
    return building.sitting(*exchanges, **{"base_url": API, "endpoints": ENDPOINTS, **members})
