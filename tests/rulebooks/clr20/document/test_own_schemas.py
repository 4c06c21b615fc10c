"""The addresses under which the standard publishes the schemas of its classes, and who keeps to them."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.rulebooks.clr20.document.own_schemas import PUBLISHED_AT, is_own_schema, keeps_own_schema
from tests.rulebooks.clr20.document.judging import badge
from tests.rulebooks.clr20.document.rich import ABSENT, rich, with_

RECORDS = PUBLISHED_AT["ClrCredential"]
BADGES = PUBLISHED_AT["AchievementCredential"]


@pytest.mark.parametrize("kind", sorted(PUBLISHED_AT))
def test_the_usual_address_is_one(kind: str) -> None:
    assert is_own_schema(kind, PUBLISHED_AT[kind])


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("ClrCredential", RECORDS.replace("clrcred", "anyclrcred")),
        ("ClrCredential", RECORDS.replace("_schema.", "-jsonschema1.")),
        ("ClrCredential", RECORDS.replace("/json/", "/json-ld/")),
        ("AchievementCredential", BADGES.replace("/ob/v3p0/", "/clr/v2p0/").replace("ob_v3p0", "clr_v2p0")),
    ],
)
def test_others_that_are_in_use(kind: str, address: str) -> None:
    assert is_own_schema(kind, address)


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("ClrCredential", BADGES),
        ("ClrCredential", BADGES.replace("achievementcred", "clrcred")),
        ("AchievementCredential", RECORDS),
        ("AchievementCredential", BADGES + "#"),
        ("VerifiableCredential", BADGES),
        ("ClrCredential", None),
    ],
)
def test_what_is_none_of_them(kind: str, address: Any) -> None:
    assert not is_own_schema(kind, address)


def test_who_keeps_to_the_published_schema() -> None:
    assert keeps_own_schema("ClrCredential", rich())
    assert keeps_own_schema("ClrCredential", with_(("name",), {"en": "Transcript"}))
    assert keeps_own_schema(
        "AchievementCredential", badge(issuer={"id": "did:a:b", "type": ["Profile"], "@context": [1]})
    )
    assert keeps_own_schema("ClrCredential", with_(("proof", 0, "previousProof"), {"id": "urn:uuid:a"}))
    assert keeps_own_schema("ClrCredential", with_(("credentialStatus",), {"type": "A", "statusListIndex": None}))
    assert not keeps_own_schema("ClrCredential", with_(("name",), ABSENT))
    assert not keeps_own_schema("AchievementCredential", badge(validFrom="2026"))
