"""Whom the run's records are about, which records are equal, and what is said of those that stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.rulebooks.clr20.provider.posts import equality, who

IDENTIFIER = {"type": "IdentityObject", "hashed": False, "identityHash": "m-1", "identityType": "sourcedId"}

SUBJECTS: dict[str, tuple[Any, dict[str, Any] | None]] = {
    "an id": ({"id": "did:example:1", "name": "M"}, {"id": "did:example:1"}),
    "an id and identifiers": ({"id": "did:example:1", "identifier": [IDENTIFIER]}, {"id": "did:example:1"}),
    "identifiers alone": ({"identifier": [IDENTIFIER]}, {"identifier": [IDENTIFIER]}),
    "an id that is none": ({"id": "mira"}, None),
    "identifiers that are wrong": ({"identifier": [{"type": "IdentityObject"}]}, None),
    "nothing": ({"type": ["ClrSubject"]}, None),
    "no subject": (["did:example:1"], None),
}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_learner_is_taken_from_a_listed_record_where_it_names_one_rightly(subject: str) -> None:
    value, expected = SUBJECTS[subject]

    assert who(value) == expected


EQUAL: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "issuer as a text": ({"issuer": "urn:i", "id": "urn:1"}, {"issuer": {"id": "urn:i"}, "id": "urn:1"}),
    "escaped": ({"issuer": "urn:i", "id": "https://a.example/~1"}, {"issuer": "urn:i", "id": "https://a.example/%7E1"}),
    "white space": ({"issuer": "urn:i", "id": " urn:1 "}, {"issuer": "urn:i%20", "id": "urn:1"}),
}


@pytest.mark.parametrize("pair", EQUAL)
def test_records_are_equal_by_both_ids_unescaped_and_trimmed(pair: str) -> None:
    one, other = EQUAL[pair]

    assert equality(one) == equality(other)


def test_records_of_two_issuers_are_never_equal() -> None:
    assert equality({"issuer": "urn:i", "id": "urn:1"}) != equality({"issuer": "urn:j", "id": "urn:1"})


def test_what_stays_is_said_in_one_sentence(judged: Callable[..., Any]) -> None:
    found = judged(select=["CLR20-API-21"])

    sentences = [one for one in found.record.leftovers if "records of this run" in one]
    assert len(sentences) == 1
    assert ": 2 (" in sentences[0]


def test_a_run_that_hands_nothing_in_leaves_nothing(judged: Callable[..., Any]) -> None:
    found = judged(select=["CLR20-API-30"])

    assert not [one for one in found.record.leftovers if "records of this run" in one]
