"""The validity period of a credential, in both versions of the data model and in the claims of a token."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.issuing import sign
from conformance.trust.report import Question, Trust, Value
from tests.rulebooks.clr20.document.judging import OB, OLD_VC, badge
from tests.rulebooks.clr20.trust.verifying import (
    ISSUER,
    KEY,
    KID,
    answer,
    codes,
    noted,
    rows,
    signed,
    site,
    verified,
)

PAST, FUTURE = "2026-11-20T23:59:59Z", "2026-11-21T00:00:01Z"
OLD = badge(context=[OLD_VC, OB], validFrom=None, issuanceDate="2026-06-30T12:00:00Z")


@pytest.mark.parametrize(
    "document",
    [
        badge(validUntil=FUTURE),
        badge(validUntil="2026-11-21T01:00:00+01:00"),
        badge(validFrom="2026-11-21T00:00:00Z"),
        OLD | {"expirationDate": FUTURE},
    ],
)
def test_what_is_valid_now(document: dict[str, Any]) -> None:
    report = verified(signed(document))
    assert (report.verdict, answer(report, Question.DATES)) == (Trust.VERIFIED, Value.GOOD)


@pytest.mark.parametrize(
    ("document", "code", "row"),
    [
        (badge(validUntil=PAST), "expired", "CLR20-VER-12"),
        (badge(validUntil="2026-11-21T00:59:00+01:00"), "expired", "CLR20-VER-12"),
        (OLD | {"expirationDate": PAST}, "expired", "CLR20-VER-12"),
        (badge(validFrom=FUTURE), "not-yet-valid", "CLR20-VER-11"),
        (OLD | {"issuanceDate": FUTURE}, "not-yet-valid", "CLR20-VER-11"),
    ],
)
def test_what_is_not(document: dict[str, Any], code: str, row: str) -> None:
    report = verified(signed(document))
    assert [(each.code, each.requirement, each.declared) for each in report.items[0].reasons] == [(code, row, True)]
    assert (report.verdict, rows(report), noted(report)) == (Trust.NOT_VERIFIED, [], [])
    assert row in report.decided
    assert answer(report, Question.DATES) is Value.BAD


def test_a_claim_alone_can_end_it() -> None:
    assert codes(verified(signed(claims={"exp": 1_700_000_000}))) == ["expired"]
    assert codes(verified(signed(claims={"exp": 1e300}))) == []


@pytest.mark.parametrize(("member", "row"), [("validFrom", "CLR20-VER-11"), ("validUntil", "CLR20-VER-12")])
@pytest.mark.parametrize("text", ["2025-01-01T00:00:00", "next year", 7, ["2025-01-01T00:00:00Z"]])
def test_a_date_that_cannot_be_compared_verifies_nothing(member: str, row: str, text: Any) -> None:
    document = sign(badge(**{member: text}), "eddsa-jcs-2022", KEY, KID)
    report = verified(document, site(**{KID: KEY.multikey(KID, ISSUER)}))
    assert (report.verdict, codes(report)) == (Trust.UNDECIDED, ["date-unreadable"])
    assert answer(report, Question.DATES) is Value.OPEN
    assert row not in report.decided


def test_what_names_no_dates_is_not_limited_by_any() -> None:
    report = verified(signed(badge(validFrom=None)))
    assert (report.verdict, answer(report, Question.DATES)) == (Trust.VERIFIED, Value.GOOD)


def test_an_older_credential_has_the_older_names() -> None:
    report = verified(signed(badge(context=[OLD_VC, OB]), form="vc"))
    assert rows(report) == ["CLR20-VER-13"]
