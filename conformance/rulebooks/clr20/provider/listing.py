"""The records of a page, in both of its arrays."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.suites.answer import Answer
from conformance.suites.outcomes import Incomplete


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a list: its members, and the JWS it came in (``None``: it stands as JSON)."""

    credential: Mapping[str, Any]
    jws: str | None = None

    @property
    def id(self) -> str:
        """The id of the record; empty when it has none."""
        return str(self.credential.get("id", ""))


def page_entries(answer: Answer) -> tuple[Entry, ...]:
    """The records of one page, JSON first; raises ``Incomplete`` when the body is no such page at all."""
    body = answer.json()
    if not isinstance(body, dict):
        raise Incomplete("the body of GET /credentials is not a JSON object (see CLR20-API-07)")
    plain, compact = (() if body.get(name) is None else body[name] for name in ("credential", "compactJwsString"))
    if not isinstance(plain, (list, tuple)) or not isinstance(compact, (list, tuple)):
        raise Incomplete("credential or compactJwsString is not an array (see CLR20-API-07)")
    return (
        *(Entry(one) for one in plain if isinstance(one, dict)),
        *(Entry(payload(jws), jws) for jws in compact if isinstance(jws, str)),
    )


def payload(jws: str) -> dict[str, Any]:
    """The record in a compact JWS, decoded and not verified; empty when it cannot be read."""
    try:
        part = jws.split(".")[1]
        value = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError, RecursionError):
        return {}
    inner = value.get("vc") if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else value if isinstance(value, dict) else {}
