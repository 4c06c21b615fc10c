"""Area JWT: each row by one departure from a right token, and what is right for another text of the W3C."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest

from conformance.issuing.tokens import compact, registered
from tests.rulebooks.clr20.document.judging import OB, OLD_VC, badge, judged, of_area
from tests.rulebooks.clr20.trust.verifying import KEY, signed, status_list

OLD = badge(context=[OLD_VC, OB], validFrom=None, issuanceDate="2026-06-30T12:00:00Z")


def found(token: str) -> dict[str, str]:
    """Requirement of the area -> pointer, notes left out."""
    findings = judged(token.encode()).findings
    return {each.requirement: each.pointer for each in findings if each.requirement.startswith("CLR20-JWT")}


def noted(token: str) -> set[str]:
    return {each.requirement for each in judged(token.encode()).notes if each.requirement.startswith("CLR20-JWT")}


@pytest.mark.parametrize(
    "token",
    [
        signed(),
        signed(badge(validUntil="2027-01-01T00:00:00.500Z")),
        signed(OLD),
        signed(jwk=True, kid=""),
        signed(header={"typ": None}),
        signed(badge(credentialSubject={**badge()["credentialSubject"], "id": None, "identifier": []})),
    ],
    ids=["2.0", "parts of a second", "1.1", "jwk", "without typ", "nobody to repeat"],
)
def test_right_tokens_have_no_finding(token: str) -> None:
    assert (found(token), noted(token)) == ({}, set())


@pytest.mark.parametrize(
    ("token", "row", "pointer"),
    [
        (signed(header={"alg": None}), "CLR20-JWT-02", ""),
        (signed(header={"alg": 7}), "CLR20-JWT-02", ""),
        (signed(header={"alg": "none"}), "CLR20-JWT-03", ""),
        (signed(header={"alg": "HS256"}), "CLR20-JWT-03", ""),
        (signed(kid=""), "CLR20-JWT-04", ""),
        (signed(kid="key-1"), "CLR20-JWT-05", ""),
        (signed(header={"kid": 7}), "CLR20-JWT-05", ""),
        (signed(header={"jwk": KEY.private_jwk()}), "CLR20-JWT-06", ""),
        (signed(header={"typ": "at+jwt"}), "CLR20-JWT-07", ""),
        (signed(header={"x5c": []}), "CLR20-JWT-08", ""),
        (signed(header={"crit": ["exp"]}), "CLR20-JWT-08", ""),
        (signed(claims={"iss": None}), "CLR20-JWT-09", "#/iss"),
        (signed(claims={"iss": "https://other.example"}), "CLR20-JWT-09", "#/iss"),
        (signed(claims={"iss": {"id": "https://college.example/issuer"}}), "CLR20-JWT-09", "#/iss"),
        (signed(claims={"jti": "urn:uuid:other"}), "CLR20-JWT-10", "#/jti"),
        (signed(claims={"nbf": 1}), "CLR20-JWT-11", "#/nbf"),
        (signed(claims={"nbf": "1782820800"}), "CLR20-JWT-11", "#/nbf"),
        (signed(claims={"nbf": True}), "CLR20-JWT-11", "#/nbf"),
        (signed(claims={"nbf": 1e300}), "CLR20-JWT-11", "#/nbf"),
        (signed(claims={"sub": "did:example:jonas"}), "CLR20-JWT-12", "#/sub"),
        (signed(badge(validUntil="2027-01-01T00:00:00Z"), claims={"exp": None}), "CLR20-JWT-13", "#/exp"),
        (signed(badge(validUntil="2027-01-01T00:00:00Z"), claims={"exp": 1}), "CLR20-JWT-13", "#/exp"),
        (signed(OLD, claims={"nbf": 1}), "CLR20-JWT-11", "#/nbf"),
        (signed(OLD, form="credential"), "CLR20-JWT-14", "#"),
        (signed(form="vc"), "CLR20-JWT-14", "#"),
        (signed(OLD, claims={"proof": {"type": "DataIntegrityProof"}}), "CLR20-JWT-18", "#/proof"),
    ],
)
def test_each_row_is_broken_by_one_change(token: str, row: str, pointer: str) -> None:
    assert found(token) == {row: pointer}


@pytest.mark.parametrize(
    ("token", "row"),
    [
        (signed(claims={"sub": None}), "CLR20-JWT-12"),
        (signed(header={"typ": "vc+jwt"}), "CLR20-JWT-07"),
        (signed(header={"cty": "vc"}), "CLR20-JWT-08"),
    ],
)
def test_what_is_common_is_noted(token: str, row: str) -> None:
    assert (found(token), noted(token)) == ({}, {row})


def test_a_status_list_follows_the_w3c() -> None:
    bare = dict.fromkeys(registered(status_list()))
    token = signed(status_list(), header={"typ": "vc+jwt", "cty": "vc"}, claims=bare)
    assert (found(token), noted(token)) == ({}, set())
    assert found(signed(status_list(), claims={**bare, "iss": "https://other.example"})) == {"CLR20-JWT-09": "#/iss"}


def test_a_token_inside_a_record_has_its_place() -> None:
    endorsement = badge(type=["VerifiableCredential", "EndorsementCredential"], credentialSubject={
        "id": badge()["id"], "type": ["EndorsementSubject"]})  # fmt: skip
    document: dict[str, Any] = badge(endorsementJwt=[signed(endorsement, claims={"jti": "urn:uuid:other"})])
    assert of_area(document, "JWT") == {"CLR20-JWT-10": "/endorsementJwt/0#/jti"}


def test_a_header_that_cannot_be_read_is_one_finding() -> None:
    _, payload, signature = signed().split(".")
    assert found(f"bm8gSlNPTg.{payload}.{signature}") == {"CLR20-JWT-01": ""}


@pytest.mark.parametrize("token", ["eyJhbGciOiJub25lIn0.eyJhIjoxfQ.", signed() + "=", signed()[:60]])
def test_what_is_no_jws_is_one_problem(token: str) -> None:
    error = judged(token.encode()).error
    assert error is not None
    assert error.code in ("not-a-jws", "not-json")


def test_a_payload_that_is_no_credential_is_refused() -> None:
    error = judged(compact({"alg": "EdDSA"}, {"iss": "https://college.example"}, KEY).encode()).error
    assert error is not None
    assert error.code == "not-recognised"


def test_what_only_a_claim_says_of_an_old_credential_is_not_missing_in_it() -> None:
    subject = {name: value for name, value in OLD["credentialSubject"].items() if name != "id"}
    short = {name: value for name, value in OLD.items() if name not in ("id", "issuanceDate")}
    claims = {"iss": OLD["issuer"]["id"], "jti": OLD["id"], "sub": "did:example:mira", "nbf": 1782820800}
    payload = {**claims, "vc": {**short, "credentialSubject": subject}}
    assert of_area(plain(payload), "MOD", "JWT", "VER") == {}
    assert "CLR20-MOD-22" in of_area(plain({**payload, "jti": None}), "MOD")
    endorsed = of_area(badge(endorsementJwt=[plain(payload).decode()]), "MOD")
    assert "CLR20-MOD-22" not in endorsed


def plain(payload: dict[str, Any]) -> bytes:
    """A token with that payload and no signature that anybody could check."""
    head = {"alg": "ES256", "kid": "https://college.example/issuer/keys/1", "typ": "JWT"}
    parts = [urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (head, payload)]
    return b".".join([*parts, b"c2lnbmF0dXJl"])
