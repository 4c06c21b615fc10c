"""What several checks stand on: damaged tokens, what came instead of a body, how many CLRs a page holds."""

from __future__ import annotations

import pytest

from conformance.suites.answer import Answer
from conformance.suites.provider.test_brr import altered
from conformance.suites.provider.test_observed import _length, _start

from .conftest import reply


@pytest.mark.parametrize("token", ["AAAAA", "BBBBB", "zzzzz", "A"])
def test_a_damaged_token_is_another_one_of_the_same_length(token: str) -> None:
    assert altered(token) != token
    assert len(altered(token)) == len(token)


@pytest.mark.parametrize(
    ("content_type", "told"), [("text/html; charset=utf-8", "text/html: '<p>'"), ("", "no Content-Type: '<p>'")]
)
def test_what_came_is_shown_from_its_beginning(content_type: str, told: str) -> None:
    assert _start(Answer(reply("<p>", content_type=content_type), "getClrs")) == told


@pytest.mark.parametrize(("body", "length"), [({"clrs": [{}, {}]}, 2), ({}, 0), ([], 0), ("<p>", 0)])
def test_a_page_that_is_no_set_holds_no_clr(body: object, length: int) -> None:
    assert _length(Answer(reply(body), "getClrs")) == length  # type: ignore[arg-type]
