"""What the checks that look back see in an answer."""

from __future__ import annotations

import pytest

from conformance.rulebooks.clr10.provider.observing import beginning_of, length_of
from conformance.suites.answer import Answer
from tests.suites.conftest import reply


@pytest.mark.parametrize(
    ("content_type", "shown"), [("text/html; charset=utf-8", "text/html: '<p>'"), ("", "no Content-Type: '<p>'")]
)
def test_what_came_is_shown_from_its_beginning(content_type: str, shown: str) -> None:
    assert beginning_of(Answer(reply("<p>", content_type=content_type), "getClrs")) == shown


@pytest.mark.parametrize(("body", "length"), [({"clrs": [{}, {}]}, 2), ({}, 0), ([], 0), ("<p>", 0)])
def test_a_page_that_is_no_set_holds_no_clr(body: object, length: int) -> None:
    assert length_of(Answer(reply(body), "getClrs")) == length  # type: ignore[arg-type]
