"""GCS: a provider that departs from one requirement is told so by its name."""

from __future__ import annotations

from .conftest import members, on


def test_right(judged) -> None:
    assert judged(None, ["GCS"])["CLR10-GCS-001"] == "pass"


def test_wrong(judged) -> None:
    assert judged(on("GET", "/clrs", members(clrs={})), ["GCS"])["CLR10-GCS-001"] == "fail"
