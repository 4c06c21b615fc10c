"""Signatures: joserfc's verdict against a second one by cryptography alone, on tokens changed in every way."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.trust.signature import check, describe, public_key, same_key

HASHES = {"256": SHA256(), "384": SHA384(), "512": SHA512()}
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]


def second_opinion(text: str, algorithm: str, pem: str) -> bool:
    """RFC 7515, section 5.2, by hand."""
    data, _, last = text.rpartition(".")
    signature = urlsafe_b64decode(last + "=" * (-len(last) % 4))
    if urlsafe_b64encode(signature).rstrip(b"=").decode() != last:
        return False
    key: Any = load_pem_public_key(pem.encode())
    try:
        if algorithm == "EdDSA":
            key.verify(signature, data.encode())
        elif algorithm.startswith("RS"):
            key.verify(signature, data.encode(), padding.PKCS1v15(), HASHES[algorithm[2:]])
        elif algorithm.startswith("PS"):
            digest = HASHES[algorithm[2:]]
            key.verify(signature, data.encode(), padding.PSS(padding.MGF1(digest), digest.digest_size), digest)
        else:
            half = (key.key_size + 7) // 8
            if len(signature) != 2 * half:
                return False
            r, s = (int.from_bytes(part, "big") for part in (signature[:half], signature[half:]))
            key.verify(encode_dss_signature(r, s), data.encode(), ec.ECDSA(HASHES[algorithm[2:]]))
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_both_agree_on_changed_tokens(tools: Any, algorithm: str, data: st.DataObject) -> None:
    private = tools.key_for(algorithm)
    pem = tools.pem_of(private)
    token = tools.sign({"id": "urn:x:1", "n": 1}, private, algorithm)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("ABCxyz019-_"))
    changed = token if token[place] == "." else token[:place] + letter + token[place + 1 :]
    header = {"alg": algorithm}  # as it was read: what the text says now is for the caller to have decoded
    assert check(changed, header, pem).fits is second_opinion(changed, algorithm, pem)
    assert check(token, header, pem).fits is True


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_key_of_another_kind_is_told(tools: Any, algorithm: str) -> None:
    other = tools.key_for("ES384" if algorithm != "ES384" else "RS256")
    token = tools.sign({}, tools.key_for(algorithm), algorithm)
    checked = check(token, {"alg": algorithm}, tools.pem_of(other))
    assert checked.code == "key-unfit"
    read = public_key(tools.pem_of(other))
    assert read is not None
    assert describe(read) in checked.text


def test_the_header_alone_never_chooses_the_algorithm(tools: Any) -> None:
    token = tools.sign({}, tools.rsa_key("k"), "RS256")
    pem = tools.pem_of(tools.rsa_key("k"))
    assert check(token, {"alg": "RS256"}, pem).fits
    for algorithm in ("PS256", "RS512", "ES256", "EdDSA", "HS256", "none"):
        assert not check(token, {"alg": algorithm}, pem).fits


def test_a_private_key_and_a_key_too_large_to_compute_with_are_no_keys(tools: Any) -> None:
    assert public_key("-----BEGIN PRIVATE KEY-----") is None
    huge = rsa.RSAPublicNumbers(65537, (1 << 20_000) + 1).public_key()
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    assert public_key(huge.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()) is None


def test_the_same_key_is_the_same_however_it_is_wrapped(tools: Any) -> None:
    pem = tools.pem_of(tools.rsa_key("k"))
    assert same_key(pem, pem.replace("\n", "\r\n"))
    assert not same_key(pem, tools.pem_of(tools.rsa_key("other")))
    assert same_key("no key", "no  key")
    assert not same_key("no key", pem)
    assert json.dumps(pem)
