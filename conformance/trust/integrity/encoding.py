"""What a proofValue is by its form alone, for whoever judges a document without a key."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from typing import Any

from conformance.trust.integrity.disclosure import BASE, DERIVED
from conformance.trust.keys.encodings import EncodingFault, base58btc

_HEADER = 4
"""Characters of base64url that hold the three bytes of the header."""


def signature_problem(value: str, length: int = 64) -> str:
    """Why a proofValue is not base58btc (prefix z) of that many bytes; empty when it is."""
    if not value.startswith("z"):
        return f"it begins with {value[:1]!r}"
    try:
        data = base58btc(value[1:])
    except EncodingFault as fault:
        return fault.text
    return "" if len(data) == length else f"{len(data)} bytes"


def disclosure_kind(value: Any) -> str:
    """``base`` or ``derived`` by the first bytes of an ecdsa-sd-2023 proofValue, empty for anything else."""
    if not isinstance(value, str) or not value.startswith("u") or len(value) <= _HEADER:
        return ""
    try:
        header = urlsafe_b64decode(value[1 : 1 + _HEADER])
    except ValueError:
        return ""
    return {BASE: "base", DERIVED: "derived"}.get(header, "")
