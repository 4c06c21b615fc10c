"""Tokens and proofs whose algorithm, key or signature nobody may accept, and keys that are somebody else's."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any, Final

import pytest

from conformance.trust.report import Trust
from tests.foreign.credentials import content
from tests.foreign.credentials.make import FIXTURES
from tests.foreign.credentials.people import KEYS, QUILLHAVEN, TARN, did_key, multibase, public
from tests.foreign.credentials.tokens import claims
from tests.inspection.bad_credentials.judging import METHOD, OURS, Told, badge, token, told

Json = dict[str, Any]


def encoded(value: Any) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unsigned(header: Json, signature: str = "") -> str:
    document = badge()
    return f"{encoded(header)}.{encoded({**claims(document), **document})}.{signature}"


def by_secret(secret: bytes) -> str:
    text = unsigned({"alg": "HS256", "kid": METHOD})
    return text + encoded(hmac.new(secret, text[:-1].encode(), hashlib.sha256).digest())


RIGHT: Final = token(badge())
HEAD, BODY, SIGNATURE = RIGHT.split(".")

TOKENS: dict[str, tuple[str, str]] = {
    "alg none": (unsigned({"alg": "none", "kid": METHOD}, SIGNATURE), "CLR20-JWT-03"),
    "alg None": (unsigned({"alg": "NoNe", "kid": METHOD}, SIGNATURE), "CLR20-JWT-03"),
    "HS256 with the public key as secret": (by_secret(json.dumps(public("quillhaven-p256")).encode()), "CLR20-JWT-03"),
    "HS256 with no secret": (by_secret(b""), "CLR20-JWT-03"),
    "no alg": (unsigned({"kid": METHOD}, SIGNATURE), "CLR20-JWT-02"),
    "private jwk": (token(badge(), {"jwk": KEYS["quillhaven-p256"]["jwk"]}), "CLR20-JWT-06"),
    "crit": (token(badge(), {"kid": METHOD, "crit": ["exp"], "exp": 1}), "CLR20-JWT-08"),
    "neither kid nor jwk": (token(badge(), {"typ": "JWT"}), "CLR20-JWT-04"),
    "kid is no address": (token(badge(), {"kid": "key-1"}), "CLR20-JWT-05"),
    "another's iss": (token({**badge(), "iss": TARN}), "CLR20-JWT-09"),
    "another jti": (token({**badge(), "jti": "urn:uuid:0"}), "CLR20-JWT-10"),
    "another nbf": (token({**badge(), "nbf": 1}), "CLR20-JWT-11"),
    "another sub": (token({**badge(), "sub": "did:example:other"}), "CLR20-JWT-12"),
    "exp without an end": (token({**badge(validUntil="2045-03-14T09:30:00Z"), "exp": 1}), "CLR20-JWT-13"),
    "vc in a token of 2.0": (token({"vc": badge(), **claims(badge())} | badge()), "CLR20-JWT-14"),
}


@pytest.mark.parametrize(("text", "row"), TOKENS.values(), ids=TOKENS)
def test_a_wrong_token_fails_by_its_row(text: str, row: str) -> None:
    outcome = told(text)
    assert row in outcome.all
    assert OURS not in outcome.codes


REFUSED: dict[str, str] = {
    "signature of 63 bytes": f"{HEAD}.{BODY}.{encoded(base64.urlsafe_b64decode(SIGNATURE + '==')[:-1])}",
    "signature of zeroes": f"{HEAD}.{BODY}.{encoded(bytes(64))}",
    "signature of another key": token(badge(), key="brackwater-p256"),
    "signature by another curve": token(badge(), key="quillhaven-ed25519", alg="EdDSA"),
    "alg of another key": unsigned({"alg": "RS256", "kid": METHOD}, SIGNATURE),
    "signature with padding": RIGHT + "==",
    "payload with padding": f"{HEAD}.{BODY}=.{SIGNATURE}",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_wrong_signature_is_never_verified(text: str) -> None:
    outcome = told(text)
    assert OURS not in outcome.codes
    assert not outcome.is_good


KID: Final = "https://quillhaven.example/key"
SERVED: dict[str, Any] = {
    "HTML": "<html><body>Sign in</body></html>",
    "nothing": "",
    "a text": '"key"',
    "a list": [public("quillhaven-p256")],
    "an empty key set": {"keys": []},
    "key sets in a key set": {"keys": [{"keys": [public("quillhaven-p256")]}]},
    "a key of another curve": public("quillhaven-p384"),
    "a point that is on no curve": {**public("quillhaven-p256"), "x": encoded(bytes(32))},
    "a key without its half": {"kty": "EC", "crv": "P-256", "x": public("quillhaven-p256")["x"]},
    "a secret": {"kty": "oct", "k": ""},
    "an RSA key of no size": {"kty": "RSA", "n": "AQ", "e": "AQ"},
    "a kind of key that is none": {"kty": ["EC"]},
    "deep JSON": "[" * 100_000,
    "a key that is a number": {**public("quillhaven-p256"), "x": 7},
}


@pytest.mark.parametrize("served", SERVED.values(), ids=SERVED)
def test_a_kid_that_leads_to_no_key_is_never_verified(served: Any) -> None:
    outcome = told(token(badge(), {"kid": KID}), {KID: served})
    assert OURS not in outcome.codes
    assert not outcome.is_good


@pytest.mark.parametrize("kid", ["https://127.0.0.1/key", "https://169.254.169.254/latest", "https://localhost/key"])
def test_a_kid_inside_is_not_fetched(kid: str) -> None:
    outcome = told(token(badge(), {"kid": kid}))
    assert OURS not in outcome.codes
    assert not outcome.is_good


def proven(name: str = "badge-did-web-rich.json", **changes: Any) -> Json:
    """A badge that others signed, with another value of some members of its proof."""
    document: Json = json.loads((FIXTURES / "documents" / name).read_text("utf-8"))
    document["proof"] = {**document["proof"], **changes}
    return document


RIGHT_VALUE: Final = proven()["proof"]["proofValue"]
STRAY: Final = f"{did_key('stray-ed25519')}#{multibase('stray-ed25519')}"

PROOFS: dict[str, tuple[Json, str]] = {
    "value in base64url": ({"proofValue": "u" + encoded(bytes(64))}, "CLR20-DI-05"),
    "value without its letter": ({"proofValue": RIGHT_VALUE[1:]}, "CLR20-DI-05"),
    "value that is no base58": ({"proofValue": "z0OIl"}, "CLR20-DI-05"),
    "value cut": ({"proofValue": RIGHT_VALUE[:-2]}, "CLR20-DI-05"),
    "value of a hundred thousand letters": ({"proofValue": "z" + "3" * 100_000}, "CLR20-DI-05"),
    "value is a number": ({"proofValue": 7}, "CLR20-DI-04"),
    "no value": ({"proofValue": ""}, "CLR20-DI-04"),
    "no suite": ({"cryptosuite": ""}, "CLR20-DI-04"),
    "another purpose": ({"proofPurpose": "authentication"}, "CLR20-DI-02"),
    "a key of another curve": ({"verificationMethod": f"{QUILLHAVEN}#p256"}, "CLR20-DI-19"),
    "a did:key that is none": ({"verificationMethod": "did:key:z0"}, "CLR20-DI-19"),
    "a did:jwk that is none": ({"verificationMethod": "did:jwk:e30#0"}, "CLR20-DI-09"),
    "a method of nobody": ({"verificationMethod": "did:other:1#2"}, "CLR20-DI-09"),
    "a key that the document does not have": ({"verificationMethod": f"{QUILLHAVEN}#nine"}, "CLR20-DI-09"),
    "a method that is a list": ({"verificationMethod": [STRAY]}, "CLR20-DI-04"),
}


@pytest.mark.parametrize(("changes", "row"), PROOFS.values(), ids=PROOFS)
def test_a_wrong_proof_is_named(changes: Json, row: str) -> None:
    outcome = told(json.dumps(proven(**changes)))
    assert OURS not in outcome.codes
    assert not outcome.is_good
    assert row in outcome.all | by_reason(outcome)


def by_reason(outcome: Told) -> set[str]:
    """The rows that the reasons of the items name."""
    report = outcome.judged.verification
    return {reason.requirement for item in report.items for reason in item.reasons} if report else set()


def test_a_token_without_signature_is_no_token() -> None:
    assert told(unsigned({"alg": "none", "kid": METHOD})).codes == frozenset({"not-a-jws"})


def test_a_base_proof_is_told_as_such() -> None:
    outcome = told((FIXTURES / "documents" / "badge-sd-base.json").read_bytes())
    assert "CLR20-DI-23" in outcome.all | by_reason(outcome)


def test_a_disclosure_that_lacks_what_the_class_needs_is_told() -> None:
    outcome = told((FIXTURES / "documents" / "badge-sd-lacks-name-of-achievement.json").read_bytes())
    assert "CLR20-DI-22" in outcome.all


def test_an_undefined_term_under_a_right_signature_is_not_verified() -> None:
    outcome = told(token(content.badge("bad", QUILLHAVEN, campus="North")))
    report = outcome.judged.verification
    assert report is not None
    assert report.verdict is not Trust.VERIFIED
