"""A signed credential verifies by the plain reading of its suite, and does not once a letter changes."""

from copy import deepcopy

import pytest

from conformance.errors import UsageFault
from conformance.issuing import SUITES, Key, sign
from conformance.issuing.linked import canonical
from tests.issuing.samples import BADGE, CREATED, verified

PLAIN = [(suite, kind) for suite, known in SUITES.items() for kind in known.kinds if suite != "ecdsa-sd-2023"]


@pytest.mark.parametrize(("suite", "kind"), PLAIN)
def test_a_signature_covers_the_credential_and_the_options(suite: str, kind: str) -> None:
    key = Key.from_seed(kind, "north")
    # the context of credentials knows no Ed25519Signature2020, so that its options would not be covered
    badge = {**BADGE, "@context": [*BADGE["@context"], "https://w3id.org/security/suites/ed25519-2020/v1"]}
    signed = sign(badge, suite, key, key.did_method, created=CREATED)
    assert verified(signed, key)
    for change in ("document", "options"):
        altered = deepcopy(signed)
        if change == "document":
            altered["credentialSubject"]["achievement"]["name"] = "Soil sciences"
        else:
            altered["proof"]["created"] = "2026-03-01T09:00:01Z"
        assert not verified(altered, key)
    assert "proof" not in BADGE


def test_a_second_proof_stands_behind_the_first_and_does_not_cover_it() -> None:
    key, other = Key.from_seed("Ed25519", "north"), Key.from_seed("P-384", "north")
    twice = sign(sign(BADGE, "eddsa-rdfc-2022", key, key.did_method), "ecdsa-rdfc-2019", other, other.did_method)
    assert len(twice["proof"]) == 2
    for signer, proof in zip((key, other), twice["proof"], strict=True):
        assert verified({**twice, "proof": proof}, signer)


def test_a_json_suite_says_its_context_in_the_proof() -> None:
    key = Key.from_seed("Ed25519", "north")
    assert sign(BADGE, "eddsa-jcs-2022", key, key.did_method)["proof"]["@context"] == BADGE["@context"]
    assert "@context" not in sign(BADGE, "eddsa-rdfc-2022", key, key.did_method)["proof"]


def test_a_key_on_p_384_has_its_own_hash_for_blank_nodes() -> None:
    results = [{"type": ["Result"], "value": value} for value in "abcdefgh"]
    badge = {**BADGE, "credentialSubject": {**BADGE["credentialSubject"], "result": results}}
    assert canonical(badge, "P-384") != canonical(badge) == canonical(badge, "P-256")


@pytest.mark.parametrize(
    ("suite", "kind", "code"),
    [
        ("eddsa-rdf-2022", "Ed25519", "suite-unknown"),
        ("eddsa-rdfc-2022", "P-256", "key-unusable"),
        ("ecdsa-sd-2023", "P-384", "key-unusable"),
    ],
)
def test_a_suite_and_its_key_have_to_fit(suite: str, kind: str, code: str) -> None:
    key = Key.from_seed(kind, "north")
    with pytest.raises(UsageFault) as caught:
        sign(BADGE, suite, key, key.did_method)
    assert caught.value.problem.code == code


def test_what_cannot_be_canonicalised_says_why() -> None:
    key = Key.from_seed("Ed25519", "north")
    with pytest.raises(UsageFault) as unknown:
        canonical({**BADGE, "@context": [*BADGE["@context"], "https://northlake.example/context"]})
    assert unknown.value.problem.code == "context-unknown"
    with pytest.raises(UsageFault) as clash:
        canonical({**BADGE, "@context": [*BADGE["@context"], "https://www.w3.org/2018/credentials/v1"]})
    assert clash.value.problem.code == "not-linked-data"
    with pytest.raises(UsageFault) as number:
        sign({**BADGE, "weight": 2**60}, "eddsa-jcs-2022", key, key.did_method)
    assert number.value.problem.code == "not-canonical-json"
