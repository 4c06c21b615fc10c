"""Endorsements, and credentials inside of credentials: each verified for itself, and seen beside the others."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.issuing import sign
from conformance.trust.report import Question, Trust, Value
from tests.rulebooks.clr20.document.judging import badge, record
from tests.rulebooks.clr20.trust.verifying import (
    HOME,
    ISSUER,
    KEY,
    LIST,
    OTHER,
    answer,
    codes,
    entry,
    noted,
    signed,
    site,
    status_list,
    verified,
)

METHOD = f"{HOME}/multikey"
PAGES = {METHOD: KEY.multikey(METHOD, ISSUER)}


def proved(document: dict[str, Any], key: Any = KEY) -> dict[str, Any]:
    return sign(document, "eddsa-jcs-2022", key, METHOD, created="2026-07-01T00:00:00Z")


def endorsement(of: str, name: str = "urn:uuid:e1", **members: Any) -> dict[str, Any]:
    subject = {"id": of, "type": ["EndorsementSubject"]}
    kind = ["VerifiableCredential", "EndorsementCredential"]
    return badge(id=name, type=kind, credentialSubject=subject, **members)


def holding(*embedded: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A signed record that holds these."""
    subject = {**record()["credentialSubject"], "verifiableCredential": list(embedded)}
    return proved(record(credentialSubject=subject, **members))


def test_each_one_is_verified_for_itself() -> None:
    report = verified(holding(proved(badge()), proved(badge(id="urn:uuid:b2"), OTHER)), site(**PAGES))
    assert [(item.pointer, item.verdict) for item in report.items] == [
        ("", Trust.VERIFIED),
        ("/credentialSubject/verifiableCredential/0", Trust.VERIFIED),
        ("/credentialSubject/verifiableCredential/1", Trust.NOT_VERIFIED),
    ]
    assert "CLR20-VER-17" in noted(report)


def test_a_credential_of_another_type_is_verified_too() -> None:
    report = verified(holding(proved(badge(type=["VerifiableCredential"]), OTHER)), site(**PAGES))
    assert report.items[1].verdict is Trust.NOT_VERIFIED
    assert "CLR20-VER-18" in noted(report)


def test_a_revoked_badge_leaves_the_record_verified() -> None:
    inside = proved(badge(credentialStatus=entry()))
    report = verified(holding(inside), site(**PAGES, **{LIST: signed(status_list(7))}))
    assert [item.verdict for item in report.items] == [Trust.VERIFIED, Trust.NOT_VERIFIED]
    assert codes(report, 1) == ["revoked"]


@pytest.mark.parametrize(
    "carried",
    [
        {"evidence": [{"id": "https://college.example/ob2/assertion/7", "type": ["Evidence"]}]},
    ],
)
def test_a_badge_that_was_carried_over_may_be_unsigned(carried: dict[str, Any]) -> None:
    report = verified(holding(badge(**carried)), site(**PAGES))
    assert [item.verdict for item in report.items] == [Trust.VERIFIED, Trust.UNDECIDED]
    assert codes(report, 1) == ["carried-over"]
    assert "CLR20-VER-19" in noted(report)


def test_any_other_badge_has_to_be_signed() -> None:
    report = verified(holding(badge()), site(**PAGES))
    assert codes(report, 1) == ["unsecured"]


@pytest.mark.parametrize(
    ("keys", "value"),
    [((KEY, KEY), Value.GOOD), ((KEY, OTHER), Value.BAD), ((), Value.NONE)],
    ids=["good", "bad", "none"],
)
def test_a_credential_is_seen_beside_its_endorsements(keys: tuple[Any, ...], value: Value) -> None:
    made = [proved(endorsement(badge()["id"], f"urn:uuid:e{number}"), key) for number, key in enumerate(keys)]
    document = proved(badge(**({"endorsement": made} if made else {})))
    report = verified(document, site(**PAGES))
    assert answer(report, Question.ENDORSEMENTS) is value
    assert report.items[0].verdict is Trust.VERIFIED


def test_endorsements_count_where_they_stand() -> None:
    inside = proved(badge(endorsement=[proved(endorsement(badge()["id"]), OTHER)]))
    report = verified(
        holding(inside, endorsementJwt=[signed(endorsement(record()["id"], "urn:uuid:e2"))]), site(**PAGES)
    )
    values = [
        (item.pointer, next(each.value for each in item.answers if each.question is Question.ENDORSEMENTS))
        for item in report.items[:3]
        if item.kind != "EndorsementCredential"
    ]
    assert values == [("", Value.GOOD), ("/credentialSubject/verifiableCredential/0", Value.BAD)]
    assert noted(report).count("CLR20-VER-16") == 1


def test_an_endorsement_of_what_is_not_verified_proves_nothing() -> None:
    document = proved(badge(endorsement=[proved(endorsement(badge()["id"]))]), OTHER)
    report = verified(document, site(**PAGES))
    assert report.items[1].verdict is Trust.VERIFIED
    assert any("proves nothing" in text for text in report.items[1].open)


def test_endorsements_in_a_circle_end() -> None:
    itself = endorsement("urn:uuid:e1", "urn:uuid:e1")
    one = endorsement("urn:uuid:e3", "urn:uuid:e2")
    other = endorsement("urn:uuid:e2", "urn:uuid:e3")
    document = proved(badge(endorsement=[proved(itself), proved(one), proved(other, OTHER)]))
    report = verified(document, site(**PAGES))
    told = {item.id: item.open for item in report.items[1:]}
    assert "it endorses itself, which proves nothing" in told["urn:uuid:e1"]
    assert any("not verified" in text for text in told["urn:uuid:e2"])
    assert told["urn:uuid:e3"] == ()
