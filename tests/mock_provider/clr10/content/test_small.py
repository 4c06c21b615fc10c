"""A small mock has few CLRs of every kind, on pages that hold as many as one says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mock_provider.settings import SettingsError
from mock_provider.settings_sources import load
from mock_provider.testing import running_mock


@pytest.fixture(scope="module")
def small(connected: Any) -> Iterator[Any]:
    with running_mock(content="small", max_page=4) as mock:
        api = connected(mock)
        yield api
        api.close()


def pages(api: Any, path: str = "/clrs") -> list[Any]:
    found = [api.get(path, token=api.token())]
    while "next" in found[-1].links:
        found.append(api.get(found[-1].links["next"]["url"], token=api.token()))
    return found


@pytest.mark.parametrize("path", ["/clrs", "/clrs?limit=100"])
def test_a_dozen_clrs_stand_on_pages_of_four(small: Any, path: str) -> None:
    read = pages(small, path)
    sizes = [len(page.json()["clrs"]) + len(page.json()["signedClrs"]) for page in read]
    assert sizes == [4, 4, 4]
    assert {page.headers["x-total-count"] for page in read} == {"12"}


def test_a_smaller_limit_counts(small: Any) -> None:
    assert len(pages(small, "/clrs?limit=3")) == 4


def test_every_kind_is_among_them(small: Any) -> None:
    bodies = [page.json() for page in pages(small)]
    clrs = [clr for body in bodies for clr in body["clrs"]]
    assert any(body["signedClrs"] for body in bodies)
    for member in ("endorsements", "signedAssertions", "signedEndorsements", "achievements"):
        assert any(member in clr for clr in clrs), member
    assert {clr.get("partial") for clr in clrs} == {None, True, False}
    ids = small.server.known_ids
    assert small.get(ids["revoked_clr"], token=small.token()).status_code == 410
    assert small.get(ids["revoked_assertion"]).json()["revoked"] is True
    assert small.get(ids["assertion"]).status_code == small.get(ids["endorsement"]).status_code == 200


def test_another_size_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match="content: tiny is not one of full, small"):
        load(environment={"CLR_MOCK_CONTENT": "tiny"})
    with pytest.raises(SettingsError, match="max_page: 0 is too small"):
        load(environment={"CLR_MOCK_MAX_PAGE": "0"})
