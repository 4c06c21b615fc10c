"""Credentials that came as VC-JWT: whose key it is, whether the signature fits, and what the claims say beside it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.issuing import Key, as_jwt
from conformance.issuing.keys import encoded
from conformance.trust.report import Question, Trust, Value
from tests.rulebooks.clr20.document.judging import OB, OLD_VC, badge
from tests.rulebooks.clr20.trust.verifying import (
    HOME,
    KEY,
    KID,
    OTHER,
    Page,
    Site,
    answer,
    codes,
    rows,
    signed,
    site,
    verified,
)
from tests.trust.signing import rsa_key

RSA = Key("RSA", rsa_key("college"))
OLD = badge(context=[OLD_VC, OB], validFrom=None, issuanceDate="2026-06-30T12:00:00Z")


def of(key: Key, **changes: Any) -> dict[str, Any]:
    """A badge whose issuer's id is the DID of the key."""
    return badge(issuer={**badge()["issuer"], "id": key.did}, **changes)


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "P-384", "RSA"])
def test_each_algorithm_verifies(kind: str) -> None:
    key = RSA if kind == "RSA" else Key.from_seed(kind, kind)
    report = verified(signed(key=key), site(**{KID: key.public_jwk()}))
    assert report.verdict is Trust.VERIFIED
    assert report.items[0].algorithm == key.algorithm
    assert (answer(report, Question.INTACT), answer(report, Question.ISSUER)) == (Value.GOOD, Value.GOOD)


@pytest.mark.parametrize("document", [badge(), OLD], ids=["VCDM 2.0", "VCDM 1.1"])
def test_each_form_verifies(document: dict[str, Any]) -> None:
    assert verified(signed(document)).verdict is Trust.VERIFIED


def test_a_key_of_the_issuers_key_set_and_of_its_did() -> None:
    jwks = {"keys": [{**KEY.public_jwk(), "kid": "k1"}]}
    report = verified(signed(kid=f"{HOME}/.well-known/jwks.json#k1"), site(**{f"{HOME}/.well-known/jwks.json": jwks}))
    assert report.verdict is Trust.VERIFIED
    assert verified(as_jwt(of(KEY), KEY, kid=KEY.did_method)).verdict is Trust.VERIFIED


def test_look_ups_are_told_step_by_step() -> None:
    assert any(KID in step for step in verified(signed()).items[0].steps)


@pytest.mark.parametrize("changed", ["header", "payload", "signature"])
def test_what_was_changed_is_not_verified(changed: str) -> None:
    head, payload, signature = signed().split(".")
    other = signed(badge(name="Another name")).split(".")[1]
    wide = encoded(json.dumps({"alg": "EdDSA", "kid": KID, "typ": "JWT"}, indent=1).encode())
    texts = {
        "header": f"{wide}.{payload}.{signature}",
        "payload": f"{head}.{other}.{signature}",
        "signature": f"{head}.{payload}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}",
    }
    report = verified(texts[changed])
    assert (report.verdict, codes(report), rows(report)) == (Trust.NOT_VERIFIED, ["signature-bad"], ["CLR20-JWT-16"])
    assert answer(report, Question.INTACT) is Value.BAD


def test_a_signature_that_is_too_short_is_bad() -> None:
    key = Key.from_seed("P-256", "short")
    head, payload, signature = signed(key=key).split(".")
    report = verified(f"{head}.{payload}.{signature[:84]}", site(**{KID: key.public_jwk()}))
    assert report.verdict is Trust.NOT_VERIFIED
    assert rows(report) == ["CLR20-JWT-16"]


def test_a_key_of_another_curve_is_named() -> None:
    report = verified(signed(), site(**{KID: Key.from_seed("P-256", "x").public_jwk()}))
    assert codes(report) == ["key-unfit"]


@pytest.mark.parametrize(
    ("header", "code", "row"),
    [
        ({"alg": "none"}, "algorithm-refused", "CLR20-JWT-03"),
        ({"alg": "HS256"}, "algorithm-refused", "CLR20-JWT-03"),
        ({"alg": "ES256K"}, "algorithm-refused", "CLR20-JWT-16"),
        ({"alg": None}, "algorithm-missing", "CLR20-JWT-16"),
        ({"crit": ["exp"]}, "header-refused", "CLR20-JWT-08"),
        ({"jwk": KEY.private_jwk()}, "key-private", "CLR20-JWT-06"),
    ],
)
def test_headers_that_are_refused(header: dict[str, Any], code: str, row: str) -> None:
    report = verified(signed(header=header))
    assert report.verdict is Trust.NOT_VERIFIED
    assert [(each.code, each.requirement) for each in report.items[0].reasons] == [(code, row)]


def test_a_header_without_a_key_is_not_verified() -> None:
    report = verified(signed(kid=""))
    assert codes(report) == ["key-not-named"]


def test_jwk_alone_is_intact_and_no_more() -> None:
    report = verified(signed(kid="", jwk=True))
    assert (report.verdict, codes(report)) == (Trust.UNDECIDED, ["issuer-not-shown"])
    assert (answer(report, Question.INTACT), answer(report, Question.ISSUER)) == (Value.GOOD, Value.OPEN)
    assert rows(report) == ["CLR20-JWT-20"]


def test_jwk_that_the_issuers_key_set_lists_is_shown() -> None:
    jwks = {"keys": [KEY.public_jwk()]}
    report = verified(signed(kid="", jwk=True), site(**{f"{HOME}/.well-known/jwks.json": jwks}))
    assert report.verdict is Trust.VERIFIED


def test_somebody_elses_did_key_is_not_shown() -> None:
    report = verified(signed(key=OTHER, kid=OTHER.did_method))
    assert (report.verdict, codes(report)) == (Trust.UNDECIDED, ["issuer-not-shown"])
    assert rows(report) == ["CLR20-JWT-17"]


def test_a_key_of_another_controller_is_contradicted() -> None:
    report = verified(signed(), site(**{KID: KEY.multikey(KID, "https://other.example/issuer")}))
    assert (report.verdict, codes(report)) == (Trust.NOT_VERIFIED, ["other-controller"])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (Page(KID), "key-not-found"),
        (b"<!doctype html><title>Login</title>", "key-markup"),
        (b"[]", "key-not-an-object"),
        (KEY.private_jwk(), "key-private"),
    ],
)
def test_a_kid_that_leads_to_no_key(body: Any, code: str) -> None:
    report = verified(signed(), site(**{KID: body}))
    assert (report.verdict, codes(report)) == (Trust.NOT_VERIFIED, [code])
    assert rows(report) == ["CLR20-JWT-05"]


def test_a_key_that_does_not_answer_leaves_it_undecided() -> None:
    report = verified(signed(), site(**{KID: Page(KID, 503)}))
    assert report.verdict is Trust.UNDECIDED
    assert "CLR20-JWT-16" in (report.undecided or {})
    assert answer(report, Question.INTACT) is Value.OPEN


def test_offline_nothing_is_decided_and_nothing_is_held_against_it() -> None:
    report = verified(signed(), offline=True)
    assert (report.verdict, rows(report)) == (Trust.UNDECIDED, [])
    assert "CLR20-JWT-16" in report.skipped


@pytest.mark.parametrize("kid", [KID, "did:example:college#1"])
def test_a_signature_that_nobody_looked_at_is_not_decided(kid: str) -> None:
    report = verified(signed(kid=kid), Site({KID: Page(KID, 503)}))
    assert report.verdict is Trust.UNDECIDED
    assert not {"CLR20-VER-04", "CLR20-JWT-16"} & report.decided


def test_kid_comes_before_jwk_and_jwk_helps_where_kid_does_not_answer() -> None:
    assert verified(signed(key=OTHER, header={"jwk": KEY.public_jwk()})).verdict is Trust.NOT_VERIFIED
    report = verified(signed(jwk=True), site(**{KID: Page(KID, 503)}))
    assert (report.verdict, answer(report, Question.INTACT)) == (Trust.UNDECIDED, Value.GOOD)


@pytest.mark.parametrize(
    ("claims", "row"),
    [
        ({"iss": "https://other.example"}, "CLR20-JWT-09"),
        ({"jti": "urn:uuid:other"}, "CLR20-JWT-10"),
        ({"nbf": 1}, "CLR20-JWT-11"),
        ({"sub": "did:example:jonas"}, "CLR20-JWT-12"),
    ],
)
def test_claims_that_say_otherwise_are_not_trusted(claims: dict[str, Any], row: str) -> None:
    report = verified(signed(claims=claims))
    assert [(each.code, each.requirement) for each in report.items[0].reasons] == [("claim-differs", row)]
    assert answer(report, Question.INTACT) is Value.GOOD


def test_a_claim_that_is_missing_is_left_to_the_findings() -> None:
    assert verified(signed(claims={"sub": None})).verdict is Trust.VERIFIED


@pytest.mark.parametrize(("document", "form"), [(OLD, "credential"), (badge(), "vc")])
def test_the_place_of_the_credential_agrees_with_its_version(document: dict[str, Any], form: Any) -> None:
    report = verified(signed(document, form=form))
    assert codes(report) == ["form-disagrees"]
    assert rows(report) == ["CLR20-JWT-15"]


def test_an_endorsement_inside_is_verified_for_itself() -> None:
    endorsement = badge(
        id="urn:uuid:0e",
        type=["VerifiableCredential", "EndorsementCredential"],
        credentialSubject={"id": badge()["id"], "type": ["EndorsementSubject"]},
    )
    report = verified(badge(endorsementJwt=[signed(endorsement), signed(endorsement, key=OTHER)]))
    assert [(item.pointer, item.verdict) for item in report.items[1:]] == [
        ("/endorsementJwt/0#", Trust.VERIFIED),
        ("/endorsementJwt/1#", Trust.NOT_VERIFIED),
    ]


def test_the_same_key_is_asked_for_once() -> None:
    where = site()
    verified(signed(), where)
    assert where.asked.count(KID) == 1
