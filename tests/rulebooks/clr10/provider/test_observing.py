"""What the checks that look back see in an answer of CLR 1.0."""

from __future__ import annotations

import pytest

from conformance.rulebooks.clr10.provider.observing import length_of
from conformance.suites.answer import Answer
from tests.suites.conftest import reply


@pytest.mark.parametrize(("body", "length"), [({"clrs": [{}, {}]}, 2), ({}, 0), ([], 0), ("<p>", 0)])
def test_a_page_that_is_no_set_holds_no_clr(body: object, length: int) -> None:
    assert length_of(Answer(reply(body), "getClrs")) == length  # type: ignore[arg-type]
