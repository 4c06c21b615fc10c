"""Right signatures by somebody else: what looks like the issuer's key and is not never makes a credential verified."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from typing import Any, Final

import pytest

from conformance.inspection.outcome import Grade
from conformance.issuing import Key, as_jwt, sign
from conformance.trust.report import Trust
from tests.foreign.credentials import content
from tests.foreign.credentials.people import (
    BRACKWATER,
    KEYS,
    QUILLHAVEN,
    TARN,
    did_key,
    lookups,
    method,
    multibase,
    public,
)
from tests.inspection.bad_credentials.judging import Told, told

Json = dict[str, Any]

STRAY: Final = Key.from_jwk(KEYS["stray-ed25519"]["jwk"])
STRAY_TEXT: Final = multibase("stray-ed25519")
ELSEWHERE: Final = "https://impostor.example/key"
DID: Final = "https://quillhaven.example/.well-known/did.json"
LIST: Final = "https://quillhaven.example/lists/1"
CREATED: Final = "2025-07-01T12:00:00Z"


def proven(issuer: str, reference: str, document: Json | None = None) -> str:
    """A badge in the name of an issuer, by the impostor's key under that reference."""
    badge = document or content.badge("impostor", issuer)
    return json.dumps(sign(badge, "eddsa-rdfc-2022", STRAY, reference, created=CREATED))


def token(issuer: str, reference: str) -> str:
    return as_jwt(content.badge("impostor", issuer), STRAY, kid=reference)


def document_of_key(**changes: Any) -> Json:
    """A key document that claims the college as its owner, wherever it is."""
    named = {"id": ELSEWHERE, "controller": QUILLHAVEN, "publicKeyMultibase": STRAY_TEXT}
    return {"@context": "https://w3id.org/security/multikey/v1", **method(QUILLHAVEN, "ed25519"), **named, **changes}


def did_document(**changes: Any) -> Json:
    return {**lookups()[DID], **changes}


OWN: Final = {"id": f"{QUILLHAVEN}#stray", "type": "Multikey", "publicKeyMultibase": STRAY_TEXT}

REFERENCES: dict[str, tuple[str, str, Mapping[str, Any]]] = {
    "did:key of the issuer with another key behind #": (BRACKWATER, f"{BRACKWATER}#{STRAY_TEXT}", {}),
    "own key behind the address of the issuer": (TARN, f"{TARN}#{STRAY_TEXT}", {}),
    "own key behind the DID of the issuer": (QUILLHAVEN, f"{QUILLHAVEN}#{STRAY_TEXT}", {}),
    "own did:key": (QUILLHAVEN, f"{did_key('stray-ed25519')}#{STRAY_TEXT}", {}),
    "key document elsewhere that names the issuer": (QUILLHAVEN, ELSEWHERE, {ELSEWHERE: document_of_key()}),
    "key document elsewhere with the id of the issuer's": (
        QUILLHAVEN,
        ELSEWHERE,
        {ELSEWHERE: document_of_key(id=f"{QUILLHAVEN}#ed25519")},
    ),
    "controller document elsewhere with the id of the issuer": (
        TARN,
        f"{ELSEWHERE}#1",
        {ELSEWHERE: {**lookups()[TARN], "verificationMethod": [{**OWN, "id": f"{ELSEWHERE}#1", "controller": TARN}],
                     "assertionMethod": [f"{ELSEWHERE}#1"]}},
    ),
    "DID document of somebody else at the issuer's address": (
        QUILLHAVEN,
        f"{QUILLHAVEN}#stray",
        {DID: did_document(id="did:web:impostor.example", verificationMethod=[OWN], assertionMethod=[OWN["id"]])},
    ),
    "key that the issuer has and another controls": (
        QUILLHAVEN,
        f"{QUILLHAVEN}#stray",
        {DID: did_document(verificationMethod=[{**OWN, "controller": "did:web:impostor.example"}],
                           assertionMethod=[OWN["id"]])},
    ),
    "key that the issuer has for something else": (
        QUILLHAVEN,
        f"{QUILLHAVEN}#stray",
        {DID: did_document(verificationMethod=[{**OWN, "controller": QUILLHAVEN}], assertionMethod=[])},
    ),
    "host whose name begins like the issuer's": (
        TARN,
        "https://tarnvalley.example.impostor.example/key",
        {"https://tarnvalley.example.impostor.example/key": document_of_key(controller=TARN)},
    ),
    "user part that looks like the issuer": (
        TARN,
        "https://tarnvalley.example@impostor.example/key",
        {"https://tarnvalley.example@impostor.example/key": document_of_key(controller=TARN)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", [proven, token], ids=["proof", "token"])
@pytest.mark.parametrize(("issuer", "reference", "known"), REFERENCES.values(), ids=REFERENCES)
def test_a_key_that_is_not_the_issuers_never_verifies(
    form: Any, issuer: str, reference: str, known: Mapping[str, Any]
) -> None:
    assert trust(told(form(issuer, reference), known)) is not Trust.VERIFIED


def trust(outcome: Told) -> Trust:
    assert outcome.judged.verification is not None
    return outcome.judged.verification.verdict


def test_the_same_forms_verify_for_the_impostors_own_name() -> None:
    own = did_key("stray-ed25519")
    assert trust(told(proven(own, f"{own}#{STRAY_TEXT}"))) is Trust.VERIFIED
    assert trust(told(token(own, f"{own}#{STRAY_TEXT}"))) is Trust.VERIFIED


def test_a_token_in_another_name_than_its_credential_is_not_verified() -> None:
    own = did_key("stray-ed25519")
    text = as_jwt(content.badge("impostor", QUILLHAVEN), STRAY, kid=f"{own}#{STRAY_TEXT}", claims={"iss": own})
    outcome = told(text)
    assert trust(outcome) is not Trust.VERIFIED
    assert "CLR20-JWT-09" in outcome.all


@pytest.mark.parametrize("member", ["@id", "@type"])
def test_an_issuer_with_two_names_is_not_verified(member: str) -> None:
    own = did_key("stray-ed25519")
    badge = content.badge("impostor", own)
    badge["issuer"] = {"id": QUILLHAVEN, "type": ["Profile"], member: own}
    assert trust(told(as_jwt(badge, STRAY, kid=f"{own}#{STRAY_TEXT}", claims={"iss": own}))) is not Trust.VERIFIED


def status_list(issuer: str) -> Json:
    bits = base64.urlsafe_b64encode(gzip.compress(bytes(16_384))).decode().rstrip("=")
    return {
        "@context": [content.VC2],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "u" + bits,
        },
    }


def with_status(served: Any) -> Told:
    key = Key.from_jwk(KEYS["quillhaven-ed25519"]["jwk"])
    badge = content.badge("listed", QUILLHAVEN, credentialStatus=content.entry(LIST, 8))
    signed = sign(badge, "eddsa-rdfc-2022", key, f"{QUILLHAVEN}#ed25519", created=CREATED)
    return told(json.dumps(signed), {LIST: served})


def test_a_list_in_the_name_of_the_issuer_by_somebody_else_is_not_relied_on() -> None:
    own = f"{did_key('stray-ed25519')}#{STRAY_TEXT}"
    forged = sign(status_list(QUILLHAVEN), "eddsa-rdfc-2022", STRAY, own, created=CREATED)
    assert trust(with_status(forged)) is not Trust.VERIFIED
    assert trust(with_status(as_jwt(status_list(QUILLHAVEN), STRAY, kid=own))) is not Trust.VERIFIED
    by_header = as_jwt(status_list(QUILLHAVEN), STRAY, header={"jwk": public("stray-ed25519")})
    assert trust(with_status(by_header)) is not Trust.VERIFIED


def test_a_list_without_any_proof_is_not_relied_on() -> None:
    assert trust(with_status(status_list(QUILLHAVEN))) is not Trust.VERIFIED


def test_a_newer_version_by_somebody_else_takes_no_place() -> None:
    at = "https://quillhaven.example/newer"
    own = did_key("stray-ed25519")
    key = Key.from_jwk(KEYS["quillhaven-ed25519"]["jwk"])
    service = {"id": at, "type": "1EdTechCredentialRefresh"}
    badge = content.badge("old", QUILLHAVEN, refreshService=service, validUntil="2025-12-01T00:00:00Z")
    badge["@context"].append(content.EXTENSIONS)
    signed = sign(badge, "eddsa-rdfc-2022", key, f"{QUILLHAVEN}#ed25519", created=CREATED)
    for issuer in (own, QUILLHAVEN):
        newer = {**badge, "issuer": issuer, "validUntil": "2045-12-01T00:00:00Z"}
        forged = sign(newer, "eddsa-rdfc-2022", STRAY, f"{own}#{STRAY_TEXT}", created=CREATED)
        assert trust(told(json.dumps(signed), {at: forged})) is not Trust.VERIFIED, issuer


def test_a_badge_without_proof_in_a_signed_record_is_named() -> None:
    key = Key.from_jwk(KEYS["quillhaven-ed25519"]["jwk"])
    record = content.record("bare", QUILLHAVEN, [content.badge("bare", TARN)])
    signed = sign(record, "eddsa-rdfc-2022", key, f"{QUILLHAVEN}#ed25519", created=CREATED)
    outcome = told(json.dumps(signed))
    assert trust(outcome) is not Trust.VERIFIED
    assert outcome.judged.grade is Grade.FAIL
    assert "CLR20-DI-01" in outcome.all
