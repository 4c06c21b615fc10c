"""Timestamps as RFC 3339 and XML Schema allow them: none that has passed may read as one that nobody can compare."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from conformance.document.instants import instant

NEW_YEAR = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-01T00:00:00Z",
        "2025-01-01t00:00:00z",
        "2025-01-01T01:00:00+01:00",
        "2025-01-01T00:00:00.000000000Z",
        "2024-12-31T24:00:00Z",
        "2024-12-31T24:00:00.0+00:00",
        "2024-12-31T23:59:60Z",
        "2025-01-01T00:59:60+01:00",
    ],
)
def test_one_instant_in_many_spellings(text: str) -> None:
    assert instant(text) == NEW_YEAR


@pytest.mark.parametrize(
    "value",
    [
        "2025-01-01T00:00:00", "2025-01-01", "next year", "", "12025-01-01T00:00:00Z", "9999-12-31T24:00:00Z",
        "2025-01-01T24:00:01Z", "2025-01-01T12:60:00Z", "T24:00:00", None, 7, ["2025-01-01T00:00:00Z"],
    ],
)  # fmt: skip
def test_what_names_no_instant(value: Any) -> None:
    assert instant(value) is None
