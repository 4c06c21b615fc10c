"""A credential with an embedded proof inside a token: any one of the two is enough, and both are told."""

from __future__ import annotations

from typing import Any

from conformance.issuing import sign
from conformance.trust.report import Question, Trust, Value
from tests.rulebooks.clr20.document.judging import badge
from tests.rulebooks.clr20.trust.verifying import HOME, ISSUER, KEY, OTHER, answer, codes, signed, site, verified

METHOD = f"{HOME}/multikey"
MULTIKEY = KEY.multikey(METHOD, ISSUER)
PAGES = {METHOD: MULTIKEY}


def proved(key: Any = KEY, method: str = METHOD, **changes: Any) -> dict[str, Any]:
    return sign(badge(), "eddsa-jcs-2022", key, method, created="2026-07-01T00:00:00Z") | changes


def test_the_proof_alone() -> None:
    assert verified(proved(), site(**PAGES)).verdict is Trust.VERIFIED
    assert verified(proved(name="Another"), site(**PAGES)).verdict is Trust.NOT_VERIFIED


def test_both_good() -> None:
    report = verified(signed(proved()), site(**PAGES))
    assert report.verdict is Trust.VERIFIED
    assert "its JWS holds as well" in report.items[0].steps


def test_the_token_vouches_for_a_proof_that_does_not_fit() -> None:
    report = verified(signed(proved(name="Another")), site(**PAGES))
    assert (report.verdict, answer(report, Question.INTACT)) == (Trust.VERIFIED, Value.GOOD)
    assert any("its embedded proof does not count" in text for text in report.items[0].open)


def test_the_proof_vouches_for_a_token_of_somebody_else() -> None:
    report = verified(signed(proved(), key=OTHER), site(**PAGES))
    assert report.verdict is Trust.VERIFIED
    assert any("its JWS does not count" in text for text in report.items[0].open)


def test_neither() -> None:
    report = verified(signed(proved(name="Another"), key=OTHER), site(**PAGES))
    assert report.verdict is Trust.NOT_VERIFIED


def test_the_better_of_two_that_are_not_good() -> None:
    stranger = proved(OTHER, OTHER.did_method)
    report = verified(signed(stranger, key=OTHER), site(**PAGES))
    assert (report.verdict, answer(report, Question.INTACT)) == (Trust.UNDECIDED, Value.GOOD)
    assert codes(report) == ["issuer-not-shown"]
