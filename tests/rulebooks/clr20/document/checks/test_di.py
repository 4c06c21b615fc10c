"""What embedded proofs say of themselves: each broken rule is named at its place, right proofs break none."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from conformance.issuing import Key, sign
from conformance.issuing.selective import base, derived
from tests.rulebooks.clr20.document.judging import badge, broken, judged, of_area, record

KEY_ID = "https://college.example/keys/1"
CREATED = "2026-11-01T12:00:00Z"


@cache
def _signed(suite: str) -> dict[str, Any]:
    kind = "P-256" if suite.startswith("ecdsa") else "Ed25519"
    return sign(badge(), suite, Key.from_seed(kind, "college"), KEY_ID, created=CREATED)


def signed(suite: str = "eddsa-rdfc-2022", **proof: Any) -> dict[str, Any]:
    """A badge with a right proof, of which these members are replaced; ``None`` leaves one out."""
    document = _signed(suite)
    members = {name: value for name, value in {**document["proof"], **proof}.items() if value is not None}
    return {**document, "proof": members}


def test_a_right_proof_breaks_nothing() -> None:
    assert broken(signed()) == {}
    assert broken(record(proof=signed()["proof"], credentialSubject=subject(signed()))) == {}


def subject(*badges: Any) -> dict[str, Any]:
    return {"id": "did:example:mira", "type": ["ClrSubject"], "verifiableCredential": list(badges)}


def test_every_credential_is_secured_by_itself() -> None:
    assert of_area(badge(), "DI") == {"CLR20-DI-01": ""}
    inner = record(proof=signed()["proof"], credentialSubject=subject(badge()))
    assert of_area(inner, "DI") == {"CLR20-DI-01": "/credentialSubject/verifiableCredential/0"}
    assert of_area({**signed(), "proof": []}, "DI") == {"CLR20-DI-01": ""}


def test_a_badge_that_names_what_it_was_before_may_go_unsigned() -> None:
    old = badge(evidence=[{"id": "https://badges.example/assertions/1", "type": ["Evidence"]}])
    judgement = judged(record(proof=signed()["proof"], credentialSubject=subject(old)))
    assert "CLR20-DI-01" not in {each.requirement for each in judgement.findings}
    assert "CLR20-DI-01" in {each.requirement for each in judgement.notes}
    assert "CLR20-DI-01" in broken(old)


@pytest.mark.parametrize(
    ("proof", "requirement", "at"),
    [
        ({"proofPurpose": "authentication"}, "CLR20-DI-02", "/proof/proofPurpose"),
        ({"cryptosuite": "eddsa-rdf-2022"}, "CLR20-DI-03", "/proof/cryptosuite"),
        ({"cryptosuite": None}, "CLR20-DI-04", "/proof"),
        ({"verificationMethod": None}, "CLR20-DI-04", "/proof"),
        ({"proofPurpose": None}, "CLR20-DI-04", "/proof"),
        ({"proofValue": None}, "CLR20-DI-04", "/proof"),
        ({"proofValue": "u" + "A" * 86}, "CLR20-DI-05", "/proof/proofValue"),
        ({"proofValue": "z" + "1" * 63}, "CLR20-DI-05", "/proof/proofValue"),
        ({"proofValue": "z0OIl"}, "CLR20-DI-05", "/proof/proofValue"),
        ({"created": "2027-01-01T00:00:00Z"}, "CLR20-DI-13", "/proof/created"),
        ({"created": "yesterday"}, "CLR20-DI-13", "/proof/created"),
        ({"expires": "2026-11-20T00:00:00Z"}, "CLR20-DI-14", "/proof/expires"),
        ({"expires": 7}, "CLR20-DI-14", "/proof/expires"),
    ],
)
def test_each_rule_of_a_proof_is_named_at_its_place(proof: dict[str, Any], requirement: str, at: str) -> None:
    assert of_area(signed(**proof), "DI") == {requirement: at}
    several = {**signed(), "proof": [signed()["proof"], signed(**proof)["proof"]]}
    assert of_area(several, "DI") == {requirement: at.replace("/proof", "/proof/1", 1)}


@pytest.mark.parametrize(
    "suite", ["eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019", "eddsa-2022", "Ed25519Signature2020"]
)
def test_other_suites_are_none_of_certification(suite: str) -> None:
    assert list(of_area(signed(suite), "DI")) == ["CLR20-DI-03"]


def test_a_year_long_gone_and_one_to_come_are_right() -> None:
    assert of_area(signed(created="2012-01-01T00:00:00Z", expires="2030-01-01T00:00:00Z"), "DI") == {}


@cache
def issued() -> dict[str, Any]:
    key = Key.from_seed("P-256", "college")
    mandatory = ("/issuer", "/validFrom", "/credentialSubject/id")
    return base(badge(), key, KEY_ID, mandatory=mandatory, created=CREATED, seed="seed")


def test_a_base_proof_is_told() -> None:
    assert of_area(issued(), "DI") == {"CLR20-DI-23": "/proof/proofValue"}


def test_what_is_derived_holds_what_its_class_requires() -> None:
    assert of_area(derived(issued(), ("/name", "/credentialSubject/achievement")), "DI") == {}
    assert of_area(derived(issued(), ("/name", "/credentialSubject/achievement/criteria")), "DI") == {
        "CLR20-DI-22": "/credentialSubject/achievement"
    }
