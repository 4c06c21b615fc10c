"""A draft is changed in one place, and then signed from the inside out by the keys of the mock."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mock_provider.clr20.changes import both, drop, put
from mock_provider.clr20.content.keys import Keys
from mock_provider.clr20.drafting import Draft, Identity, Place, draft_of
from mock_provider.clr20.making import Proof, Signed, Token
from mock_provider.clr20.own_issuer import controller, listed
from mock_provider.encoding import from_base64url
from mock_provider.signing import signing_key

RECORD = Identity("urn:uuid:1", "Transcript", "2026-03-01T08:00:00Z", "urn:uuid:2")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder: Path = tmp_path_factory.mktemp("keys")
    return Place("https://clr.example", Keys(signing_key(folder, "registry")))


@pytest.fixture
def draft(place: Place) -> Draft:
    return draft_of(RECORD, place)


def test_a_member_is_written_and_its_texts_name_the_mock(draft: Draft) -> None:
    put("badge/evidence", [{"id": "{root}/works/1"}])(draft)
    assert draft.badge["evidence"] == [{"id": "https://clr.example/works/1"}]


def test_an_entry_is_written_behind_the_last_one(draft: Draft) -> None:
    put("record/@context/3", "https://vocabulary.example")(draft)
    assert draft.record["@context"][3:] == ["https://vocabulary.example"]


def test_members_are_left_out(draft: Draft) -> None:
    both(drop("record/name"), drop("award/result/0/value"))(draft)
    assert "name" not in draft.record
    assert "value" not in draft.award["result"][0]


def test_a_place_that_is_not_there_is_no_place(draft: Draft) -> None:
    with pytest.raises(KeyError):
        drop("record/absent")(draft)


def test_a_record_keeps_whose_it_is(draft: Draft) -> None:
    made = json.loads(Signed().make(draft))
    assert Identity.of(made) == RECORD


def test_proofs_are_those_that_are_asked_for(draft: Draft, place: Place) -> None:
    made = json.loads(Signed(proofs=(Proof(), Proof(key="stranger", named="academy")), inner=()).make(draft))
    methods = [proof["verificationMethod"] for proof in made["proof"]]
    assert methods == [place.keys["academy"].did_method] * 2
    assert "proof" not in made["credentialSubject"]["verifiableCredential"][0]


def test_the_same_record_is_always_the_same(place: Place) -> None:
    first, second = (Signed().make(draft_of(RECORD, place)) for _ in range(2))
    assert first == second


def test_what_is_changed_afterwards_is_not_signed(draft: Draft, place: Place) -> None:
    plain = json.loads(Signed().make(draft_of(RECORD, place)))
    changed = json.loads(Signed(then=put("record/name", "Another")).make(draft))
    assert changed["proof"] == plain["proof"]
    assert changed["name"] != plain["name"]


def test_a_token_names_the_key_that_is_asked_for(draft: Draft) -> None:
    made = Token(kid="{root}/key", header={"typ": None}, claims={"jti": None}).make(draft)
    assert isinstance(made, str)
    header, payload = (json.loads(from_base64url(part)) for part in made.split(".")[:2])
    assert header == {"alg": "EdDSA", "kid": "https://clr.example/key"}
    assert "jti" not in payload
    assert payload["id"] == RECORD.id


def test_the_issuer_of_its_own_address_lists_the_key_that_signs(place: Place) -> None:
    document = controller(place, authentication=None)
    [method] = document["verificationMethod"]
    assert method["publicKeyMultibase"] == place.keys["academy"].multibase
    assert document["assertionMethod"] == [method["id"]]


def test_a_status_list_is_signed_unless_it_is_not_to_be(place: Place) -> None:
    assert listed(place)["proof"]["verificationMethod"] == place.keys["academy"].did_method
    assert "proof" not in listed(place, signed=False)
