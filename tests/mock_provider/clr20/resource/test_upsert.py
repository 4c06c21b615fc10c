"""upsertCredential: what is kept, what takes the place of what, and every reason to refuse."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.issuing import Key, as_jwt, sign

LATER, EARLIER = "2026-03-01T00:00:00Z", "2026-01-15T00:00:00Z"


def listed(client: Any, identifier: str) -> list[dict[str, Any]]:
    found = client.get("/credentials?limit=1000").json()["credential"]
    return [record for record in found if record["id"] == identifier]


def test_a_new_record_is_created_and_answered_byte_for_byte(client: Any) -> None:
    content = json.dumps(client.signed(), indent=3, ensure_ascii=False).encode()
    response = client.post(content)
    assert (response.status_code, response.headers["content-type"]) == (201, "application/json")
    assert response.content == content
    assert content in client.get("/credentials?limit=1").content


def test_the_other_name_of_json_is_taken_and_given_back(client: Any) -> None:
    response = client.post(client.signed(), media_type="application/vc+ld+json")
    assert (response.status_code, response.headers["content-type"]) == (201, "application/vc+ld+json")
    plain = client.post(client.signed(), media_type="application/vc+ld+json", Accept="application/json")
    assert plain.headers["content-type"] == "application/json"


def test_a_token_is_answered_as_a_token_and_listed_among_tokens(client: Any) -> None:
    token = client.token()
    response = client.post(token, media_type="text/plain", Accept="text/plain")
    assert (response.status_code, response.headers["content-type"], response.content) == (201, "text/plain", token)
    assert token.decode() in client.get("/credentials?limit=1").json()["compactJwsString"]


def test_a_later_record_takes_the_place_of_an_equal_one(client: Any) -> None:
    first = client.signed()
    assert client.post(first).status_code == 201
    newer = client.signed(validFrom=LATER, name="Second")
    assert client.post(newer).status_code == 200
    assert listed(client, first["id"]) == [newer]


def test_an_older_record_is_left_and_the_newer_one_stays(client: Any) -> None:
    newer = client.signed(validFrom=LATER)
    assert client.post(newer).status_code == 201
    response = client.post(client.signed(validFrom=EARLIER))
    assert (response.status_code, response.content) == (304, b"")
    assert listed(client, newer["id"]) == [newer]


def test_the_same_again_is_answered_alike_and_stands_once(client: Any) -> None:
    record = client.signed()
    assert [client.post(record).status_code for _ in range(2)] == [201, 200]
    assert listed(client, record["id"]) == [record]


def test_ids_are_the_same_when_only_their_escapes_or_blanks_differ(client: Any) -> None:
    assert client.post(client.signed("https://publisher.example/~1")).status_code == 201
    assert client.post(client.signed("https://publisher.example/%7E1%20", validFrom=LATER)).status_code == 200


def test_a_record_of_the_older_data_model_is_taken(client: Any) -> None:
    first = "https://www.w3.org/2018/credentials/v1"
    draft = client.draft(validFrom=None, issuanceDate=EARLIER)
    draft["@context"] = [first, *draft["@context"][1:]]
    token = as_jwt(draft, client.key, kid=client.key.did_method).encode()
    assert client.post(token, media_type="text/plain").status_code == 201


def test_a_record_that_was_read_can_be_handed_in_again(client: Any) -> None:
    page = client.get("/credentials?limit=20").json()
    for record in page["credential"]:
        assert client.post(record).status_code == 200, record["name"]
    for token in page["compactJwsString"]:
        assert client.post(token.encode(), media_type="text/plain").status_code == 200


@pytest.mark.parametrize("suite", ["eddsa-jcs-2022", "eddsa-2022"])
def test_proofs_of_other_suites_are_looked_at_too(client: Any, refused: Any, suite: str) -> None:
    record = client.signed(suite=suite)
    assert client.post(record).status_code == 201
    refused(client.post(record | {"name": "Changed"}), 400, "invalid_data", "the signature does not fit")


def test_an_unsigned_record_is_refused(client: Any, refused: Any) -> None:
    refused(client.post(client.draft()), 400, "invalid_data", "not secured")


def test_a_changed_record_is_refused(client: Any, refused: Any) -> None:
    refused(client.post(client.signed() | {"name": "Changed"}), 400, "invalid_data", "the signature does not fit")
    token = client.token()
    broken = token[:-8] + (b"A" * 8)
    refused(client.post(broken, media_type="text/plain"), 400, "invalid_data", "the signature does not fit")


def test_one_good_proof_is_enough(client: Any) -> None:
    record = client.signed()
    wrong = {**record["proof"], "proofValue": "z" + "1" * 80}
    assert client.post(record | {"proof": [wrong, record["proof"]]}).status_code == 201


def test_a_key_that_is_not_the_issuers_is_refused(client: Any, refused: Any) -> None:
    stranger = Key.from_seed("Ed25519", "a stranger")
    record = sign(client.draft(), "eddsa-rdfc-2022", stranger, stranger.did_method)
    refused(client.post(record), 400, "invalid_data", "not the issuer's")
    token = as_jwt(client.draft(), stranger, kid=stranger.did_method).encode()
    refused(client.post(token, media_type="text/plain"), 400, "invalid_data", "not the issuer's")


def test_a_key_elsewhere_is_not_fetched(client: Any, refused: Any) -> None:
    record = sign(client.draft(), "eddsa-rdfc-2022", client.key, "https://publisher.example/key")
    refused(client.post(record), 400, "invalid_data", "is not known here")


def test_a_token_may_bring_the_key_of_its_issuer_along(client: Any, refused: Any) -> None:
    token = as_jwt(client.draft(), client.key, jwk=True).encode()
    assert client.post(token, media_type="text/plain").status_code == 201
    other = as_jwt(client.draft(issuer="https://publisher.example/issuer"), client.key, jwk=True).encode()
    refused(client.post(other, media_type="text/plain"), 400, "invalid_data", "--trust-embedded-keys")


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS256"}, {"crit": ["exp"]}])
def test_a_wrong_header_is_refused(client: Any, refused: Any, header: dict[str, Any]) -> None:
    token = as_jwt(client.draft(), client.key, kid=client.key.did_method, header=header).encode()
    refused(client.post(token, media_type="text/plain"), 400, "invalid_data")


def test_claims_that_say_something_else_are_refused(client: Any, refused: Any) -> None:
    token = as_jwt(client.draft(), client.key, kid=client.key.did_method, claims={"jti": "urn:x:1"}).encode()
    refused(client.post(token, media_type="text/plain"), 400, "invalid_data", "jti")


def test_a_record_about_somebody_else_is_forbidden(client: Any, refused: Any) -> None:
    refused(client.post(client.signed(), "jonas"), 403, "forbidden", "another learner")


def test_whom_no_profile_names_may_be_anybody(client: Any) -> None:
    assert client.post(client.signed(), "kim").status_code == 201


@pytest.mark.parametrize("hashed", [False, True])
def test_a_learner_is_also_known_by_a_mail_address(client: Any, refused: Any, hashed: bool) -> None:
    def record(mail: str) -> Any:
        import hashlib

        digest = f"sha256${hashlib.sha256(f'{mail}x'.encode()).hexdigest()}"
        named = (
            {"hashed": True, "salt": "x", "identityHash": digest} if hashed else {"hashed": False, "identityHash": mail}
        )
        subject = client.draft()["credentialSubject"]
        identifier = [{"type": "IdentityObject", "identityType": "emailAddress", **named}]
        return client.signed(
            credentialSubject={**{k: v for k, v in subject.items() if k != "id"}, "identifier": identifier}
        )

    assert client.post(record("mira@learners.example")).status_code == 201
    refused(client.post(record("jonas@learners.example")), 403, "forbidden")


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"a":1,"a":2}', b"\xff", b"[" * 5000, b'"text"'],
    ids=["nothing", "array", "empty", "twice", "no UTF-8", "deep", "text"],
)
def test_what_is_no_record_is_refused(client: Any, refused: Any, content: bytes) -> None:
    refused(client.post(content), 400, "invalid_data")
    refused(client.post(content, media_type="text/plain"), 400, "invalid_data")


@pytest.mark.parametrize("member", ["id", "issuer", "validFrom", "credentialSubject", "name"])
def test_a_record_without_a_member_that_it_needs_is_refused(client: Any, refused: Any, member: str) -> None:
    refused(client.post(client.signed(**{member: None})), 400, "invalid_data", member)


@pytest.mark.parametrize(
    "media_type", ["application/ld+json", "application/xml", "", "application/json; charset=latin1"]
)
def test_another_media_type_is_refused(client: Any, refused: Any, media_type: str) -> None:
    refused(client.post(client.signed(), media_type=media_type), 415, "invalid_data")


def test_an_answer_that_is_not_accepted_is_refused_before_anything_is_kept(client: Any, refused: Any) -> None:
    record = client.signed()
    refused(client.post(record, Accept="text/plain"), 406, "not_acceptable")
    assert listed(client, record["id"]) == []


def test_a_body_that_is_too_large_is_refused(client: Any, refused: Any) -> None:
    refused(client.post(b" " * (8 * 1024 * 1024 + 1)), 413, "invalid_data")
