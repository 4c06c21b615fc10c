"""What is a learner's own is known by its place in a document, and from then on by its value in every text."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from conformance.exchanges import Redactor, withhold
from conformance.privacy import Persons
from conformance.privacy.tokens import UNSIGNED
from conformance.record import Finding
from conformance.standard import personal

KEY = b"a key of the tests"
LEARNER = {
    "id": "https://clr.example/people/mira-okafor",
    "type": "Profile",
    "name": "Mira Okafor",
    "email": "mira@learners.example",
    "studentId": "NH-20410",
    "birthDate": "1999-04-12",
    "ext:hobby": "kite surfing",
}
PUBLISHER = {"id": "https://clr.example/school", "name": "Harbour Point College", "email": "office@harbour.example"}
CLR: dict[str, Any] = {
    "id": "https://clr.example/clrs/7",
    "type": "Clr",
    "name": "Record of Mira Okafor",
    "learner": LEARNER,
    "publisher": PUBLISHER,
    "assertions": [
        {
            "recipient": {"type": "email", "identity": "mira@learners.example", "hashed": False},
            "narrative": "She led the survey of the marsh.",
            "results": [{"resultDescription": "urn:x:grade", "value": "Passed with credit", "status": "Failed"}],
            "achievement": {"name": "Survey", "requirement": {"narrative": "Lead a survey."}, "issuer": PUBLISHER},
        }
    ],
}


@pytest.fixture
def persons() -> Persons:
    known = Persons(personal("clr10"), KEY)
    known.learn_body(json.dumps(CLR).encode())
    return known


def hidden(persons: Persons, document: Any) -> Any:
    return json.loads(persons.body(json.dumps(document)))


def test_what_is_a_learners_own_is_replaced_and_the_rest_stays(persons: Persons) -> None:
    clr = hidden(persons, CLR)
    assertion = clr["assertions"][0]
    assert (clr["id"], clr["type"], clr["publisher"]) == (CLR["id"], "Clr", PUBLISHER)
    assert assertion["achievement"] == CLR["assertions"][0]["achievement"]
    assert (clr["learner"]["type"], assertion["recipient"]["type"]) == ("Profile", "email")
    assert assertion["results"][0]["resultDescription"] == "urn:x:grade"
    shown = json.dumps(
        [clr["name"], clr["learner"], assertion["recipient"], assertion["results"], assertion["narrative"]]
    )
    for own in ("Mira", "mira", "Okafor", "learners", "20410", "1999", "kite", "marsh", "credit", "Failed"):
        assert own not in shown


def test_the_same_value_has_the_same_stand_in_wherever_it_stands(persons: Persons) -> None:
    clr = hidden(persons, CLR)
    assert clr["assertions"][0]["recipient"]["identity"] == clr["learner"]["email"]
    assert clr["name"] == f"Record of {clr['learner']['name']}"
    assert persons.text("the recipient is mira@learners.example") == f"the recipient is {clr['learner']['email']}"


def test_each_run_has_stand_ins_of_its_own() -> None:
    one, other = (hidden(Persons(personal("clr10")), CLR)["learner"]["studentId"] for _ in range(2))
    assert one != other


def test_two_processes_agree_by_the_key(persons: Persons) -> None:
    assert hidden(persons.anew(), LEARNER | {"name": "x"}) == hidden(persons.anew(), LEARNER | {"name": "x"})
    assert persons.anew().version == 0


@pytest.mark.parametrize(
    "text",
    [
        "https://clr.example/x?user=mira%40learners.example",
        "https://clr.example/people/mira-okafor/photo",
        "MIRA OKAFOR",
        "<p>Signed in as Mira&nbsp;Okafor</p>",
        '"She led the survey of the ma…',
        "no such learner: NH-20410",
    ],
)
def test_known_values_are_replaced_in_other_texts(persons: Persons, text: str) -> None:
    shown = persons.text(text).lower()
    for own in ("mira", "okafor", "20410", "survey of the ma"):
        assert own not in shown


def test_a_word_of_the_standard_is_not_taken_for_a_name() -> None:
    persons = Persons(personal("clr10"), KEY)
    persons.learn("Grant")
    persons.learn("client")
    assert persons.text("the client credentials grant") == "the client credentials grant"


def test_hosts_and_longer_words_stay(persons: Persons) -> None:
    assert persons.text("https://okafor.example/a Okaforland") == "https://okafor.example/a Okaforland"


def test_an_address_on_a_page_is_replaced_though_nobody_knows_it(persons: Persons) -> None:
    page = persons.body("<p>Hello ada@river.test, write to office@harbour.example</p>")
    assert "river" not in page
    assert "office@harbour.example" in page


def test_what_a_token_says_is_replaced_and_it_tells_that_it_is_signed_no_more(persons: Persons) -> None:
    token = ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "RS256"}, CLR)
    )
    shown = persons.body(json.dumps({"signedClrs": [f"{token}.c2lnbmF0dXJl"]}))
    header, payload, signature = json.loads(shown)["signedClrs"][0].split(".")
    said = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert header == token.partition(".")[0]
    assert signature == UNSIGNED
    assert said == hidden(persons, CLR)
    assert persons.body(f"{token}.c2lnbmF0dXJl").endswith(UNSIGNED)


def test_a_token_without_personal_data_stays() -> None:
    token = "eyJhbGciOiJSUzI1NiJ9.eyJuYW1lIjoiYSJ9.c2lnbmF0dXJl"
    assert Persons(personal("clr10"), KEY).body(token) == token


@pytest.mark.parametrize("cut", [1, 2, 5, 40, 200, 500])
def test_a_body_that_is_cut_off_or_broken_shows_nothing_either(cut: int) -> None:
    persons = Persons(personal("clr10"), KEY)
    text = json.dumps(CLR)[:-cut] + "}"
    persons.learn_body(text.encode())
    for own in ("Mira", "Okafor", "20410", "kite"):
        assert own not in persons.body(text)


def test_the_text_keeps_its_form() -> None:
    text = '{ "learner" : {\n\t"name": "J\\u00f6rg",  "name":"K\u00e4the", "age": 31 } ,"x":[1,2] }'
    shown = Persons(personal("clr10"), KEY).body(text)
    assert shown.startswith('{ "learner" : {\n\t"name": "')
    assert shown.endswith(' } ,"x":[1,2] }')
    assert "\\u00" in shown
    assert "31" not in shown


@pytest.mark.parametrize(
    ("pointer", "text", "kept"),
    [
        ("/learner/birthDate", '"12.4.1999"', False),
        ("/learner/type", '"Profil"', True),
        ("/clrs/0/learner/address/postalCode", '"98000"', False),
        ("/assertions/0/results/0/value", '"B"', False),
        ("/assertions/0/creditsEarned", "3.75", False),
        ("/assertions/0/achievement/name", '""', True),
        ("/publisher/email", '"office"', True),
        ("/learner/address", "an object with id, type", True),
        ("/learner/name", "absent", True),
        ("/signedAssertions/0#/recipient/identity", '"secretive"', False),
    ],
)
def test_a_finding_quotes_no_value_of_a_personal_place(pointer: str, text: str, kept: bool) -> None:
    shown = Persons(personal("clr10"), KEY).at(pointer, text)
    assert (shown == text) is kept
    assert len(shown) == len(text)
    assert shown[:1] == text[:1] or not text.startswith('"')


@pytest.mark.parametrize(
    "root",
    [
        {"type": "CryptographicKey", "image": "https://x.example/a.png"},
        {"imsx_codeMajor": "failure", "role": "none"},
        {"tokenUrl": "https://x.example/token", "image": "https://x.example/logo.png"},
        {"type": "Profile", "name": "A school", "image": "https://x.example/logo.png"},
    ],
)
def test_documents_of_the_provider_stay(root: dict[str, str]) -> None:
    assert hidden(Persons(personal("clr10"), KEY), root) == root


def test_a_profile_with_a_birth_date_is_a_persons() -> None:
    shown = hidden(Persons(personal("clr10"), KEY), {"type": "Profile", "name": "Ada Byron", "birthDate": "1815-12-10"})
    assert shown["name"] != "Ada Byron"


def test_a_pointer_names_no_learner_and_leads_to_the_same_place_of_an_array() -> None:
    persons = Persons(personal("clr10"), KEY)
    persons.learn_document({"learner": {"name": "Zelda Quuxley", "studentId": "2048"}})
    pointer = "/assertions/2048/ext:Zelda Quuxley/0#/name"
    assert persons.pointer(pointer) == pointer.replace("Zelda Quuxley", persons.text("Zelda Quuxley"))
    assert "Quuxley" not in persons.pointer(pointer)


def test_a_finding_of_a_run_points_at_a_member_without_the_learner_in_its_name() -> None:
    persons = Persons(personal("clr10"), KEY)
    persons.learn("Zelda Quuxley")
    finding = Finding("CLR10-EXT-005", "null", pointer="/x/Zelda Quuxley", pointers=("/x/Zelda Quuxley", "/y"))
    shown = withhold.from_finding(finding, Redactor(persons=persons))
    assert "Quuxley" not in str(shown)
    assert shown.pointers[1] == "/y"
