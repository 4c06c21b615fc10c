"""What is a learner's own in a document of CLR 2.0, and what is not."""

from __future__ import annotations

import base64
import json
from typing import Any

from conformance.privacy import Persons
from conformance.standard import personal

KEY = b"a key of the tests"
ISSUER = {
    "id": "https://harbour.example/issuer",
    "type": ["Profile"],
    "name": "Harbour College",
    "email": "a@b.example",
}
ACHIEVEMENT = {
    "id": "https://harbour.example/catalog/agr101",
    "type": ["Achievement"],
    "name": "Soil science",
    "creator": ISSUER,
    "criteria": {"narrative": "Pass the examination."},
    "image": {"id": "https://harbour.example/soil.png", "type": "Image"},
    "resultDescription": [{"id": "urn:result:grade", "name": "Grade", "allowedValue": ["A", "B"]}],
}
PRAISE: dict[str, Any] = {
    "id": "urn:uuid:0b4c7e50-4a4e-4a9e-8f4e-0c8d7c0e7a11",
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "issuer": {"id": "https://teacher.example", "type": ["Profile"], "name": "A Guild"},
    "credentialSubject": {"id": ACHIEVEMENT["id"], "endorsementComment": "Zelda worked on it for a whole year."},
}
BADGE = {
    "id": "urn:uuid:7e5b6a52-6a0b-4d9f-8d55-9f6a3f2f7c11",
    "type": ["VerifiableCredential", "AchievementCredential"],
    "issuer": ISSUER,
    "credentialSubject": {
        "id": "did:key:z6MkZeldaQuuxley",
        "type": ["AchievementSubject"],
        "activityStartDate": "2026-01-01T00:00:00Z",
        "narrative": "She mapped the marsh.",
        "achievement": ACHIEVEMENT,
        "result": [
            {"type": ["Result"], "resultDescription": "urn:result:grade", "value": "Excellent", "status": "Failed"}
        ],
    },
    "evidence": [{"type": ["Evidence"], "id": "https://portfolio.example/marsh", "name": "A map"}],
    "endorsement": [PRAISE],
}
RECORD: dict[str, Any] = {
    "id": "urn:uuid:5f1b1c3e-8d0a-4f53-9c60-0f0a4ad1f8a2",
    "type": ["VerifiableCredential", "ClrCredential"],
    "name": "Transcript of Zelda Quuxley",
    "issuer": ISSUER,
    "credentialSubject": {
        "id": "did:key:z6MkZeldaQuuxley",
        "type": ["ClrSubject"],
        "identifier": [{"identityHash": "zelda@quuxley.example", "identityType": "emailAddress", "hashed": False}],
        "association": [{"sourceId": ACHIEVEMENT["id"], "targetId": "urn:x:programme"}],
        "verifiableCredential": [BADGE],
    },
    "proof": {"verificationMethod": "https://harbour.example/keys/1", "proofValue": "z3FXQ"},
}


def hidden(document: Any) -> Any:
    persons = Persons(personal("clr20"), KEY)
    persons.learn_body(json.dumps(document).encode())
    return json.loads(persons.body(json.dumps(document)))


def test_what_is_a_learners_own_is_replaced() -> None:
    shown = json.dumps(hidden(RECORD))
    for own in (
        "Zelda",
        "zelda",
        "Quuxley",
        "marsh",
        "Excellent",
        "Failed",
        "portfolio",
        "A map",
        "worked",
        "whole year",
    ):
        assert own not in shown, own


def test_what_is_an_organisations_stays_and_so_do_the_ids_of_credentials() -> None:
    record, badge = hidden(RECORD), hidden(RECORD)["credentialSubject"]["verifiableCredential"][0]
    for name in ("id", "type", "issuer", "proof"):
        assert record[name] == RECORD[name]
    assert (badge["id"], badge["issuer"]) == (BADGE["id"], ISSUER)
    assert badge["credentialSubject"]["achievement"] == ACHIEVEMENT
    assert record["credentialSubject"]["association"] == RECORD["credentialSubject"]["association"]
    assert badge["credentialSubject"]["activityStartDate"] == "2026-01-01T00:00:00Z"
    assert badge["credentialSubject"]["result"][0]["resultDescription"] == "urn:result:grade"
    assert record["credentialSubject"]["identifier"][0]["identityType"] == "emailAddress"


def test_what_an_endorsement_is_about_is_not_a_learner() -> None:
    for document in (RECORD, PRAISE, {"endorsementJwt": [f"eyJhIjoxfQ.{_encoded(PRAISE)}.c2ln"]}):
        assert ACHIEVEMENT["id"] not in {value for _, value in _learnt(document)}
    praise = hidden(RECORD)["credentialSubject"]["verifiableCredential"][0]["endorsement"][0]
    assert praise["credentialSubject"]["id"] == ACHIEVEMENT["id"]
    assert praise["credentialSubject"]["endorsementComment"] != PRAISE["credentialSubject"]["endorsementComment"]


def test_claims_of_a_token_name_the_learner_too() -> None:
    shown = hidden({**RECORD, "sub": "did:key:z6MkZeldaQuuxley", "iss": ISSUER["id"], "aud": "mailto:zelda@x.example"})
    assert shown["sub"] == shown["credentialSubject"]["id"]
    assert (shown["sub"].startswith("did:key:"), shown["aud"].startswith("mailto:")) == (True, True)
    assert shown["iss"] == ISSUER["id"]


def test_a_word_of_the_harness_itself_is_no_value_of_a_learner() -> None:
    persons = Persons(personal("clr20"), KEY)
    assert persons.at("#/sub", "absent") == "absent"
    assert persons.at("#/sub", "Quuxley") != "Quuxley"


def test_a_title_is_hidden_in_its_place_and_no_course_of_that_name_elsewhere() -> None:
    persons = Persons(personal("clr20"), KEY)
    persons.learn_document({**BADGE, "name": "Soil science"})
    assert persons.at("/name", '"Soil science"') != '"Soil science"'
    assert persons.text("the achievement Soil science") == "the achievement Soil science"


def test_an_issuer_with_a_birth_date_is_a_person() -> None:
    profile = {"type": ["Profile"], "name": "Zelda Quuxley", "dateOfBirth": "1999-04-12"}
    assert "Quuxley" not in json.dumps(hidden(profile))
    assert hidden({**ISSUER, "phone": "+49 30 1"})["name"] == "Harbour College"


def _encoded(document: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(document).encode()).decode().rstrip("=")


def _learnt(document: Any) -> list[tuple[bool, str]]:
    persons = Persons(personal("clr20"), KEY)
    persons.learn_body(json.dumps(document).encode())
    return [(naming, value) for value, naming in persons._learnt.new()]
