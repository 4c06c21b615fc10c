"""Public keys: what they are, and how they are read from a Multikey and from a JWK."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from conformance.trust.keys.encodings import EncodingFault, base64url, multibase
from conformance.trust.keys.problems import refused


class Kind(StrEnum):
    """What a key can do: the curve of its signatures, or RSA."""

    ED25519 = "Ed25519"
    P256 = "P-256"
    P384 = "P-384"
    P521 = "P-521"
    RSA = "RSA"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key; ``der`` is its SubjectPublicKeyInfo, by which two are the same key however they are written."""

    kind: Kind
    der: bytes = field(repr=False)
    public: PublicKeyTypes = field(compare=False, repr=False)

    @property
    def pem(self) -> str:
        """The key as PEM text."""
        return self.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


_CURVES: Final[Mapping[str, ec.EllipticCurve]] = {
    Kind.P256: ec.SECP256R1(),
    Kind.P384: ec.SECP384R1(),
    Kind.P521: ec.SECP521R1(),
}
_CODECS: Final = {b"\xed\x01": (Kind.ED25519, 32), b"\x80\x24": (Kind.P256, 33), b"\x81\x24": (Kind.P384, 49)}
"""Multicodec prefix -> kind and length of the key: the curve's, compressed for the NIST curves."""

_OTHERS: Final = {
    b"\xec\x01": "an X25519 key, which agrees on keys and signs nothing",
    b"\xe7\x01": "a secp256k1 key",
    b"\x82\x24": "a P-521 key",
    b"\xeb\x01": "a BLS12-381 key",
    b"\x80\x26": "a private key (Ed25519)",
    b"\x86\x26": "a private key (P-256)",
    b"\x87\x26": "a private key (P-384)",
}
_PRIVATE: Final = ("d", "p", "q", "dp", "dq", "qi", "oth", "k")
_MEMBERS: Final = ("kty", "crv", "x", "y", "n", "e")
_MOST_BITS: Final = 16_384
_LEAST_BITS: Final = 1_024
_MOST_JWK: Final = 20_000


@lru_cache(maxsize=4096)
def of_multibase(text: str) -> PublicKey:
    """The key of a ``publicKeyMultibase`` (multibase z or u, then a multicodec). Raises ``KeyRefused``."""
    try:
        data = multibase(text)
    except EncodingFault as fault:
        raise refused(
            "key-wrong-multibase",
            f"the key is no multibase text: {fault.text}",
            "a key in hexadecimal or base64, or one that was cut",
            "write it as z, then base58btc",
        ) from fault
    return of_multikey(data)


def of_multikey(data: bytes) -> PublicKey:
    """The key of the bytes of a Multikey: a multicodec, then the key. Raises ``KeyRefused``."""
    codec, raw = data[:2], data[2:]
    if codec not in _CODECS:
        what = _OTHERS.get(codec, "of a kind that is not known")
        raise refused(
            "key-private" if "private" in what else "key-wrong-codec",
            f"the key begins with the bytes {codec.hex()}: {what}",
            "the bare key without its multicodec prefix, or a key of another curve",
            "begin it with ed01 (Ed25519), 8024 (P-256) or 8124 (P-384)",
        )
    kind, length = _CODECS[codec]
    if len(raw) != length:
        raise refused(
            "key-wrong-length",
            f"a {kind} key has {length} bytes after its prefix, not {len(raw)}",
            "a point that is not compressed, or a key that was cut",
        )
    return _built(kind, lambda: _of_raw(kind, raw))


def of_jwk(jwk: Mapping[str, Any]) -> PublicKey:
    """The key of a JWK (RFC 7517, RFC 8037): OKP Ed25519, EC P-256, P-384 and P-521, RSA. Raises ``KeyRefused``."""
    if any(name in jwk for name in _PRIVATE):
        raise refused(
            "key-private" if jwk.get("kty") != "oct" else "key-symmetric",
            "the JWK holds private members: whoever reads it can sign with it",
            "the whole key pair was written instead of its public half",
            "publish the public members alone, and replace this key",
        )
    parts = tuple(value if isinstance(value := jwk.get(name), str) else "" for name in _MEMBERS)
    if (size := sum(map(len, parts))) > _MOST_JWK:
        raise refused("key-too-large", f"the members of the JWK have {size} characters")
    return _of_jwk(parts)


@lru_cache(maxsize=4096)
def _of_jwk(parts: tuple[str, ...]) -> PublicKey:
    jwk = dict(zip(_MEMBERS, parts, strict=True))
    kind, curve = jwk["kty"], jwk["crv"]
    if kind == "RSA":
        return _rsa(jwk)
    if kind == "OKP" and curve == "Ed25519":
        x = _part(jwk, "x", 32)
        return _built(Kind.ED25519, lambda: ed25519.Ed25519PublicKey.from_public_bytes(x))
    if kind == "EC" and curve in _CURVES:
        size = (_CURVES[curve].key_size + 7) // 8
        point = b"\x04" + _part(jwk, "x", size) + _part(jwk, "y", size)
        return _built(Kind(curve), lambda: ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[curve], point))
    raise refused(
        "key-wrong-curve" if kind in ("OKP", "EC") else "key-unknown",
        "the JWK is of a kty and crv that are not for these signatures",
        "a key of secp256k1 or X25519, or a member that is missing",
        "publish a key of Ed25519, P-256 or P-384, or for a JWT an RSA key",
    )


def _rsa(jwk: Mapping[str, str]) -> PublicKey:
    modulus, exponent = int.from_bytes(_part(jwk, "n")), int.from_bytes(_part(jwk, "e"))
    if not _LEAST_BITS <= modulus.bit_length() <= _MOST_BITS or exponent.bit_length() > 64:
        raise refused(
            "key-too-large" if modulus.bit_length() > _MOST_BITS or exponent.bit_length() > 64 else "key-too-small",
            f"the RSA key has {modulus.bit_length()} bits: {_LEAST_BITS} to {_MOST_BITS} are read",
        )
    return _built(Kind.RSA, lambda: rsa.RSAPublicNumbers(exponent, modulus).public_key())


def _part(jwk: Mapping[str, str], name: str, size: int = 0) -> bytes:
    value = jwk[name]
    if not value:
        raise refused("key-incomplete", f"the JWK has no text in its member {name}", "a JWK that was cut")
    try:
        data = base64url(value)
    except EncodingFault as fault:
        raise refused("key-wrong-encoding", f"the member {name} of the JWK cannot be read: {fault.text}") from fault
    if size and len(data) != size:
        raise refused("key-wrong-length", f"the member {name} of the JWK has {len(data)} bytes, not {size}")
    return data


def _of_raw(kind: Kind, raw: bytes) -> PublicKeyTypes:
    if kind is Kind.ED25519:
        return ed25519.Ed25519PublicKey.from_public_bytes(raw)
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[kind], raw)


def _built(kind: Kind, build: Callable[[], PublicKeyTypes]) -> PublicKey:
    try:
        public = build()
    except ValueError as error:
        raise refused(
            "key-not-on-curve", f"the bytes are no {kind} key", "a key of another curve, or one that was changed"
        ) from error
    return PublicKey(kind, public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo), public)
