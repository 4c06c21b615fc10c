"""Each suite over a whole document: what was signed fits, and nothing else does."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import base58
import pytest
import rfc8785

from conformance.issuing import sign
from conformance.issuing.linked import canonical, digest
from conformance.linked_data import LinkedDataError
from conformance.trust.integrity import Reading, read
from conformance.trust.integrity.hashing import hashed, rdfc_options
from conformance.trust.integrity.result import Checked
from tests.rulebooks.clr20.document.judging import OB, VC
from tests.trust.integrity.signing import (
    CASES,
    CREATED,
    KEY_ID,
    NOW,
    OLD,
    USUAL,
    badge,
    checked,
    key,
    n_quads,
    public,
    signed,
)

Change = Callable[[dict[str, Any]], Any]


@pytest.mark.parametrize(("suite", "kind"), CASES)
def test_what_was_signed_fits(suite: str, kind: str) -> None:
    assert checked(signed(suite, kind), public(kind)) == Checked()


@pytest.mark.parametrize(("suite", "kind"), CASES)
def test_order_of_members_and_white_space_change_nothing(suite: str, kind: str) -> None:
    document = json.loads(json.dumps(signed(suite, kind), sort_keys=True, indent=3))
    assert checked(dict(reversed(document.items())), public(kind)).fits


CHANGES: dict[str, Change] = {
    "a claim": lambda badge: badge["credentialSubject"].update(id="did:example:mirb"),
    "a text": lambda badge: badge["credentialSubject"]["achievement"].update(name="Soil sciencf"),
    "an entry": lambda badge: badge["credentialSubject"]["result"].pop(),
    "a date": lambda badge: badge.update(validFrom="2026-01-30T12:00:01Z"),
    "the time of the proof": lambda badge: badge["proof"].update(created="2026-02-01T12:00:01Z"),
    "the key of the proof": lambda badge: badge["proof"].update(verificationMethod=f"{KEY_ID}0"),
    "an option more": lambda badge: badge["proof"].update(domain="https://other.example"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(("suite", "kind"), CASES)
def test_one_change_and_it_no_longer_fits(suite: str, kind: str, change: str) -> None:
    document = signed(suite, kind)
    CHANGES[change](document)
    assert checked(document, public(kind)).code == "signature-bad"


@pytest.mark.parametrize(("suite", "kind"), CASES)
def test_another_key_does_not_fit(suite: str, kind: str) -> None:
    assert checked(signed(suite, kind), public(kind, "other")).code == "signature-bad"


def test_a_key_of_another_curve_is_told() -> None:
    assert checked(signed(), public("P-256")).code == "key-wrong-curve"
    assert checked(signed("ecdsa-rdfc-2019", "P-256"), public()).code == "key-wrong-curve"
    assert checked(signed("ecdsa-rdfc-2019", "P-256"), public("P-384")).code == "signature-length"


def proof_of(**members: Any) -> Any:
    return {name: value for name, value in {**signed()["proof"], **members}.items() if value is not None}


@pytest.mark.parametrize(
    ("members", "code", "open_"),
    [
        ({"cryptosuite": "eddsa-rdf-2022"}, "suite-unknown", True),
        ({"cryptosuite": "bbs-2023"}, "suite-unknown", True),
        ({"cryptosuite": None}, "proof-without-suite", False),
        ({"type": "RsaSignature2018"}, "suite-unknown", True),
        ({"type": None}, "proof-without-suite", False),
        ({"proofPurpose": "authentication"}, "proof-purpose", False),
        ({"proofPurpose": None}, "proof-purpose", False),
        ({"verificationMethod": None}, "proof-without-key", False),
        ({"verificationMethod": 7}, "proof-without-key", False),
        ({"proofValue": None}, "proof-value-missing", False),
        ({"proofValue": ["z"]}, "proof-value-missing", False),
        ({"proofValue": "u" + "A" * 86}, "proof-value-multibase", False),
        ({"proofValue": "z"}, "proof-value-not-base58", False),
        ({"proofValue": "z0OIl"}, "proof-value-not-base58", False),
        ({"proofValue": "zabc="}, "proof-value-not-base58", False),
        ({"proofValue": "z" + "1" * 63}, "signature-length", False),
        ({"proofValue": "z" + "1" * 65}, "signature-length", False),
        ({"proofValue": "z" + "1" * 100_000}, "proof-value-too-long", False),
        ({"expires": "2026-02-28T00:00:00Z"}, "proof-expired", False),
    ],
)
def test_a_proof_that_cannot_be_checked_is_told_by_its_code(members: dict[str, Any], code: str, open_: bool) -> None:
    outcome = read(proof_of(**members), NOW)
    assert isinstance(outcome, Checked)
    assert (outcome.code, outcome.open) == (code, open_)


@pytest.mark.parametrize("proof", ["z3FX", 7, None, []])
def test_a_proof_that_is_no_object_is_told(proof: Any) -> None:
    assert read(proof, NOW) == Checked("proof-not-an-object", "the proof is not an object")


def test_a_method_may_stand_in_the_proof_as_an_object() -> None:
    proof = read(proof_of(verificationMethod={"id": KEY_ID, "type": "Multikey"}), NOW)
    assert not isinstance(proof, Checked)
    assert proof.method == KEY_ID


def test_a_proof_of_years_ago_fits_still() -> None:
    document = sign(badge(), "eddsa-rdfc-2022", key(), KEY_ID, created="2012-01-01T00:00:00Z")
    assert checked(document).fits


# proofs of proofs


def test_each_proof_of_a_set_is_over_the_document_alone() -> None:
    document = sign(signed(), "ecdsa-rdfc-2019", key("P-256"), KEY_ID, created=CREATED)
    assert checked(document, public()).fits
    assert checked(document, public("P-256"), 1).fits


def test_a_chain_is_over_the_proofs_before() -> None:
    document = chained()
    assert checked(document, number=1).fits
    document["proof"][0]["created"] = "2026-02-01T12:00:01Z"
    assert checked(document, number=1).code == "signature-bad"


def test_a_chain_with_a_missing_link_is_told() -> None:
    document = chained()
    document["proof"][0]["id"] = "urn:uuid:00000000-0000-4000-8000-000000000009"
    assert checked(document, number=1).code == "previous-proof"
    document["proof"][1]["previousProof"] = []
    assert checked(document, number=1).code == "previous-proof"
    document["proof"][1]["id"] = document["proof"][1]["previousProof"] = "urn:uuid:1"
    assert checked(document, number=1).code == "previous-proof"


def chained() -> dict[str, Any]:
    """A badge with two proofs, of which the second is over the first as well."""
    first = "urn:uuid:00000000-0000-4000-8000-000000000001"
    document = sign(badge(), "eddsa-rdfc-2022", key(), KEY_ID, created=CREATED, more={"id": first})
    inner = document["proof"]
    held = {**badge(), "proof": [inner]}
    options = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": CREATED}
    options |= {"verificationMethod": KEY_ID, "proofPurpose": "assertionMethod", "previousProof": first}
    data = digest(canonical({"@context": held["@context"], **options})) + digest(canonical(held))
    value = "z" + base58.b58encode(key().sign(data)).decode()
    return {**badge(), "proof": [inner, {**options, "proofValue": value}]}


@pytest.mark.parametrize("contexts", [[VC, OB], [VC, OB, OLD]])
def test_a_proof_with_a_context_of_its_own_is_read_in_both(contexts: list[str]) -> None:
    plain = badge(**{"@context": [VC, OB]})
    options = {"type": "Ed25519Signature2020", "created": CREATED, "verificationMethod": KEY_ID}
    options |= {"proofPurpose": "assertionMethod"}
    data = digest(canonical({"@context": contexts, **options})) + digest(canonical(plain))
    proof = {"@context": [OLD], **options, "proofValue": "z" + base58.b58encode(key().sign(data)).decode()}
    assert checked({**plain, "proof": proof}).fits


# suites over JSON


def test_the_context_of_a_proof_over_json_has_to_begin_that_of_the_document() -> None:
    document = signed("eddsa-jcs-2022")
    longer = copy.deepcopy(document)
    longer["@context"].append("https://college.example/more")
    assert checked(longer).fits  # the proof says which contexts it is over
    document["@context"] = document["@context"][1:]
    assert checked(document).code == "proof-context"


def test_signers_that_leave_the_context_out_of_a_proof_over_json_are_read() -> None:
    plain = badge()
    options = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "created": CREATED}
    options |= {"verificationMethod": KEY_ID, "proofPurpose": "assertionMethod"}
    for config in (options, {**options, "@context": plain["@context"]}):
        data = digest(rfc8785.dumps(config)) + digest(rfc8785.dumps(plain))
        proof = {**options, "proofValue": "z" + base58.b58encode(key().sign(data)).decode()}
        assert checked({**plain, "proof": proof}).fits


def test_numbers_that_canonical_json_has_not_are_told() -> None:
    document = signed("eddsa-jcs-2022")
    document["credentialSubject"]["creditsEarned"] = 2**60
    assert checked(document).code == "not-canonical-json"


# readings


def test_other_readings_are_asked_only_when_the_usual_one_does_not_fit() -> None:
    def never(*_: Any) -> bytes:
        raise AssertionError

    def wrong(*_: Any) -> bytes:
        return b"other\n"

    document = signed()
    assert checked(document, None, 0, USUAL, Reading(never)) == Checked()
    outcome = checked(document, None, 0, Reading(wrong), Reading(n_quads, "by an older edition"))
    assert (outcome.fits, outcome.text) == (True, "by an older edition")
    assert checked(document, None, 0, Reading(wrong), Reading(wrong)).code == "signature-bad"


def test_a_key_of_p_384_labels_by_sha_384_or_by_sha_256() -> None:
    asked: list[str] = []

    def note(_: Any, digest: str) -> bytes:
        asked.append(digest)
        return b""

    checked(signed("ecdsa-rdfc-2019", "P-384"), public("P-384"), 0, Reading(note))
    assert asked == ["sha384", "sha384", "sha256", "sha256"]


@pytest.mark.parametrize(
    ("code", "open_"), [("unknown-context", True), ("poison-graph", True), ("context-clash", False)]
)
def test_a_document_without_rdf_is_told_by_the_code_of_that(code: str, open_: bool) -> None:
    def raises(*_: Any) -> bytes:
        raise LinkedDataError(code, "no RDF")

    outcome = checked(signed(), None, 0, Reading(raises))
    assert (outcome.code, outcome.open) == (code, open_)


# published hashes


@pytest.mark.parametrize(
    ("contexts", "published"),
    [
        ([VC], "d34009cea0dbc1ca941e09dc01c8c9d3e3ce3c5b853f67ee44698dcea10f5d19"),
        (
            ["https://www.w3.org/2018/credentials/v1", "https://w3id.org/security/data-integrity/v1"],
            "3cf3c265b6c8ebb29b4d5ea310b87d2f31c79b633eff8af561d2e8c97a85c8cb",
        ),
    ],
)
def test_the_options_of_the_implementation_guide_have_the_hash_that_it_prints(
    contexts: list[str], published: str
) -> None:
    """The hash of the proof options of both vectors of the guide, by the contexts of its two editions."""
    proof = {
        "type": "DataIntegrityProof",
        "created": "2010-01-01T19:23:24Z",
        "verificationMethod": "https://example.edu/issuers/565049#z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
        "cryptosuite": "eddsa-rdfc-2022",
        "proofPurpose": "assertionMethod",
        "proofValue": "z",
    }
    (options,) = rdfc_options(proof, {"@context": contexts})
    assert hashed(n_quads(options, "sha256"), "sha256").hex() == published
