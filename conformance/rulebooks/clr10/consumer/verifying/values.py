"""What a verifier makes of an item, and the items and tokens that it looks at."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.exchanges.specimens import State


@dataclass(frozen=True, slots=True)
class Judged:
    """What the verifier makes of one item, and why; ``id`` is the place of one that cannot be read.

    ``document`` is what it keeps of it (``None``: it does not say).
    """

    id: str
    state: State
    reason: str = ""
    document: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Compact:
    """A compact JWS taken apart; nothing in it is verified."""

    text: str
    header: Mapping[str, Any]
    payload: Mapping[str, Any]

    @classmethod
    def of(cls, text: str) -> Compact:
        """Raises ``NotTakenError`` when it cannot be read."""
        try:
            header, payload, _ = str(text).split(".")
            parts = [json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in (header, payload)]
        except (ValueError, RecursionError):
            raise NotTakenError("unverified", "the token cannot be read") from None
        if not all(isinstance(part, dict) for part in parts):
            raise NotTakenError("unverified", "the token holds no JSON objects")
        return cls(text, *parts)


@dataclass(frozen=True, slots=True)
class Item:
    """A CLR, an assertion or an endorsement; ``token`` is the JWS as which it came (``None``: it is plain).

    ``place`` is where it stands in its record, as a JSON pointer. ``learner`` is that of the record.
    """

    kind: str
    value: Mapping[str, Any]
    place: str = ""
    token: Compact | None = None
    learner: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its id; empty when it has none."""
        return str(self.value.get("id") or "")

    @property
    def issuer(self) -> Mapping[str, Any]:
        """The profile that vouches for it, as it brings it along; empty when there is none."""
        place = {"Clr": ("publisher",), "Assertion": ("achievement", "issuer")}.get(self.kind, ("issuer",))
        found: Any = self.value
        for member in place:
            found = member_of(found, member)
        return found if isinstance(found, dict) else {}

    @property
    def issuer_id(self) -> str:
        """The id of that profile; empty when it has none."""
        return str(self.issuer.get("id") or "")

    @property
    def method(self) -> str:
        """How it says that it is verified: ``Signed``, ``Hosted``, another word, or nothing."""
        return str(member_of(self.value.get("verification"), "type") or "")


class NotTakenError(Exception):
    """An item is not taken as verified; ``state`` says as what."""

    def __init__(self, state: State, reason: str) -> None:
        super().__init__(reason)
        self.state = state


def member_of(value: Any, member: str) -> Any:
    """The member of a JSON object; ``None`` where it is not there, or the value is no object."""
    return value.get(member) if isinstance(value, dict) else None
