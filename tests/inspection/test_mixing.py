"""What is said of a document of the older edition that holds words of the newer one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from conformance.document import ParseLimits
from conformance.inspection.editions import open_input
from conformance.inspection.mixing import words_of_a_later_edition
from tests.rulebooks.clr20.document.judging import RECORD
from tests.rulebooks.clr20.migration.generated import token
from tests.rulebooks.clr20.migration.moving import ASSERTION, record

NOW: Final = datetime(2026, 11, 21, tzinfo=UTC)


def words(document: Any) -> dict[str, str]:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    edition, opened = open_input(data, as_class="", now=NOW, limits=ParseLimits())
    with opened:
        return {each.pointer: each.other for each in words_of_a_later_edition(edition, opened)}


def test_each_word_is_said_with_its_name_in_the_edition_of_the_document() -> None:
    assert words(record(validFrom="2024-07-01T12:00:00Z")) == {"/validFrom": "issuedOn"}


def test_words_in_tokens_are_found_where_they_stand() -> None:
    inner = token({**ASSERTION, "validUntil": "2030-07-01T12:00:00Z"})
    assert words(record(signedAssertions=[inner])) == {"/signedAssertions/0#/validUntil": "expires"}
    outer = token(record(phone="1"))
    assert words(outer.encode()) == {"#/phone": "telephone"}


@pytest.mark.parametrize("document", [record(), RECORD, b"{}", b"nothing"])
def test_nothing_is_said_of_any_other_document(document: Any) -> None:
    assert words(document) == {}
