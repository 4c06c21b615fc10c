"""Compact JWS: what the mock signs verifies by another library, and what others sign by the mock."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws
from joserfc.jwk import RSAKey

from mock_provider.signing import SignatureError, parse, signing_key, verify


def test_a_key_is_made_once_and_kept(tmp_path: Path) -> None:
    key = signing_key(tmp_path, "one")
    signing_key.cache_clear()
    assert signing_key(tmp_path, "one").public_pem == key.public_pem
    assert signing_key(tmp_path, "two").public_pem != key.public_pem
    assert (tmp_path / "one-key.pem").stat().st_mode & 0o777 == 0o600
    assert "PRIVATE" not in key.public_pem


def test_another_library_verifies_what_the_mock_signs(tmp_path: Path) -> None:
    key = signing_key(tmp_path, "one")
    compact = key.sign({"id": "urn:x", "name": "Grüße 🦀"}, "https://a.example/keys/1")
    found = jws.deserialize_compact(compact, RSAKey.import_key(key.public_pem), algorithms=["RS256"])
    assert found.protected == {"alg": "RS256", "kid": "https://a.example/keys/1", "typ": "JWT"}
    assert json.loads(found.payload) == {"id": "urn:x", "name": "Grüße 🦀"}


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_the_mock_verifies_what_another_library_signs(tmp_path: Path, algorithm: str) -> None:
    private = signing_key(tmp_path, "one")
    compact = jws.serialize_compact(
        {"alg": algorithm}, b'{"id":"urn:x"}', RSAKey.import_key(_private_pem(tmp_path)), algorithms=[algorithm]
    )
    token = parse(compact)
    verify(token, private.public_pem)
    assert token.payload == {"id": "urn:x"}


def _private_pem(folder: Path) -> str:
    return (folder / "one-key.pem").read_text()


def test_another_key_does_not_verify(tmp_path: Path) -> None:
    token = parse(signing_key(tmp_path, "one").sign({}, "k"))
    with pytest.raises(SignatureError, match="does not fit"):
        verify(token, signing_key(tmp_path, "two").public_pem)


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def test_weak_foreign_and_broken_keys_are_refused(tmp_path: Path) -> None:
    token = parse(signing_key(tmp_path, "one").sign({}, "k"))
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    for wrong in (pem(short), pem(ec.generate_private_key(ec.SECP256R1())), "no key", "é"):
        with pytest.raises(SignatureError):
            verify(token, wrong)


@pytest.mark.parametrize(
    "compact", ["", "a.b", "a.b.c.d", "!!!!.AAAA.AAAA", "e30.e30", "WzFd.e30.AAAA", "e30=.e30.AAAA", "é.é.é"]
)
def test_what_is_no_compact_jws_is_refused(compact: str) -> None:
    with pytest.raises(SignatureError):
        parse(compact)
