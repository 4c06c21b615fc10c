"""The edition of an input is the first that recognises it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from conformance.document import DocumentError, ParseLimits, Recognised
from conformance.inspection import editions
from conformance.inspection.editions import Edition, class_names, open_input
from conformance.rulebooks.clr10.document import RULES
from tests.rulebooks.clr10.document.judging import DATA

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def refuses(_value: Any) -> Recognised:
    return Recognised("something", "nothing in it is known", None)


def refusal(_found: Recognised) -> DocumentError:
    return DocumentError("not-recognised", "The first edition does not know it")


OTHER = Edition(
    "other", replace(RULES, book="other", recognise=refuses, refuse=refusal, class_names={"Other": "ClrSet"})
)
CLR10 = Edition("clr10", RULES)


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editions, "editions", lambda: (OTHER, CLR10))


def opened(data: bytes, as_class: str = "") -> tuple[Edition, Any]:
    return open_input(data, as_class=as_class, now=NOW, limits=ParseLimits())


@pytest.mark.usefixtures("two")
def test_the_first_edition_that_recognises_an_input_judges_it() -> None:
    edition, found = opened((DATA / "minimal.json").read_bytes())
    assert (edition.book, found.rules.book, found.error) == ("clr10", "clr10", None)


@pytest.mark.usefixtures("two")
def test_what_no_edition_recognises_is_refused_by_the_first() -> None:
    edition, found = opened(b'{"a": 1}')
    told = "The first edition does not know it; nor is it a document of CLR 1.0"
    assert (edition.book, str(found.error)) == ("other", told)


@pytest.mark.usefixtures("two")
def test_what_cannot_be_read_is_not_tried_by_every_edition() -> None:
    edition, found = opened(b"{")
    assert (edition.book, found.error.code) == ("other", "not-json")


@pytest.mark.usefixtures("two")
def test_a_class_that_is_named_decides_the_edition() -> None:
    assert class_names()[0] == "Other"
    assert opened(b"{}", "Other")[0].book == "other"
    assert opened(b"{}", "Clr")[0].book == "clr10"
