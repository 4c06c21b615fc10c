"""Random secrets, and how the store remembers them without knowing them."""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> str:
    """A random secret of 256 bits in URL-safe characters."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What the store keeps of a random secret: its SHA-256 in hexadecimal.

    A fast hash is right here, and wrong for passwords: nobody guesses 256 random bits.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def storable(text: str, limit: int = 200) -> bool:
    """True when a caller's text can be looked up in every database: printable ASCII, not too long."""
    return 0 < len(text) <= limit and text.isascii() and text.isprintable()
