"""Keys of the tests' own in every form that a document may have them in, made by cryptography alone."""

from __future__ import annotations

import base64
import json
from functools import cache
from typing import Any

import base58
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.trust.signing import rsa_key

CODECS = {"Ed25519": b"\xed\x01", "P-256": b"\x80\x24", "P-384": b"\x81\x24"}


@cache
def private(kind: str = "Ed25519", name: str = "college") -> Any:
    """A key pair by kind and name: the same within a run."""
    if kind == "RSA":
        return rsa_key(name)
    if kind == "Ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key({"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1()}[kind])


def raw(kind: str = "Ed25519", name: str = "college") -> bytes:
    public = private(kind, name).public_key()
    if kind == "Ed25519":
        return bytes(public.public_bytes(Encoding.Raw, PublicFormat.Raw))
    return bytes(public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))


def multikey(kind: str = "Ed25519", name: str = "college") -> str:
    return "z" + base58.b58encode(CODECS[kind] + raw(kind, name)).decode()


def number(value: int, size: int = 0) -> str:
    data = value.to_bytes(size or (value.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jwk(kind: str = "Ed25519", name: str = "college", **members: Any) -> dict[str, Any]:
    public = private(kind, name).public_key()
    if kind == "RSA":
        numbers = public.public_numbers()
        return {"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e), **members}
    if kind == "Ed25519":
        return {"kty": "OKP", "crv": "Ed25519", "x": number(int.from_bytes(raw(kind, name)), 32), **members}
    numbers, size = public.public_numbers(), (public.curve.key_size + 7) // 8
    return {"kty": "EC", "crv": kind, "x": number(numbers.x, size), "y": number(numbers.y, size), **members}


def did_key(kind: str = "Ed25519", name: str = "college") -> str:
    return f"did:key:{multikey(kind, name)}"


def did_jwk(kind: str = "P-256", name: str = "college", **members: Any) -> str:
    text = base64.urlsafe_b64encode(json.dumps(jwk(kind, name, **members)).encode()).rstrip(b"=").decode()
    return f"did:jwk:{text}"


def method(identifier: str, controller: str, name: str = "college", kind: str = "Ed25519") -> dict[str, Any]:
    """A Multikey as a document has it."""
    return {
        "id": identifier,
        "type": "Multikey",
        "controller": controller,
        "publicKeyMultibase": multikey(kind, name),
    }


def controlled(identifier: str, *fragments: str, listed: bool = True, name: str = "college") -> dict[str, Any]:
    """A controller document with a method for each fragment, all of one key."""
    return {
        "@context": ["https://www.w3.org/ns/cid/v1"],
        "id": identifier,
        "verificationMethod": [method(f"{identifier}#{part}", identifier, name) for part in fragments],
        "assertionMethod": [f"{identifier}#{part}" for part in fragments] if listed else [],
    }
