"""Keys and signatures of the tests' own, made by cryptography alone."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from types import SimpleNamespace
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

HASHES = {"256": SHA256(), "384": SHA384(), "512": SHA512()}


@cache
def rsa_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """A key pair by name: the same within a run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def other_key(kind: str) -> Any:
    if kind == "EdDSA":
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key({"ES256": ec.SECP256R1(), "ES384": ec.SECP384R1(), "ES512": ec.SECP521R1()}[kind])


def key_for(algorithm: str, name: str = "k") -> Any:
    return rsa_key(name) if algorithm[:2] in ("RS", "PS") else other_key(algorithm)


def pem_of(private: Any) -> str:
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signature(private: Any, algorithm: str, data: bytes) -> bytes:
    """A JWS signature by cryptography alone: the second opinion on what joserfc accepts."""
    if algorithm == "EdDSA":
        return private.sign(data)
    digest = HASHES[algorithm[2:]]
    if algorithm.startswith("RS"):
        return private.sign(data, padding.PKCS1v15(), digest)
    if algorithm.startswith("PS"):
        return private.sign(data, padding.PSS(padding.MGF1(digest), digest.digest_size), digest)
    r, s = decode_dss_signature(private.sign(data, ec.ECDSA(digest)))
    size = (private.key_size + 7) // 8
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def sign(payload: Any, private: Any, algorithm: str = "RS256", **header: Any) -> str:
    """A compact JWS."""
    head = encode(json.dumps({"alg": algorithm, "kid": "k", **header}).encode())
    data = f"{head}.{encode(json.dumps(payload).encode())}"
    return f"{data}.{encode(signature(private, algorithm, data.encode()))}"


def hashed(value: str, salt: str = "", algorithm: str = "sha256") -> str:
    return f"{algorithm}${hashlib.new(algorithm, (value + salt).encode()).hexdigest()}"


TOOLS = SimpleNamespace(sign=sign, rsa_key=rsa_key, key_for=key_for, pem_of=pem_of, hashed=hashed, encode=encode)
