"""The claims of a token repeat the credential, and its place follows from the model version."""

import json
from typing import Any

import pytest
from joserfc import jwk, jws

from conformance.errors import UsageFault
from conformance.issuing import Key, as_jwt
from conformance.issuing.keys import decoded
from tests.issuing.samples import BADGE

OLD = {
    **{name: value for name, value in BADGE.items() if name not in ("validFrom", "validUntil")},
    "@context": ["https://www.w3.org/2018/credentials/v1", BADGE["@context"][1]],
    "issuanceDate": "2026-03-01T09:00:00Z",
}


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    header, payload, _ = token.split(".")
    return json.loads(decoded(header)), json.loads(decoded(payload))


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize(("kind", "algorithm"), [("Ed25519", "EdDSA"), ("P-256", "ES256")])
def test_a_token_verifies_by_another_library(kind: str, algorithm: str) -> None:
    key = Key.from_seed(kind, "north")
    token = as_jwt(BADGE, key, kid="https://northlake.example/key")
    known = jwk.import_key({**key.public_jwk()})
    found = jws.deserialize_compact(token, known, algorithms=[algorithm], registry=None)
    assert json.loads(found.payload)["jti"] == BADGE["id"]


def test_the_claims_repeat_the_credential() -> None:
    header, payload = parts(as_jwt(BADGE, Key.from_seed("P-256", "north"), kid="https://northlake.example/key"))
    assert header == {"alg": "ES256", "kid": "https://northlake.example/key", "typ": "JWT"}
    assert payload["iss"] == BADGE["issuer"]["id"]
    assert payload["sub"] == BADGE["credentialSubject"]["id"]
    assert (payload["nbf"], payload["exp"]) == (1772355600, 1930122000)
    assert {name: payload[name] for name in BADGE} == BADGE


def test_a_credential_of_1_1_stands_in_its_own_claim() -> None:
    _, payload = parts(as_jwt(OLD, Key.from_seed("P-256", "north"), jwk=True))
    assert payload["vc"] == OLD
    assert payload["nbf"] == 1772355600
    assert "exp" not in payload


def test_members_can_be_replaced_and_left_out() -> None:
    key = Key.from_seed("P-256", "north")
    header, payload = parts(as_jwt(BADGE, key, header={"typ": None, "crit": ["b64"]}, claims={"iss": None, "sub": "x"}))
    assert header == {"alg": "ES256", "crit": ["b64"]}
    assert "iss" not in payload
    assert payload["sub"] == "x"


def test_a_date_that_says_no_moment_is_refused() -> None:
    with pytest.raises(UsageFault) as caught:
        as_jwt({**BADGE, "validFrom": "in spring"}, Key.from_seed("P-256", "north"))
    assert caught.value.problem.code == "date-unusable"
