"""Texts from outside, made harmless to look at."""

from __future__ import annotations

import pytest

from conformance.exchanges.visible import beginning


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("two words", 9, "two words"),
        ("three words here", 10, "three …"),
        ("https://a.example/?one=1&two=2", 22, "https://a.example/?…"),
        ("half-a-secret-that-is-long", 10, "…"),
    ],
)
def test_a_text_is_cut_between_two_words(text: str, most: int, shown: str) -> None:
    assert beginning(text, most) == shown
