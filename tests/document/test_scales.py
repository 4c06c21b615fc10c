"""Values that are told as text: which are numbers, and which lie within their limits."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.document.scales import number, one_of, outside


@pytest.mark.parametrize(("text", "value"), [("3", 3), ("-3.5", -3.5), ("+.5", 0.5), ("4.", 4)])
def test_a_number_as_text(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", ".", "A", "1e5", "nan", "1" * 41, 3, None, "3 ", "٣"])
def test_what_is_no_number(text: Any) -> None:
    assert number(text) is None


def test_a_value_beyond_its_limits_is_told_with_them() -> None:
    assert outside("5", "0", "4.0") == "a number from 0 to 4.0"
    assert outside("-0.1", "0", "4.0") == "a number from 0 to 4.0"


@pytest.mark.parametrize(
    ("value", "low", "high"), [("0", "0", "4"), ("4", "0", "4"), ("A", "0", "4"), ("5", "0", None)]
)
def test_a_value_within_its_limits_or_without_any(value: Any, low: Any, high: Any) -> None:
    assert outside(value, low, high) == ""


def test_a_long_list_is_cut() -> None:
    assert one_of(range(12)) == "one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9"
