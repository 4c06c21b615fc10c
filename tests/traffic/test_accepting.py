"""What an Accept header lets in."""

from __future__ import annotations

import pytest

from conformance.traffic.accepting import lets_in, lists

JSON = "application/json"


@pytest.mark.parametrize(
    ("accept", "named", "let_in"),
    [
        (None, False, True),
        ("", False, True),
        ("application/json", True, True),
        ("Application/JSON; charset=utf-8", True, True),
        ("text/html, application/json;q=0.1", True, True),
        ("application/*", False, True),
        ("*/*", False, True),
        ("application/json;q=0, */*", False, False),
        ("application/json;q=0.000", False, False),
        ("application/ld+json", False, False),
        ('text/html;title="application/json, */*"', False, False),
    ],
)
def test_a_type_is_named_or_let_in(accept: str | None, named: bool, let_in: bool) -> None:
    assert lists(accept or "", JSON) is named
    assert lets_in(accept, JSON) is let_in
