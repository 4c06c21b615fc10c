"""What stands in a compact JWS, read and not verified."""

from __future__ import annotations

import base64
import json
from typing import Any


def payload(jws: str) -> dict[str, Any]:
    """The decoded, unverified payload of a compact JWS; empty when it cannot be read."""
    parts = jws.split(".")
    try:
        text = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        value = json.loads(text)
    except (IndexError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
