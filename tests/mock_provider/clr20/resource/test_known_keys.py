"""Which keys the mock knows without asking anybody, and which signatures it takes for theirs."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.issuing import Key
from mock_provider.clr20.resource.known_keys import KnownKeys
from mock_provider.clr20.resource.public_keys import ALGORITHMS, of_jwk, of_multibase
from mock_provider.clr20.store.hosted import HostedStore

KINDS = ("Ed25519", "P-256", "P-384")


@pytest.fixture
def known(client: Any) -> KnownKeys:
    return KnownKeys(HostedStore(client.mock.app.state.database), client.mock.settings.root_url)


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_is_read_alike_from_both_forms_and_knows_its_signatures(kind: str) -> None:
    key = Key.from_seed(kind, "x")
    signature = key.sign(b"data")
    for public in (of_multibase(key.multibase), of_jwk(key.public_jwk())):
        assert public.kind == kind
        assert public.signed(signature, b"data")
        assert not public.signed(signature, b"other data")
        assert not public.signed(signature[:-1], b"data")
        assert not public.signed(b"", b"data")
    assert ALGORITHMS[kind] == key.algorithm


@pytest.mark.parametrize("text", ["", "z", "zzzz", "u7QE", "z6Mk", "z0OIl"])
def test_what_is_no_multibase_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        of_multibase(text)


@pytest.mark.parametrize(
    "change",
    [
        {"kty": "oct", "crv": None},
        {"crv": "P-521"},
        {"x": None},
        {"x": "AA"},
        {"x": "==="},
        {"d": "AA"},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
    ],
)
def test_what_is_no_public_jwk_is_refused(change: dict[str, Any]) -> None:
    jwk = {name: value for name, value in (Key.from_seed("P-256", "x").public_jwk() | change).items() if value}
    with pytest.raises(ValueError, match=r".+"):
        of_jwk(jwk)


def test_a_did_key_is_its_own_issuer(known: KnownKeys) -> None:
    key = Key.from_seed("P-384", "x")
    for address in (key.did, key.did_method):
        found = known.find(address)
        assert found is not None
        assert found.issuer == key.did
    assert known.find(f"{key.did}#another") is None
    assert known.find("did:key:z6Mk") is None


def test_keys_of_its_own_issuers_are_found_with_whom_they_belong_to(known: KnownKeys, client: Any) -> None:
    root = client.mock.settings.root_url
    university = "did:web:127.0.0.1%3A8440:issuers:university"
    expected = {
        f"{university}#key-1": ("Ed25519", university),
        f"{university}#key-2": ("P-256", university),
        f"{university}#key-3": ("P-384", university),
        f"{university}#token": ("P-256", university),
        "did:web:127.0.0.1%3A8440#key-1": ("Ed25519", "did:web:127.0.0.1%3A8440"),
        f"{root}/issuers/college#key-1": ("Ed25519", f"{root}/issuers/college"),
        f"{root}/issuers/college/jwks.json#key-1": ("RSA", f"{root}/issuers/college"),
    }
    found = {address: known.find(address) for address in expected}
    assert {address: each and (each.key.kind, each.issuer) for address, each in found.items()} == expected


@pytest.mark.parametrize(
    "address",
    [
        "",
        "did:web:127.0.0.1%3A8440:issuers:university#key-9",
        "did:web:elsewhere.example#key-1",
        "did:jwk:e30",
        "https://elsewhere.example/issuers/college#key-1",
        "https://127.0.0.1:8440/issuers/college/jwks.json",
        "https://127.0.0.1:8440/issuers/college",
        "https://127.0.0.1:8440/about/terms#key-1",
        "https://127.0.0.1:8440/status/suspension#key-1",
        "https://127.0.0.1:84401/issuers/college#key-1",
    ],
)
def test_no_other_key_is_known(known: KnownKeys, address: str) -> None:
    assert known.find(address) is None
