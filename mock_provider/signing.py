"""Compact JSON Web Signatures as the mock provider makes and verifies them (RFC 7515), on ``cryptography`` alone."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from mock_provider.encoding import from_base64url, to_base64url, to_json
from mock_provider.tls import DamagedFileError, keep

_HASHES: dict[str, HashAlgorithm] = {"RS256": SHA256(), "RS384": SHA384(), "RS512": SHA512()}
_KEY_BITS = 2048


class SignatureError(ValueError):
    """A token is not a compact JWS, or its signature does not fit the key."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An RSA key pair of one organisation."""

    private: rsa.RSAPrivateKey
    public_pem: str

    def sign(self, payload: Mapping[str, Any], key_id: str) -> str:
        """The payload as compact JWS with RS256 and ``kid`` in its header."""
        header = {"alg": "RS256", "kid": key_id, "typ": "JWT"}
        content = f"{to_base64url(to_json(header))}.{to_base64url(to_json(payload))}"
        signature = self.private.sign(content.encode("ascii"), padding.PKCS1v15(), SHA256())
        return f"{content}.{to_base64url(signature)}"


@dataclass(frozen=True, slots=True)
class SignedToken:
    """A compact JWS taken apart; nothing in it is verified yet."""

    header: Mapping[str, Any]
    payload: Any
    payload_bytes: bytes
    signed: bytes
    signature: bytes


@cache
def signing_key(folder: Path, name: str) -> SigningKey:
    """The key pair of that name kept in ``folder``, made at the first call; raises ``DamagedFileError``."""
    path = folder / f"{name}-key.pem"
    pem = keep(path, _new_key)
    try:
        # The key is one that we made ourselves: testing its numbers again would take most of the start.
        private = load_pem_private_key(pem, password=None, unsafe_skip_rsa_key_validation=True)
    except ValueError as error:
        raise DamagedFileError(path, "an RSA key") from error
    if not isinstance(private, rsa.RSAPrivateKey):
        raise DamagedFileError(path, "an RSA key")
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return SigningKey(private, public.decode("ascii"))


def own_key(folder: Path, name: str) -> SigningKey:
    """The key pair of that name when it is kept in ``folder``; raises ``LookupError`` for any other, and makes none."""
    if not re.fullmatch(r"[a-z]+", name) or not (folder / f"{name}-key.pem").is_file():
        raise LookupError(f"the mock has no key {name!r}")
    return signing_key(folder, name)


def parse(compact: str) -> SignedToken:
    """Takes a compact JWS apart; raises ``SignatureError`` when it is none or its payload is not JSON."""
    parts = compact.split(".")
    if len(parts) != 3:
        raise SignatureError("a compact JWS has three parts")
    try:
        header_bytes, payload_bytes, signature = (from_base64url(part) for part in parts)
        header, payload = json.loads(header_bytes), json.loads(payload_bytes)
    except (ValueError, RecursionError) as error:
        raise SignatureError("header and payload of the JWS have to be base64url without padding, and JSON") from error
    if not isinstance(header, dict):
        raise SignatureError("the header of the JWS has to be a JSON object")
    return SignedToken(header, payload, payload_bytes, f"{parts[0]}.{parts[1]}".encode("ascii"), signature)


def verify(token: SignedToken, public_pem: str) -> None:
    """Raises ``SignatureError`` unless the token is signed by that key with RS256, RS384 or RS512."""
    algorithm = token.header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _HASHES:
        raise SignatureError(f"alg {algorithm!r} is not accepted; use RS256")
    if "crit" in token.header:
        raise SignatureError("the header has crit, and this provider understands no extension of JWS")
    key = _public_key(public_pem)
    try:
        key.verify(token.signature, token.signed, padding.PKCS1v15(), _HASHES[algorithm])
    except InvalidSignature:
        raise SignatureError("the signature does not fit the key") from None


def _public_key(pem: str) -> rsa.RSAPublicKey:
    try:
        key = load_pem_public_key(pem.encode("utf-8"))
    except (ValueError, UnsupportedAlgorithm):
        raise SignatureError("publicKeyPem is not a public key in PEM") from None
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < _KEY_BITS:
        raise SignatureError(f"the key is not an RSA key of {_KEY_BITS} bits or more")
    return key


def _new_key() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
