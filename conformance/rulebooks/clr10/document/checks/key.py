"""Keys: that they can be read, are public, belong to their profile and are strong enough."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from conformance.document.nodes import Node
from conformance.record import Finding
from conformance.rulebooks.clr10.document.checks.common import PROFILES
from conformance.rulebooks.clr10.document.register import check

_BITS: Final = 2048
_MOST_PEM: Final = 20_000
"""Length beyond which a text is not tried as a key."""


def _is_private(pem: str) -> bool:
    return "PRIVATE KEY" in pem


@lru_cache(maxsize=1024)
def _rsa_bits(pem: str) -> int | None:
    """Bits of an RSA key, 0 for a key of another kind, ``None`` when the text is not a PEM public key."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    if len(pem) > _MOST_PEM:
        return None
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key.key_size if isinstance(key, RSAPublicKey) else 0


@check("CLR10-KEY-002", "CryptographicKey", when="publicKeyPem")
def the_pem_is_a_public_key(key: Node) -> Iterator[Finding]:
    """publicKeyPem can be read as a PEM public key."""
    pem = key.text("publicKeyPem")
    if pem is not None and not _is_private(pem) and _rsa_bits(pem) is None:
        yield key.finding(
            "publicKeyPem cannot be read as a public key",
            at="publicKeyPem",
            expected="-----BEGIN PUBLIC KEY----- with its line breaks, and the key",
        )


@check("CLR10-KEY-003", "CryptographicKey", when="publicKeyPem")
def the_pem_is_not_private(key: Node) -> Iterator[Finding]:
    """publicKeyPem neither is nor includes a private key."""
    if _is_private(key.text("publicKeyPem") or ""):
        yield key.finding(
            "publicKeyPem holds a private key: whoever reads the document can sign with it",
            at="publicKeyPem",
            expected="the public key only, and a new key pair",
            actual="a private key (not shown)",
        )


@check("CLR10-KEY-004", "CryptographicKey", when="owner")
def the_owner_is_the_profile(key: Node) -> Iterator[Finding]:
    """owner is the id of the profile that has the key."""
    profile = key.parent
    if profile is None or profile.kind not in PROFILES or profile.text("id") is None:
        return
    if key.text("owner") not in (None, profile.text("id")):
        yield key.finding(
            "The owner of a key is not the profile that has it",
            at="owner",
            expected=str(profile.text("id")),
        )


@check("CLR10-KEY-006", "CryptographicKey", when="publicKeyPem")
def rsa_keys_are_strong(key: Node) -> Iterator[Finding]:
    """RSA keys have 2048 bits or more."""
    pem = key.text("publicKeyPem")
    bits = _rsa_bits(pem) if pem is not None and not _is_private(pem) else None
    if bits and bits < _BITS:
        yield key.finding(
            "An RSA key is too short",
            at="publicKeyPem",
            expected=f"{_BITS} bits or more",
            actual=f"{bits} bits",
        )
