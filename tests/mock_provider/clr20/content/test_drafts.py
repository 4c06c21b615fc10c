"""A draft says how it is signed, and can be changed and signed anew."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pytest

from mock_provider.clr20.content.drafts import inner, seal, sign, signed, token
from mock_provider.clr20.content.keys import Keys
from mock_provider.signing import signing_key

DOCUMENT = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "urn:uuid:0c5c1f5e-55f5-4a6e-8a1b-9f2d6f0a1001",
    "type": ["VerifiableCredential"],
    "issuer": "did:example:issuer",
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {"id": "urn:uuid:0c5c1f5e-55f5-4a6e-8a1b-9f2d6f0a1002"},
}
SEAL = seal("university", "did:example:issuer#1", created="2026-01-01T00:00:00Z")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return Keys(signing_key(tmp_path_factory.mktemp("keys"), "registry"))


def payload(compact: str) -> Any:
    return json.loads(urlsafe_b64decode(compact.split(".")[1] + "=="))


def test_a_seal_becomes_a_proof_in_its_place(keys: Keys) -> None:
    made = signed({**DOCUMENT, "proof": [SEAL]}, keys)
    assert list(made) == [*DOCUMENT, "proof"]
    assert made["proof"][0]["cryptosuite"] == "eddsa-rdfc-2022"
    assert made["proof"][0]["verificationMethod"] == "did:example:issuer#1"


def test_the_same_draft_gives_the_same_bytes_and_a_changed_one_another_proof(keys: Keys) -> None:
    draft = {**DOCUMENT, "proof": SEAL}
    assert sign(draft, keys) == sign(draft, keys)
    changed = signed({**draft, "validFrom": "2026-01-02T00:00:00Z"}, keys)
    assert changed["proof"]["proofValue"] != signed(draft, keys)["proof"]["proofValue"]


def test_what_is_inside_is_signed_before_what_is_around(keys: Keys) -> None:
    held = {**DOCUMENT, "proof": SEAL}
    outer = {**DOCUMENT, "credentialSubject": {"id": "urn:x:1", "verifiableCredential": [held]}}
    made = payload(signed(token(outer, "registry", kid="https://a.example/keys#1"), keys))
    assert made["credentialSubject"]["verifiableCredential"] == [signed(held, keys)]
    assert made["jti"] == DOCUMENT["id"]


def test_a_proof_that_is_no_seal_stays_as_it_is(keys: Keys) -> None:
    proof = {"type": "DataIntegrityProof", "proofValue": "z1"}
    assert signed({**DOCUMENT, "proof": [proof, SEAL]}, keys)["proof"][0] == proof


def test_one_key_after_another_signs_with_a_suite_of_its_kind(keys: Keys) -> None:
    method, since = "did:example:issuer#2", "2026-01-01T00:00:00Z"
    for suite, key in (
        ("eddsa-jcs-2022", "university"),
        ("ecdsa-rdfc-2019", "university-p256"),
        ("ecdsa-rdfc-2019", "university-p384"),
        ("ecdsa-jcs-2019", "university-p384"),
    ):
        made = signed({**DOCUMENT, "proof": seal(key, method, suite, created=since)}, keys)
        assert made["proof"]["cryptosuite"] == suite


def test_a_draft_in_a_token_is_opened_for_a_change(keys: Keys) -> None:
    draft = token(dict(DOCUMENT), "university", jwk=True)
    inner(draft)["validFrom"] = "2026-02-01T00:00:00Z"
    assert payload(sign(draft, keys).decode())["validFrom"] == "2026-02-01T00:00:00Z"
    assert inner(DOCUMENT) is DOCUMENT


def test_other_kept_keys_give_other_signatures(keys: Keys, tmp_path: Path) -> None:
    others = Keys(signing_key(tmp_path, "registry"))
    draft = {**DOCUMENT, "proof": SEAL}
    assert sign(draft, others) != sign(draft, keys)
    with pytest.raises(KeyError):
        keys["nobody"]
