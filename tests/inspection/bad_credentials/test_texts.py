"""Texts that are no JSON, or JSON that no credential is; values that stand where they do not belong."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from conformance.inspection.outcome import Grade
from tests.foreign.credentials import content
from tests.foreign.credentials.people import QUILLHAVEN
from tests.inspection.bad_credentials.judging import OURS, badge, token, told

GOOD = json.dumps(badge())


def nested(levels: int) -> str:
    return GOOD[:-1] + ', "evidence": ' + "[" * levels + "]" * levels + "}"


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "empty file": (b"", "empty-document"),
    "white space alone": (b" \n\t ", "empty-document"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "empty-document"),
    "cut off": (GOOD[:300].encode(), "not-json"),
    "half a surrogate pair": (GOOD.replace("Sail", "Sail\\ud83d").encode(), "lone-surrogate"),
    "no UTF-8": (GOOD.replace("Sail", "S\u00e4il").encode("latin-1"), "not-utf-8"),
    "UTF-16": (GOOD.encode("utf-16"), "not-utf-8"),
    "NaN": (GOOD.replace('"Sail Mending"', "NaN", 1).encode(), "not-a-number"),
    "101 levels": (nested(100).encode(), "document-too-deep"),
    "a hundred thousand levels": (nested(100_000).encode(), "document-too-deep"),
    "a text": (b'"a credential"', "not-recognised"),
    "a number": (b"12", "not-recognised"),
    "nothing": (b"null", "not-recognised"),
    "an object of nobody": (b'{"type": "Thing"}', "not-recognised"),
}


@pytest.mark.parametrize(("data", "code"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_judged_is_told_by_its_code(data: bytes, code: str) -> None:
    outcome = told(data)
    problem = outcome.judged.problem
    assert outcome.judged.grade is Grade.UNREADABLE
    assert outcome.codes == frozenset({code})
    assert problem is not None
    assert problem.message
    assert problem.todo


def record(embedded: Any) -> str:
    return json.dumps(content.record("bad", QUILLHAVEN, [embedded]))


def of_badge(change: Callable[[dict[str, Any]], object]) -> str:
    document = badge()
    change(document)
    return json.dumps(document)


FINDINGS: dict[str, tuple[bytes | str, str]] = {
    "byte order mark": (b"\xef\xbb\xbf" + GOOD.encode(), "CLR20-SER-06"),
    "a member twice": (GOOD.replace('"name"', '"name": "Other", "name"', 1), "CLR20-SER-20"),
    "a list of credentials": (f"[{GOOD},{GOOD}]", "CLR20-CTX-20"),
    "date without zone": (of_badge(lambda badge: badge.update(validFrom="2025-03-14T09:30:00")), "CLR20-MOD-03"),
    "date without time": (of_badge(lambda badge: badge.update(validFrom="2025-03-14")), "CLR20-MOD-03"),
    "day that is not": (of_badge(lambda badge: badge.update(validFrom="2025-02-30T09:30:00Z")), "CLR20-MOD-03"),
    "date as number": (of_badge(lambda badge: badge.update(validFrom=1_741_944_600)), "CLR20-MOD-03"),
    "end without zone": (of_badge(lambda badge: badge.update(validUntil="2045-03-14T09:30:00")), "CLR20-MOD-04"),
    "text in the place of a credential": (record("urn:uuid:1"), "CLR20-MOD-13"),
    "number in the place of a credential": (record(7), "CLR20-MOD-13"),
    "nothing in the place of a credential": (record(None), "CLR20-SER-05"),
    "list in the place of a credential": (record([badge()]), "CLR20-MOD-13"),
    "JWS in the array": (record(token(badge())), "CLR20-MOD-13"),
    "subject is a text": (of_badge(lambda badge: badge.update(credentialSubject="Ines")), "CLR20-SER-04"),
    "issuer is a list": (of_badge(lambda badge: badge.update(issuer=[])), "CLR20-MOD-01"),
    "proof is a text": (of_badge(lambda badge: badge.update(proof="z3FX")), "CLR20-SER-04"),
    "proof is empty": (of_badge(lambda badge: badge.update(proof=[])), "CLR20-SER-05"),
    "no proof": (GOOD, "CLR20-DI-01"),
}


@pytest.mark.parametrize(("data", "row"), FINDINGS.values(), ids=FINDINGS)
def test_what_can_be_judged_is_told_by_its_row(data: bytes | str, row: str) -> None:
    outcome = told(data)
    assert row in outcome.all
    assert OURS not in outcome.codes


NUMBERS = ("1e400", "-1e400", "1" + "0" * 4_000, "1e-400", "0.1" + "0" * 4_000, "-0.0", "1E+2", "9" * 30)


@pytest.mark.parametrize("number", NUMBERS, ids=lambda text: text[:8])
def test_huge_and_tiny_numbers_end_in_a_verdict(number: str) -> None:
    kind = '"type": ["AchievementSubject"]'
    outcome = told(GOOD.replace(kind, f'{kind}, "creditsEarned": {number}'))
    assert OURS not in outcome.codes


def test_a_hundred_levels_are_read() -> None:
    assert told(nested(98)).judged.grade is Grade.FAIL
