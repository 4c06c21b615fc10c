"""Keys as they are written: the same key in each form, and what is wrong with one told by its code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import base58
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from conformance.trust.keys import KeyRefused, Kind, of_jwk, of_multibase
from conformance.trust.keys.documents import find_key
from tests.trust.keys.forms import CODECS, controlled, jwk, method, multikey, number, private, raw

NOW = datetime(2026, 3, 1, tzinfo=UTC)
KEY = "https://college.example/keys/1"
OWNER = "https://college.example/issuer"


def code(read: Callable[..., Any], *arguments: Any) -> str:
    """The code by which a key is refused."""
    with pytest.raises(KeyRefused) as refused:
        read(*arguments)
    return refused.value.problem.code


@pytest.mark.parametrize("kind", CODECS)
def test_a_key_is_the_same_as_multikey_and_as_jwk(kind: str) -> None:
    key = of_multibase(multikey(kind))
    assert (key, key.kind) == (of_jwk(jwk(kind)), Kind(kind))
    public = private(kind, "college").public_key()
    assert key.pem == public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    assert key != of_multibase(multikey(kind, "other"))


@pytest.mark.parametrize("kind", ["RSA", "P-521"])
def test_a_jwk_may_be_of_kinds_that_tokens_alone_are_signed_with(kind: str) -> None:
    assert of_jwk(jwk(kind)).kind is Kind(kind)


def encoded(data: bytes) -> str:
    return "z" + base58.b58encode(data).decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (lambda: "", "key-wrong-multibase"),
        (lambda: "f" + raw().hex(), "key-wrong-multibase"),
        (lambda: multikey() + "=", "key-wrong-multibase"),
        (lambda: multikey() + " ", "key-wrong-multibase"),
        (lambda: "z" + "1" * 5_000, "key-wrong-multibase"),
        (lambda: encoded(raw()), "key-wrong-codec"),
        (lambda: encoded(b"\xe7\x01" + raw("P-256")), "key-wrong-codec"),
        (lambda: encoded(b"\xec\x01" + raw()), "key-wrong-codec"),
        (lambda: encoded(b"\x80\x26" + raw()), "key-private"),
        (lambda: encoded(b"\xed\x01" + raw()[:31]), "key-wrong-length"),
        (lambda: encoded(b"\x80\x24" + b"\x04" + raw("P-256")[1:] * 2), "key-wrong-length"),
        (lambda: encoded(b"\x80\x24" + b"\x05" + raw("P-256")[1:]), "key-not-on-curve"),
    ],
)
def test_a_multikey_that_is_none_is_told(text: Callable[[], str], expected: str) -> None:
    assert code(of_multibase, text()) == expected


@pytest.mark.parametrize(
    ("kind", "members", "expected"),
    [
        ("P-256", {"d": "AA"}, "key-private"),
        ("P-256", {"kty": "oct", "k": "AA"}, "key-symmetric"),
        ("P-256", {"crv": "secp256k1"}, "key-wrong-curve"),
        ("P-256", {"crv": "P-384"}, "key-wrong-length"),
        ("P-256", {"kty": "OKP"}, "key-wrong-curve"),
        ("P-256", {"kty": None}, "key-unknown"),
        ("P-256", {"x": "AAAA"}, "key-wrong-length"),
        ("P-256", {"x": number(1, 32)}, "key-not-on-curve"),
        ("P-256", {"x": None}, "key-incomplete"),
        ("P-256", {"x": 2**70}, "key-incomplete"),
        ("Ed25519", {"x": "not base64url"}, "key-wrong-encoding"),
        ("Ed25519", {"x": number(1, 32) + "="}, "key-wrong-encoding"),
        ("RSA", {"n": number(2**500 + 1)}, "key-too-small"),
        ("RSA", {"n": number(2**17_000 + 1)}, "key-too-large"),
        ("RSA", {"e": number(2**100 + 1)}, "key-too-large"),
        ("RSA", {"n": "A" * 40_000}, "key-too-large"),
        ("RSA", {"e": number(2)}, "key-not-on-curve"),
    ],
)
def test_a_jwk_that_is_none_is_told(kind: str, members: dict[str, Any], expected: str) -> None:
    assert code(of_jwk, {**jwk(kind), **members}) == expected


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"secretKeyMultibase": "z"}, "key-private"),
        ({"type": "Ed25519VerificationKey2020", "publicKeyMultibase": "P-256"}, "key-wrong-curve"),
        ({"revoked": "2026-02-28T00:00:00Z"}, "key-revoked"),
        ({"expires": "2026-02-28T00:00:00Z"}, "key-expired"),
        ({"publicKeyMultibase": None}, "key-unknown"),
    ],
)
def test_a_method_whose_key_is_not_to_be_used_is_told(members: dict[str, Any], expected: str) -> None:
    if members.get("publicKeyMultibase") == "P-256":
        members = {**members, "publicKeyMultibase": multikey("P-256")}
    assert code(find_key, {**method(KEY, OWNER), **members}, KEY, NOW) == expected


def test_a_key_that_is_to_end_is_still_used() -> None:
    document = {**method(KEY, OWNER), "expires": "2026-03-02T00:00:00Z", "revoked": "2027-01-01T00:00:00Z"}
    assert find_key(document, KEY, NOW).controller == OWNER


@pytest.mark.parametrize("members", [{"use": "enc"}, {"key_ops": ["sign"]}, {"key_ops": "encrypt"}])
def test_a_jwk_that_is_not_for_signatures_is_told(members: dict[str, Any]) -> None:
    assert code(find_key, {**jwk(), **members}, KEY, NOW) == "key-not-for-signatures"


@pytest.mark.parametrize(
    "document",
    [
        {"keys": [7, None, {"kid": {}}]},
        {"verificationMethod": 7, "assertionMethod": {"id": 7}},
        {"verificationMethod": [{"id": []}, 7], "assertionMethod": [[]]},
        {**controlled(OWNER, "k"), "id": 7},
    ],
)
def test_a_document_of_any_shape_is_told_without_a_fall(document: dict[str, Any]) -> None:
    assert code(find_key, document, f"{OWNER}#x", NOW) == "key-missing"
