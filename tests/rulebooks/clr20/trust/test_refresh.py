"""The newer version of a credential: asked for once, after the proof, and taken only when it is good."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.issuing import sign
from conformance.rulebooks.clr20.trust import refresh
from conformance.trust.report import Question, Trust, Value
from tests.rulebooks.clr20.document.judging import badge, record
from tests.rulebooks.clr20.trust.verifying import (
    HOME,
    ISSUER,
    KEY,
    KID,
    LIST,
    OTHER,
    Page,
    answer,
    codes,
    entry,
    noted,
    signed,
    site,
    status_list,
    verified,
)

NEWER = f"{HOME}/newer"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
SERVICE = {"id": NEWER, "type": "1EdTechCredentialRefresh"}


def due(**members: Any) -> dict[str, Any]:
    """A badge that names its newer version."""
    contexts = [*badge()["@context"], EXTENSIONS]
    return badge(context=contexts, refreshService=SERVICE, **members)


def newer(**members: Any) -> dict[str, Any]:
    return badge(validFrom="2026-10-01T00:00:00Z", **members)


def test_a_good_one_takes_its_place() -> None:
    where = site(**{NEWER: signed(newer())})
    report = verified(signed(due(validUntil="2026-08-01T00:00:00Z")), where)
    assert (report.verdict, answer(report, Question.REFRESH)) == (Trust.VERIFIED, Value.GOOD)
    assert where.asked.count(NEWER) == 1
    assert {"CLR20-VER-05", "CLR20-VER-06", "CLR20-VER-07"} <= report.decided


def test_what_became_of_the_newer_one_counts() -> None:
    fresh = signed(newer(credentialStatus=entry()))
    report = verified(signed(due()), site(**{NEWER: fresh, LIST: signed(status_list(7))}))
    assert codes(report) == ["revoked"]
    assert codes(verified(signed(due()), site(**{NEWER: signed(newer(validUntil="2026-10-02T00:00:00Z"))}))) == [
        "expired"
    ]


def test_it_is_not_asked_for_before_the_proof() -> None:
    where = site(**{NEWER: signed(newer())})
    report = verified(signed(due(), key=OTHER), where)
    assert NEWER not in where.asked
    assert answer(report, Question.REFRESH) is Value.OPEN


def test_it_is_asked_for_once() -> None:
    again = signed(newer(refreshService={**SERVICE, "id": f"{HOME}/newest"}, context=due()["@context"]))
    where = site(**{NEWER: again, f"{HOME}/newest": signed(newer())})
    verified(signed(due()), where)
    assert f"{HOME}/newest" not in where.asked


@pytest.mark.parametrize(
    ("served", "why"),
    [
        (signed(newer(), key=OTHER), "proof"),
        (newer(), "proof"),
        (signed(newer(id="urn:uuid:other")), "id"),
        (signed(newer(issuer={**badge()["issuer"], "id": "https://other.example"})), "issuer"),
        (
            signed(newer(name=None, credentialSubject={"id": "did:example:mira", "type": ["AchievementSubject"]})),
            "conform",
        ),
        (signed(badge(validFrom="2025-01-01T00:00:00Z")), "older"),
        (signed(record()), "class"),
        (b"<html>", ""),
        ({"error": "no"}, ""),
    ],
    ids=["foreign", "unsigned", "other id", "other issuer", "does not conform", "older", "other class", "page", "json"],
)
def test_a_bad_one_leaves_the_one_in_hand(served: Any, why: str) -> None:
    report = verified(signed(due()), site(**{NEWER: served}))
    assert (report.verdict, answer(report, Question.REFRESH)) == (Trust.VERIFIED, Value.OPEN)
    assert noted(report) == ["CLR20-VER-07"]
    assert why in next(text for text in report.items[0].open if "not taken" in text)


@pytest.mark.parametrize("status", [404, 500])
def test_none_leaves_the_one_in_hand(status: int) -> None:
    report = verified(signed(due()), site(**{NEWER: Page(NEWER, status)}))
    assert report.verdict is Trust.VERIFIED
    assert not report.undecided


def test_other_services_are_left_alone() -> None:
    where = site()
    report = verified(signed(badge(refreshService={"id": NEWER, "type": "OwnRefresh"})), where)
    assert (report.verdict, answer(report, Question.REFRESH)) == (Trust.VERIFIED, Value.OPEN)
    assert NEWER not in where.asked


def test_what_newer_versions_cost_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand badges may name one large document, and each would judge it anew."""
    fresh = signed(newer())
    monkeypatch.setattr(refresh, "MOST_READ", len(fresh))
    badges = [{**due(), "id": f"urn:uuid:{number}"} for number in range(3)]
    whole = record(
        credentialSubject={
            "id": "did:example:mira",
            "type": ["ClrSubject"],
            "verifiableCredential": [sign(each, "eddsa-jcs-2022", KEY, KID) for each in badges],
        }
    )
    pages = site(**{KID: KEY.multikey(KID, ISSUER), NEWER: fresh})
    report = verified(sign(whole, "eddsa-jcs-2022", KEY, KID), pages)
    assert ["is another one" in str(item.open) for item in report.items] == [False, True, False, False]
    assert "CLR20-VER-07" in (report.undecided or {})
    assert "CLR20-VER-07" not in report.decided
