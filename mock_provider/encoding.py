"""How the mock writes JSON and base64url."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any


def to_json(value: Any) -> bytes:
    """JSON without blanks, in UTF-8, members in the order in which they came."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def to_base64url(content: bytes) -> str:
    """Base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    """The bytes of base64url without padding; raises ``ValueError`` for anything else."""
    if "=" in text:
        raise ValueError("base64url without padding")
    try:
        return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise ValueError("base64url") from None
