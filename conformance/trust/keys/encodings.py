"""Strict readers of the text forms that keys and proof values have: base58btc, base64url, multibase.

What another verifier may read otherwise is refused: padding, white space, bits that stand for nothing.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

import base58

_BASE58: Final = re.compile(r"[1-9A-HJ-NP-Za-km-z]+")
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]+")
_MOST_BASE58: Final = 1_000


class EncodingFault(ValueError):
    """The text is not in the form that it ought to have; ``code`` says which fault it is (``padded``)."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text


def base58btc(text: str) -> bytes:
    """The bytes of a base58btc text. Raises ``EncodingFault``; its time grows with the square, so length is bounded."""
    if len(text) > _MOST_BASE58:
        raise EncodingFault("too-long", f"a base58 text of {len(text)} characters is longer than any key or signature")
    if not _BASE58.fullmatch(text):
        raise EncodingFault("not-base58", "it has characters that base58btc does not know, or none at all")
    return base58.b58decode(text)


def base64url(text: str) -> bytes:
    """The bytes of a base64url text without padding (RFC 4648, section 5). Raises ``EncodingFault``."""
    if text.endswith("="):
        raise EncodingFault("padded", "its base64url text is padded with =")
    if not _BASE64URL.fullmatch(text) or len(text) % 4 == 1:
        raise EncodingFault("not-base64url", "it has characters that base64url does not know, or none at all")
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise EncodingFault("not-canonical", "its base64url text ends in bits that stand for nothing")
    return data


def multibase(text: str) -> bytes:
    """The bytes of a multibase text with the prefix z (base58btc) or u (base64url). Raises ``EncodingFault``."""
    prefix, rest = text[:1], text[1:]
    if prefix == "z":
        return base58btc(rest)
    if prefix == "u":
        return base64url(rest)
    raise EncodingFault(
        "wrong-multibase", f"it begins with {prefix!r}: z (base58btc) and u (base64url) are the forms that are read"
    )
