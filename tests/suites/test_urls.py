"""URLs that a target names: base URLs, path segments, origins."""

from __future__ import annotations

import pytest

from conformance.suites.urls import base_url, origin, sourced_id, split

BASE_PATH = "/ims/clr/v1p0"
BASE = f"https://provider.example/tenant{BASE_PATH}"


@pytest.mark.parametrize("given", ["", "/", "/ims/clr/v1p0", "/ims/clr/v1p0/"])
def test_base_urls(given: str) -> None:
    assert base_url(f"https://provider.example/tenant{given}", BASE_PATH) == BASE


@pytest.mark.parametrize(
    ("item_id", "segment"),
    [
        (f"{BASE}/clrs/a-b", "a-b"),
        (f"{BASE}/clrs/a%20b", "a%20b"),
        (f"{BASE}/clrs/a?x=/y", "a"),
        ("urn:uuid:1", "urn%3Auuid%3A1"),
        ("../../secret", "..%2F..%2Fsecret"),
        ("https://[broken/a", ""),
    ],
)
def test_path_segments(item_id: str, segment: str) -> None:
    assert sourced_id(item_id) == segment


def test_what_is_no_url_has_no_origin() -> None:
    assert origin("HTTPS://Provider.Example:8440/x") == ("https", "provider.example:8440")
    assert origin("https://[broken") == ("", "")
    assert split("https://[broken").hostname is None
