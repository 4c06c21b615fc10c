"""Whether a compact JWS was made with a given key: the algorithm, the header's rules, and the signature itself."""

from __future__ import annotations

import warnings
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

ALGORITHMS: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519", "Ed448"}
)
"""What a signature may be made with; none, the shared-secret algorithms and everything unknown is refused."""

_CURVES: Final = {"ES256": "secp256r1", "ES384": "secp384r1", "ES512": "secp521r1"}
_UNTRUSTED: Final = ("jwk", "jku", "x5c", "x5u")
"""Headers that bring a key along: whoever made the token chose it, so it proves nothing."""

_MOST_PEM: Final = 20_000
_MOST_BITS: Final = 16_384


@dataclass(frozen=True, slots=True)
class Checked:
    """How a signature check ended: ``code`` is empty when the signature fits, ``text`` then too."""

    code: str = ""
    text: str = ""

    @property
    def fits(self) -> bool:
        """True when the token was made with the key and not changed since."""
        return not self.code


class _Registry(jws.JWSRegistry):
    """joserfc's own limits (512 bytes of header, 128 kB of payload) are below what CLRs are."""

    max_header_length = 16_384
    max_payload_length = 200_000_000
    max_signature_length = 4_096


def header_problem(header: Mapping[str, Any] | None) -> Checked:
    """Why a token is refused by its header alone, whatever the key."""
    if header is None:
        return Checked("header-unreadable", "its header cannot be read")
    algorithm = header.get("alg")
    if not isinstance(algorithm, str):
        return Checked("algorithm-missing", "its header names no algorithm")
    if algorithm not in ALGORITHMS:
        return Checked("algorithm-refused", f"it is signed with {algorithm[:40]!r}, which is not accepted")
    if "crit" in header or "b64" in header:
        name = "crit" if "crit" in header else "b64"
        return Checked("header-refused", f"its header has {name}, an extension that a CLR verifier does not know")
    return Checked()


def ignored_headers(header: Mapping[str, Any]) -> tuple[str, ...]:
    """The headers that would bring a key along; they are never used."""
    return tuple(name for name in _UNTRUSTED if name in header)


def check(text: str, header: Mapping[str, Any] | None, pem: str) -> Checked:
    """Whether the compact JWS ``text`` with that decoded header was made with the key in ``pem``.

    ``code`` tells apart: ``signature-altered`` (made with this key, but the bytes were changed since),
    ``signature-foreign`` (made with another key), ``signature-bad`` (one of both), and what is wrong with
    header or key.
    """
    refused = header_problem(header)
    if refused.code or header is None:
        return refused
    key = public_key(pem)
    algorithm = str(header["alg"])
    if key is None:
        return Checked("key-unreadable", "the key cannot be read")
    if not _fits(algorithm, key):
        return Checked("key-unfit", f"the key is {describe(key)}, which is not for {algorithm}")
    if not _canonical(text.rpartition(".")[2]):
        return Checked("signature-altered", "its last part is not the base64url form of a signature")
    return Checked() if _made_with(text, algorithm, pem) else _why(text, algorithm, key)


@lru_cache(maxsize=1024)
def public_key(pem: str) -> PublicKeyTypes | None:
    """The public key in a PEM text, ``None`` when there is none or it is too large to compute with."""
    if len(pem) > _MOST_PEM or "PRIVATE KEY" in pem:
        return None
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm, UnicodeEncodeError):
        return None
    if isinstance(key, rsa.RSAPublicKey) and (key.key_size > _MOST_BITS or key.public_numbers().e.bit_length() > 64):
        return None
    return key


def same_key(one: str, other: str) -> bool:
    """True when two PEM texts hold the same public key, however they are wrapped."""
    first, second = public_key(one), public_key(other)
    if first is None or second is None:
        return one.split() == other.split()
    return _encoded(first) == _encoded(second)


def describe(key: PublicKeyTypes) -> str:
    """A key in words: kind and size."""
    if isinstance(key, rsa.RSAPublicKey):
        return f"an RSA key of {key.key_size} bits"
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"an EC key on {key.curve.name}"
    return f"a key of the kind {type(key).__name__.removesuffix('PublicKey')}"


def _encoded(key: PublicKeyTypes) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _fits(algorithm: str, key: PublicKeyTypes) -> bool:
    if algorithm[:2] in ("RS", "PS"):
        return isinstance(key, rsa.RSAPublicKey)
    if algorithm in _CURVES:
        return isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == _CURVES[algorithm]
    kinds: dict[str, tuple[type, ...]] = {
        "Ed25519": (ed25519.Ed25519PublicKey,),
        "Ed448": (ed448.Ed448PublicKey,),
    }
    return isinstance(key, kinds.get(algorithm, (ed25519.Ed25519PublicKey, ed448.Ed448PublicKey)))


def _canonical(part: str) -> bool:
    try:
        data = urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except Base64Error:
        return False
    return bool(data) and urlsafe_b64encode(data).rstrip(b"=").decode() == part


def _made_with(text: str, algorithm: str, pem: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # joserfc warns of short keys and of EdDSA's old name: findings tell it
        registry = _Registry(algorithms=[algorithm], strict_check_header=False)
        try:
            jws.deserialize_compact(text, _jose_key(algorithm, pem), algorithms=[algorithm], registry=registry)
        except (JoseError, ValueError, TypeError):
            return False
    return True


@lru_cache(maxsize=1024)
def _jose_key(algorithm: str, pem: str) -> RSAKey | ECKey | OKPKey:
    if algorithm[:2] in ("RS", "PS"):
        return RSAKey.import_key(pem)
    return ECKey.import_key(pem) if algorithm in _CURVES else OKPKey.import_key(pem)


def _why(text: str, algorithm: str, key: PublicKeyTypes) -> Checked:
    """PKCS #1 v1.5 shows whether a signature was made with a key even when the bytes under it were changed."""
    if algorithm.startswith("RS") and isinstance(key, rsa.RSAPublicKey):
        signature = urlsafe_b64decode(text.rpartition(".")[2] + "==")
        try:
            key.recover_data_from_signature(signature, padding.PKCS1v15(), None)
        except (InvalidSignature, ValueError):
            return Checked("signature-foreign", "it was not signed with this key")
        return Checked("signature-altered", "it was signed with this key, but its bytes were changed since")
    return Checked("signature-bad", "it was changed since it was signed, or signed with another key")
