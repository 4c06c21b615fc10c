"""Status objects."""

from __future__ import annotations

import json
from types import ModuleType
from typing import get_args

import pytest

from conformance.standard import load
from mock_provider.clr10 import terms as clr10
from mock_provider.clr20 import terms as clr20
from mock_provider.http.json_bodies import validator_of
from mock_provider.http.status import CodeMinor, Refusal

ENUMS = {
    book: load(book).contract["components"]["schemas"][name]["enum"]
    for book, name in (("clr10", "ImsxCodeMinorValue"), ("clr20", "Imsx_CodeMinorFieldValue"))
}
TERMS: dict[str, ModuleType] = {"clr10": clr10, "clr20": clr20}


@pytest.mark.parametrize("book", TERMS)
def test_the_context_is_the_standards(book: str) -> None:
    facts = load(book).facts
    assert TERMS[book].STATUSES.context in ("", facts.context_url)
    assert TERMS[book].STATUSES.media_type in facts.media_types


@pytest.mark.parametrize(("book", "minor"), [(book, minor) for book, enum in ENUMS.items() for minor in enum])
def test_every_code_minor_makes_a_status_object_of_the_contract(book: str, minor: CodeMinor) -> None:
    body = json.loads(TERMS[book].STATUSES.failure(400, minor, "text \ud800 🦀").body)
    assert validator_of(book, load(book).facts.status_class).is_valid(body)
    assert body["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"] == minor


def test_the_code_minors_are_those_of_the_contracts() -> None:
    assert set(get_args(CodeMinor)) == {minor for enum in ENUMS.values() for minor in enum}


def test_a_refusal_carries_its_status_and_headers() -> None:
    refusal = Refusal(401, "unauthorizedrequest", "why", [(b"www-authenticate", b"Bearer")])
    response = clr10.STATUSES.refusal(refusal)
    assert response.status == 401
    assert (b"www-authenticate", b"Bearer") in response.headers
    assert "why" in str(refusal)
