"""A key is what its JWK, its Multikey or its seed says, and one that cannot sign says why."""

import json

import pytest

from conformance.errors import UsageFault
from conformance.issuing import Key

KINDS = ("Ed25519", "P-256", "P-384")
PUBLISHED = {  # RFC 8037, appendix A.1
    "kty": "OKP",
    "crv": "Ed25519",
    "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}
PAIR = Key.from_seed("Ed25519", "north").secret_multikey()


@pytest.mark.parametrize("kind", KINDS)
def test_one_seed_is_one_key_in_every_form(kind: str) -> None:
    key = Key.from_seed(kind, "north")
    assert Key.from_seed(kind, "south").multibase != key.multibase
    for form in (key.private_jwk(), key.secret_multikey()):
        assert Key.load(json.dumps(form)).multibase == key.multibase


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_data_gets_the_same_signature(kind: str) -> None:
    key = Key.from_seed(kind, "north")
    assert key.sign(b"data") == key.sign(b"data") != key.sign(b"date")


def test_a_published_pair_belongs_together() -> None:
    assert Key.from_jwk(PUBLISHED).public_jwk()["x"] == PUBLISHED["x"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("-----BEGIN PRIVATE KEY-----", "not JSON"),
        ("[]", "not a JSON object"),
        (json.dumps({"publicKeyMultibase": PAIR["publicKeyMultibase"]}), "no secretKeyMultibase"),
        (json.dumps(Key.from_seed("P-256", "a").public_jwk()), "no member d"),
        (json.dumps({**Key.from_seed("P-256", "a").private_jwk(), "d": "AQAB"}), "has 3 bytes"),
        (json.dumps({**Key.from_seed("P-256", "a").private_jwk(), "x": "AQAB"}), "does not belong"),
        (json.dumps({"kty": "EC", "crv": "secp256k1", "d": "AQ"}), "secp256k1"),
        (json.dumps({"kty": "RSA", "n": "AQAB", "e": "AQAB", "d": "AQAB"}), "2048"),
        (json.dumps({"kty": "oct", "k": "AQAB", "d": ""}), "oct"),
        (json.dumps({**PAIR, "secretKeyMultibase": PAIR["publicKeyMultibase"]}), "name none of"),
        (json.dumps({**PAIR, "secretKeyMultibase": "uAQAB"}), "base58btc"),
        (json.dumps({**PAIR, "secretKeyMultibase": "z0OIl"}), "cannot be read"),
        (json.dumps({**PAIR, "publicKeyMultibase": Key.from_seed("Ed25519", "a").multibase}), "belong together"),
    ],
)
def test_a_key_that_cannot_sign_says_why(text: str, says: str) -> None:
    with pytest.raises(UsageFault, match=says) as caught:
        Key.load(text)
    assert caught.value.problem.code == "key-unusable"
    assert caught.value.problem.todo
