"""Reads compact JWS without verifying them: header, payload, and why one of them could not be read."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, Protocol

from conformance.document.parse import DEFAULT_LIMITS, DocumentError, ParseLimits, TextFault, parse

COMPACT: Final = re.compile(r"([A-Za-z0-9_-]{4,})\.([A-Za-z0-9_-]{4,})\.([A-Za-z0-9_-]{4,})")
"""The outer form (OpenAPI CompactJws): what has another one is left to the schema and not read."""
LIKE_COMPACT: Final = re.compile(rb"\s*[A-Za-z0-9_=-]+\.[A-Za-z0-9_=-]+\.[A-Za-z0-9_=-]*\s*")
"""What is meant for a compact JWS, well formed or not."""
MOST_HEADER: Final = 16_384
"""Length of an encoded header beyond which it is not read."""


class Holder(Protocol):
    """The place in a document where a token stands."""

    def pointer(self, *path: str | int) -> str:
        """Where it is, or what the path leads to inside it."""


@dataclass(frozen=True, slots=True)
class Token:
    """One compact JWS as found in a document.

    ``holder`` and ``key`` say where it stands, ``class_name`` which class its payload has there.
    ``header`` and ``payload`` are ``None`` when they could not be read; ``header_problem`` and
    ``payload_problem`` then say why. ``faults`` are those of the payload's text.
    """

    holder: Holder
    key: tuple[str | int, ...]
    class_name: str
    text: str
    header: dict[str, Any] | None = None
    payload: dict[str, Any] | None = None
    header_problem: str = ""
    payload_problem: str = ""
    faults: tuple[TextFault, ...] = ()

    def pointer(self) -> str:
        """Where the token stands in the document."""
        return self.holder.pointer(*self.key)


def read_token(
    holder: Holder,
    key: tuple[str | int, ...],
    class_name: str,
    text: str,
    *,
    limits: ParseLimits = DEFAULT_LIMITS,
    signable: Collection[str] = (),
) -> Token:
    """The token with its header and payload decoded, as far as they can be; never raises.

    A payload whose ``type`` is another one of the ``signable`` classes than ``class_name`` is not taken for it.
    """
    parts = COMPACT.fullmatch(text)
    if parts is None:
        return Token(holder, key, class_name, text)
    if len(parts[1]) > MOST_HEADER:
        header, header_problem = None, f"the header has more than {MOST_HEADER} characters"
    else:
        header, header_problem, _ = _object(parts[1], limits)
    payload, payload_problem, faults = _object(parts[2], limits)
    named = payload.get("type") if payload is not None and class_name else None
    if isinstance(named, str) and named in signable and named != class_name:
        payload, payload_problem = None, f"its type is {named}"
    return Token(holder, key, class_name, text, header, payload, header_problem, payload_problem, faults)


def _object(part: str, limits: ParseLimits) -> tuple[dict[str, Any] | None, str, tuple[TextFault, ...]]:
    try:
        data = urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except Base64Error:
        return None, "it is not base64url", ()
    try:
        parsed = parse(data, limits)
    except DocumentError as error:
        return None, error.message[:1].lower() + error.message[1:], ()
    if not isinstance(parsed.value, dict):
        return None, "it is not a JSON object", ()
    return parsed.value, "", parsed.faults
