"""Private keys that sign credentials: read from a JWK or a Multikey, or made from a seed for tests and examples."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

import base58
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from conformance.errors import UsageFault

Private = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_CURVES: Final[Mapping[str, ec.EllipticCurve]] = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1()}
_HASHES: Final[Mapping[str, hashes.HashAlgorithm]] = {"P-256": hashes.SHA256(), "P-384": hashes.SHA384()}
_WIDTHS: Final = {"Ed25519": 32, "P-256": 32, "P-384": 48}
_ORDERS: Final = {
    "P-256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "P-384": int("F" * 48 + "C7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", 16),
}
_PUBLIC_CODES: Final = {"Ed25519": b"\xed\x01", "P-256": b"\x80\x24", "P-384": b"\x81\x24"}
_SECRET_CODES: Final = {"Ed25519": b"\x80\x26", "P-256": b"\x86\x26", "P-384": b"\x87\x26"}
_LEAST_RSA: Final = 2048


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """One private key. ``kind`` is ``Ed25519``, ``P-256``, ``P-384`` or ``RSA``."""

    kind: str
    private: Private = field(repr=False)

    @classmethod
    def from_seed(cls, kind: str, seed: str | bytes) -> Self:
        """The key of a curve that a seed stands for: the same seed, the same key. Raises ``UsageFault`` for others."""
        data = seed.encode() if isinstance(seed, str) else seed
        number = hashlib.sha512(data).digest()
        if kind == "Ed25519":
            return cls(kind, ed25519.Ed25519PrivateKey.from_private_bytes(number[:32]))
        if kind in _CURVES:
            scalar = int.from_bytes(number, "big") % (_ORDERS[kind] - 1) + 1
            return cls(kind, ec.derive_private_key(scalar, _CURVES[kind]))
        raise _unusable(f"a key of kind {kind} cannot be made from a seed", "only Ed25519, P-256 and P-384 can")

    @classmethod
    def load(cls, text: str) -> Self:
        """The key in a JSON text: a private JWK, or a Multikey with ``secretKeyMultibase``.

        Raises ``UsageFault`` when it is no such key.
        """
        try:
            value = json.loads(text)
        except ValueError:
            raise _unusable("the key is not JSON", "a PEM file, or a file that was cut") from None
        if not isinstance(value, dict):
            raise _unusable("the key is not a JSON object", "an array of keys; name one of them")
        return cls.from_multikey(value) if "secretKeyMultibase" in value else cls.from_jwk(value)

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> Self:
        """The key of a private JWK (RFC 7517, RFC 8037); raises ``UsageFault`` when it cannot be used."""
        if "publicKeyMultibase" in jwk:
            raise _unusable("the Multikey has no secretKeyMultibase", "it is the public half")
        if "d" not in jwk:
            raise _unusable("the JWK has no member d", "it is the public half, or a set of keys")
        kind = jwk.get("crv") if jwk.get("kty") in ("OKP", "EC") else jwk.get("kty")
        try:
            if kind == "RSA":
                return cls(kind, _rsa(jwk))
            if kind in _WIDTHS:
                key = cls(kind, _of_secret(kind, decoded(jwk["d"])))
                _same_public(key, jwk)
                return key
        except (KeyError, TypeError, ValueError) as error:
            raise _unusable(f"the JWK cannot be read: {error}", "a member is missing or cut") from None
        raise _unusable(
            f"the JWK has the kind {kind!r}, which no suite here takes", "Ed25519, P-256, P-384 and RSA are taken"
        )

    @classmethod
    def from_multikey(cls, multikey: Mapping[str, Any]) -> Self:
        """The key of a Multikey with ``secretKeyMultibase``; raises ``UsageFault`` when it cannot be used."""
        try:
            text = multikey["secretKeyMultibase"]
            if not isinstance(text, str) or text[:1] != "z":
                raise ValueError("secretKeyMultibase does not begin with z (base58btc)")
            data = base58.b58decode(text[1:])
            kind = next((kind for kind, code in _SECRET_CODES.items() if data.startswith(code)), "")
            if not kind:
                raise ValueError("its first bytes name none of Ed25519, P-256 and P-384")
            # Older software puts the public half behind the secret one.
            key = cls(kind, _of_secret(kind, data[2:34] if kind == "Ed25519" and len(data) == 66 else data[2:]))
        except (KeyError, TypeError, ValueError) as error:
            raise _unusable(f"the Multikey cannot be read: {error}", "it was cut, or is the public half") from None
        if multikey.get("publicKeyMultibase", key.multibase) != key.multibase:
            raise _unusable("the two halves of the Multikey do not belong together", "halves of two keys were mixed")
        return key

    @property
    def public_bytes(self) -> bytes:
        """The raw Ed25519 key or the compressed point; raises ``UsageFault`` for RSA, which has no such form."""
        public = self.private.public_key()
        if isinstance(public, ed25519.Ed25519PublicKey):
            return public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        if isinstance(public, ec.EllipticCurvePublicKey):
            return public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        raise _unusable("an RSA key cannot sign an embedded proof", "name an Ed25519, P-256 or P-384 key")

    @property
    def multicodec(self) -> bytes:
        """The public half behind the bytes that name its kind."""
        return _PUBLIC_CODES.get(self.kind, b"") + self.public_bytes

    @property
    def multibase(self) -> str:
        """The public half as ``publicKeyMultibase``."""
        return "z" + base58.b58encode(self.multicodec).decode()

    @property
    def did(self) -> str:
        """The ``did:key`` of the public half."""
        return f"did:key:{self.multibase}"

    @property
    def did_method(self) -> str:
        """The verification method of that DID."""
        return f"{self.did}#{self.multibase}"

    @property
    def algorithm(self) -> str:
        """The JOSE algorithm that this key signs with."""
        return {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "RSA": "RS256"}[self.kind]

    def multikey(self, key_id: str, controller: str) -> dict[str, Any]:
        """The public key document of that address."""
        return {
            "@context": "https://w3id.org/security/multikey/v1",
            "id": key_id,
            "type": "Multikey",
            "controller": controller,
            "publicKeyMultibase": self.multibase,
        }

    def secret_multikey(self) -> dict[str, str]:
        """Both halves as a Multikey."""
        secret = _secret(self)
        text = "z" + base58.b58encode(_SECRET_CODES[self.kind] + secret).decode()
        return {"type": "Multikey", "publicKeyMultibase": self.multibase, "secretKeyMultibase": text}

    def public_jwk(self) -> dict[str, str]:
        """The public half as a JWK."""
        public = self.private.public_key()
        if isinstance(public, ed25519.Ed25519PublicKey):
            return {"kty": "OKP", "crv": "Ed25519", "x": encoded(self.public_bytes)}
        if isinstance(public, ec.EllipticCurvePublicKey):
            point, width = public.public_numbers(), _WIDTHS[self.kind]
            x, y = (encoded(number.to_bytes(width, "big")) for number in (point.x, point.y))
            return {"kty": "EC", "crv": self.kind, "x": x, "y": y}
        numbers = public.public_numbers()
        return {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e)}

    def private_jwk(self) -> dict[str, str]:
        """Both halves as a JWK."""
        if not isinstance(self.private, rsa.RSAPrivateKey):
            return {**self.public_jwk(), "d": encoded(_secret(self))}
        numbers = self.private.private_numbers()
        parts = {"d": numbers.d, "p": numbers.p, "q": numbers.q, "dp": numbers.dmp1, "dq": numbers.dmq1}
        return {
            **self.public_jwk(),
            **{name: _number(value) for name, value in parts.items()},
            "qi": _number(numbers.iqmp),
        }

    def sign(self, data: bytes) -> bytes:
        """The signature over data as JOSE and Data Integrity have it; the same data, the same signature (RFC 6979)."""
        if isinstance(self.private, ed25519.Ed25519PrivateKey):
            return self.private.sign(data)
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        der = self.private.sign(data, ec.ECDSA(_HASHES[self.kind], deterministic_signing=True))
        return b"".join(part.to_bytes(_WIDTHS[self.kind], "big") for part in decode_dss_signature(der))


def encoded(data: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bytes of base64url without padding."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _number(value: int) -> str:
    return encoded(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _secret(key: Key) -> bytes:
    if isinstance(key.private, ed25519.Ed25519PrivateKey):
        return key.private.private_bytes_raw()
    if isinstance(key.private, ec.EllipticCurvePrivateKey):
        return key.private.private_numbers().private_value.to_bytes(_WIDTHS[key.kind], "big")
    raise _unusable("an RSA key has no Multikey form", "write it as a JWK")


def _of_secret(kind: str, secret: bytes) -> Private:
    if len(secret) != _WIDTHS[kind]:
        raise ValueError(f"the secret half has {len(secret)} bytes, a {kind} key has {_WIDTHS[kind]}")
    if kind == "Ed25519":
        return ed25519.Ed25519PrivateKey.from_private_bytes(secret)
    return ec.derive_private_key(int.from_bytes(secret, "big"), _CURVES[kind])


def _same_public(key: Key, jwk: Mapping[str, Any]) -> None:
    if any(jwk.get(name) != value for name, value in key.public_jwk().items()):
        raise ValueError("its public half does not belong to its private half")


def _rsa(jwk: Mapping[str, Any]) -> rsa.RSAPrivateKey:
    n, e, d = (int.from_bytes(decoded(jwk[name]), "big") for name in ("n", "e", "d"))
    if n.bit_length() < _LEAST_RSA:
        raise ValueError(f"it has {n.bit_length()} bits, RS256 takes {_LEAST_RSA} at least")
    p, q = rsa.rsa_recover_prime_factors(n, e, d)
    numbers = rsa.RSAPrivateNumbers(
        p, q, d, rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q), rsa.RSAPublicNumbers(e, n)
    )
    return numbers.private_key()


def _unusable(what: str, likely: str) -> UsageFault:
    todo = "give a private JWK (kty, crv, x, d) or a Multikey with publicKeyMultibase and secretKeyMultibase, as JSON"
    return UsageFault("key-unusable", what, likely, todo)
