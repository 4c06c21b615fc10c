"""The description of the new issuer: what it may say, and a sentence for each thing wrong in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from conformance.errors import UsageFault
from conformance.rulebooks.clr20.migration import RULES

ID = "https://college.example/issuer"


def test_members_of_a_profile_stand_in_the_record_with_their_types() -> None:
    found = RULES.issuer(
        {
            "id": ID,
            "name": "Harbour College",
            "image": {"id": "https://college.example/logo.png"},
            "address": {"addressLocality": "Harbour Point", "geo": {"latitude": 1, "longitude": 2.5}},
            "otherIdentifier": [{"identifier": "1", "identifierType": "identifier"}],
            "formerly": "https://college.example/profile",
            "kid": "https://college.example/keys/1",
        }
    )
    assert found.profile == {
        "type": ["Profile"],
        "id": ID,
        "name": "Harbour College",
        "image": {"type": "Image", "id": "https://college.example/logo.png"},
        "address": {
            "type": ["Address"],
            "addressLocality": "Harbour Point",
            "geo": {"type": "GeoCoordinates", "latitude": 1, "longitude": 2.5},
        },
        "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "1", "identifierType": "identifier"}],
    }
    assert found.formerly == frozenset({"https://college.example/profile"})
    assert found.key_id == "https://college.example/keys/1"


@pytest.mark.parametrize(
    ("description", "sentence"),
    [
        (None, "it does not hold members"),
        ([ID], "it does not hold members"),
        ({"name": "Harbour College"}, "it has no id"),
        ({"id": "college"}, "id is not an absolute URL or URI"),
        ({"id": 7}, "id is not text"),
        ({"id": ID, "name": ""}, "name is not text"),
        ({"id": ID, "name": ["Harbour College"]}, "name is not text"),
        ({"id": ID, "telephone": "1"}, "there is no member telephone"),
        ({"id": ID, "nmae": "x"}, "there is no member nmae (Did you mean name"),
        ({"id": ID, 7: "x"}, "there is no member 7"),
        ({"id": ID, "type": "Person"}, "type is not Profile"),
        ({"id": ID, "image": "https://college.example/logo.png"}, "image is not an object with members"),
        ({"id": ID, "image": {"caption": "Logo"}}, "image has no id"),
        ({"id": ID, "address": {"town": "x"}}, "there is no member address.town"),
        ({"id": ID, "address": {"geo": {"latitude": "1", "longitude": 2}}}, "address.geo.latitude is not a number"),
        ({"id": ID, "otherIdentifier": [{"identifier": "1"}]}, "otherIdentifier[0] has no identifierType"),
        ({"id": ID, "url": "college.example"}, "url is not an absolute URL or URI"),
        ({"id": ID, "formerly": [7]}, "formerly is not a list of the URLs"),
        ({"id": ID, "kid": "key-1"}, "kid is not the URL of a key"),
        ({"id": ID, "verificationMethod": 1}, "verificationMethod is not the URL of a key"),
        ({"id": ID, "kid": f"{ID}#1", "verificationMethod": f"{ID}#2"}, "kid and verificationMethod name two keys"),
        ({"id": ID, "url": date(2026, 1, 1)}, "url is not text"),
    ],
)
def test_each_thing_wrong_is_told(description: Any, sentence: str) -> None:
    with pytest.raises(UsageFault) as refused:
        RULES.issuer(description)
    assert refused.value.problem.code == "issuer-unusable"
    assert sentence in refused.value.problem.message
    assert refused.value.problem.todo


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(UsageFault, match=r"it has no id; name is not text; there is no member colour"):
        RULES.issuer({"name": 1, "colour": "x"})
