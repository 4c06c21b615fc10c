"""Whom a credential is about, beside what is known of the learner: plain, hashed, and only by the same type."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from conformance.rulebooks.clr20.trust.identities import matches
from conformance.trust.report import Question, Trust, Value
from tests.rulebooks.clr20.document.judging import badge
from tests.rulebooks.clr20.trust.verifying import answer, codes, noted, rows, signed, verified

MAIL = "mira@mail.example"


def identity(value: str, kind: str = "emailAddress", **members: Any) -> dict[str, Any]:
    return {"type": "IdentityObject", "hashed": False, "identityHash": value, "identityType": kind, **members}


def hashed(value: str, salt: str = "", algorithm: str = "sha256", **members: Any) -> dict[str, Any]:
    digest = hashlib.new(algorithm, (value + salt).encode()).hexdigest()
    given = {"salt": salt} if salt else {}
    return identity(f"{algorithm}${digest}", hashed=True, **given, **members)


def of(*identities: dict[str, Any], **subject: Any) -> str:
    return signed(badge(credentialSubject={**badge()["credentialSubject"], "identifier": list(identities), **subject}))


def test_the_published_example_of_a_hash() -> None:
    told = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    assert matches(identity(told, hashed=True, salt="Kosher"), "a@example.com") is True
    assert matches(identity(told.upper().replace("SHA256", "sha256"), hashed=True, salt="Kosher"), "a@example.com")
    assert matches(identity(told, hashed=True, salt="kosher"), "a@example.com") is False


@pytest.mark.parametrize(
    ("given", "identities"),
    [
        ({"email": MAIL}, [identity(MAIL)]),
        ({"email": "Mira@Mail.example"}, [identity(MAIL)]),
        ({"email": MAIL}, [identity("Mira@Mail.example")]),
        ({"email": MAIL}, [hashed(MAIL)]),
        ({"email": "Mira@Mail.example"}, [hashed(MAIL, "pepper")]),
        ({"email": MAIL}, [hashed(MAIL, "pepper", "md5")]),
        ({"emailAddress": MAIL}, [hashed("other@mail.example"), hashed(MAIL)]),
        ({"sourcedId": "4711"}, [identity("4711", "sourcedId")]),
        ({"ext:ward": "7"}, [identity("7", "ext:ward")]),
        ({"id": "did:example:mira"}, []),
        ({"id": "did:example:mira", "email": MAIL}, [identity(MAIL)]),
    ],
)
def test_the_one_given(given: dict[str, str], identities: list[dict[str, Any]]) -> None:
    report = verified(of(*identities), recipient=given)
    assert (report.verdict, answer(report, Question.RECIPIENT)) == (Trust.VERIFIED, Value.GOOD)
    assert "CLR20-VER-32" in report.decided


@pytest.mark.parametrize(
    ("given", "identities", "row"),
    [
        ({"email": MAIL}, [identity("jonas@mail.example")], "CLR20-VER-14"),
        ({"email": MAIL}, [hashed("jonas@mail.example")], "CLR20-VER-15"),
        ({"email": MAIL}, [hashed(MAIL, "pepper") | {"salt": "salt"}], "CLR20-VER-15"),
        ({"sourcedId": "A1"}, [identity("a1", "sourcedId")], "CLR20-VER-14"),
        ({"id": "did:example:jonas"}, [], "CLR20-VER-14"),
        ({"id": "did:example:mira", "email": MAIL}, [identity("jonas@mail.example")], "CLR20-VER-14"),
    ],
)
def test_somebody_else(given: dict[str, str], identities: list[dict[str, Any]], row: str) -> None:
    report = verified(of(*identities), recipient=given)
    assert (codes(report), rows(report)) == (["other-recipient"], [row])
    assert answer(report, Question.RECIPIENT) is Value.BAD


@pytest.mark.parametrize(
    "identities",
    [
        [],
        [identity(MAIL, "userName")],
        [identity("sha512$ab", hashed=True)],
        [{"type": "IdentityObject", "identityType": "emailAddress"}],
        [identity("old@mail.example"), identity("sha512$ab", hashed=True)],
    ],
    ids=["none", "another type", "unknown hash", "no value", "another, and one of an unknown hash"],
)
def test_nobody_can_tell(identities: list[dict[str, Any]]) -> None:
    report = verified(of(*identities), recipient={"email": MAIL})
    assert (report.verdict, answer(report, Question.RECIPIENT)) == (Trust.VERIFIED, Value.OPEN)


def test_a_value_of_another_type_is_noted() -> None:
    assert noted(verified(of(hashed(MAIL) | {"identityType": "userName"}), recipient={"email": MAIL})) == [
        "CLR20-VER-32"
    ]
    assert noted(verified(of(identity("4711", "sourcedId")), recipient={"email": MAIL})) == []


def test_without_a_value_nothing_is_asked() -> None:
    report = verified(of(identity("jonas@mail.example")))
    assert answer(report, Question.RECIPIENT) is Value.NONE
    assert "CLR20-VER-14" not in report.decided
