"""Whether bytes were signed with a key: Ed25519, and ECDSA with r and s side by side."""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from conformance.trust.keys import Kind, PublicKey

_ECDSA: Final = {Kind.P256: ec.ECDSA(SHA256()), Kind.P384: ec.ECDSA(SHA384())}


def signed_with(key: PublicKey, signature: bytes, data: bytes) -> bool:
    """True when ``signature`` was made over ``data`` with the private half of the key."""
    public = key.public
    try:
        if isinstance(public, ed25519.Ed25519PublicKey):
            public.verify(signature, data)
        elif isinstance(public, ec.EllipticCurvePublicKey) and key.kind in _ECDSA:
            half = len(signature) // 2
            r, s = int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
            public.verify(encode_dss_signature(r, s), data, _ECDSA[key.kind])
        else:
            return False
    except (InvalidSignature, ValueError):
        return False
    return True
