"""What a verifier makes of an item, and the tokens that it takes apart."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.exchanges.specimens import State


@dataclass(frozen=True, slots=True)
class Judged:
    """What the verifier makes of one item, and why."""

    id: str
    state: State
    reason: str = ""


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


class NotTakenError(Exception):
    """An item is not taken as verified; ``state`` says as what."""

    def __init__(self, state: State, reason: str) -> None:
        super().__init__(reason)
        self.state = state
