"""Public keys as records name them, and whether a signature is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import base58
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from mock_provider.encoding import from_base64url

Public = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey

ALGORITHMS: Final = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "RSA": "RS256"}
"""The JOSE algorithm of each kind of key."""

_CURVES: Final[Mapping[str, ec.EllipticCurve]] = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1()}
_HASHES: Final[Mapping[str, hashes.HashAlgorithm]] = {"P-256": hashes.SHA256(), "P-384": hashes.SHA384()}
_CODES: Final = {b"\xed\x01": "Ed25519", b"\x80\x24": "P-256", b"\x81\x24": "P-384"}
_LEAST_RSA: Final = 2048


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One public key. ``kind`` is ``Ed25519``, ``P-256``, ``P-384`` or ``RSA``."""

    kind: str
    public: Public

    def signed(self, signature: bytes, data: bytes) -> bool:
        """Whether the signature over the data is of this key."""
        try:
            self._verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True

    def _verify(self, signature: bytes, data: bytes) -> None:
        if isinstance(self.public, ed25519.Ed25519PublicKey):
            self.public.verify(signature, data)
        elif isinstance(self.public, rsa.RSAPublicKey):
            self.public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        else:
            width = (self.public.key_size + 7) // 8
            if len(signature) != 2 * width:
                raise ValueError("the two halves of a signature have a fixed width")
            r, s = (int.from_bytes(half, "big") for half in (signature[:width], signature[width:]))
            self.public.verify(encode_dss_signature(r, s), data, ec.ECDSA(_HASHES[self.kind]))


def of_multibase(text: str) -> PublicKey:
    """The key of a ``publicKeyMultibase``; raises ``ValueError`` when it is none."""
    if not text.startswith("z"):
        raise ValueError("a public key begins with z (base58btc)")
    data = base58.b58decode(text[1:])
    kind = _CODES.get(data[:2], "")
    if kind == "Ed25519":
        return PublicKey(kind, ed25519.Ed25519PublicKey.from_public_bytes(data[2:]))
    if kind:
        return PublicKey(kind, ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[kind], data[2:]))
    raise ValueError("the first bytes of the key name none of Ed25519, P-256 and P-384")


def of_jwk(jwk: Mapping[str, Any]) -> PublicKey:
    """The key of a JWK; raises ``ValueError`` when it is no public one, or a weak one."""
    if "d" in jwk:
        raise ValueError("the JWK holds the private half")
    try:
        kind = "RSA" if jwk["kty"] == "RSA" else str(jwk["crv"])
        names = {"RSA": "ne", "Ed25519": "x"}.get(kind, "xy")
        parts = [from_base64url(jwk[name]) for name in names]
        if kind == "Ed25519":
            return PublicKey(kind, ed25519.Ed25519PublicKey.from_public_bytes(parts[0]))
        one, other = (int.from_bytes(part, "big") for part in parts)
        if kind == "RSA":
            if one.bit_length() < _LEAST_RSA:
                raise ValueError(f"an RSA key has {_LEAST_RSA} bits at least")
            return PublicKey(kind, rsa.RSAPublicNumbers(other, one).public_key())
        return PublicKey(kind, ec.EllipticCurvePublicNumbers(one, other, _CURVES[kind]).public_key())
    except (KeyError, TypeError, AttributeError):
        raise ValueError("the JWK lacks a member, or is of a kind that is not known here") from None
