"""Signed documents in compact form: what they say is replaced, and they then say that they are signed no more."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Final

UNSIGNED: Final = "re-encoded-with-stand-ins--not-the-signature"
"""Stands in the place of a signature; the letters of base64url, so that it keeps the form."""

_COMPACT = re.compile(r"(?<![A-Za-z0-9_-])(e[yw][A-Za-z0-9_-]{6,})\.(e[yw][A-Za-z0-9_-]{2,})(\.[A-Za-z0-9_-]*)?")


def payloads(text: str) -> list[str]:
    """What the tokens in a text say, as far as it can be read."""
    return [_decoded(found[2]) for found in _COMPACT.finditer(text)] if _may_hold(text) else []


def replaced(text: str, change: Callable[[str], str]) -> str:
    """The text with the payload of every token changed; one whose payload stays the same stays as it is."""
    return _COMPACT.sub(lambda found: _token(found, change), text) if _may_hold(text) else text


def _may_hold(text: str) -> bool:
    """A quick look: base64url of what begins with a brace begins with one of these."""
    return ".ey" in text or ".ew" in text


def _token(found: re.Match[str], change: Callable[[str], str]) -> str:
    payload = _decoded(found[2])
    made = change(payload)
    if made == payload:
        return found[0]
    body = base64.urlsafe_b64encode(made.encode("utf-8", "replace")).decode("ascii").rstrip("=")
    return f"{found[1]}.{body}{f'.{UNSIGNED}' if found[3] else ''}"


def _decoded(part: str) -> str:
    whole = len(part) % 4 != 1
    try:
        return base64.urlsafe_b64decode((part if whole else part[:-1]) + "==").decode("utf-8", "replace")
    except ValueError:
        return ""
