"""Records that are revoked between two reads, and ids that have to be sent as they were received."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest

from mock_provider.behaviours import oddities
from mock_provider.clr10.oddities.paths import DEEP
from mock_provider.testing import running_mock


@pytest.fixture(scope="module")
def api(connected: Any) -> Iterator[Any]:
    with running_mock(content="small") as mock:
        api = connected(mock)
        yield api
        api.close()


@pytest.fixture
def plays(api: Any) -> Iterator[Any]:
    yield lambda name: api.server.faults.switch_on(oddities()[name])
    api.server.faults.clear()


@pytest.mark.parametrize("kind", ["assertion", "endorsement"])
def test_an_item_is_revoked_from_the_second_read_on(api: Any, plays: Any, kind: str, valid: Any) -> None:
    plays("odd-item-revoked-meanwhile")
    url = api.server.known_ids[kind]
    first, second, third = (api.get(url).json() for _ in range(3))
    assert "revoked" not in first
    assert second == third == {**first, "revoked": True, "revocationReason": "Awarded by mistake"}
    valid(second, f"Get{kind.title()}Payload")


def test_each_item_has_a_first_read_of_its_own(api: Any, plays: Any) -> None:
    plays("odd-item-revoked-meanwhile")
    api.get(api.server.known_ids["assertion"])
    assert "revoked" not in api.get(f"{api.url}/assertions/mira-1").json()


def test_a_clr_is_gone_at_the_second_read(api: Any, plays: Any, is_status: Any) -> None:
    plays("odd-clr-revoked-meanwhile")
    url, token = api.server.known_ids["rich_clr"], api.token()
    assert api.get(url).status_code == 401  # which is no read
    assert api.get(url, token=token).status_code == 200
    is_status(api.get(url, token=token), 410, "unknown")


def test_a_deep_id_works_as_it_came_and_not_unescaped(api: Any, plays: Any) -> None:
    plays("odd-deep-ids")
    token = api.token()
    listed = [clr["id"] for clr in api.get("/clrs", token=token).json()["clrs"]]
    assert all(f"/clrs/{DEEP}mira-" in clr_id for clr_id in listed)
    found = api.get(listed[0], token=token)
    assert (found.status_code, found.json()["id"]) == (200, listed[0])
    assert api.get(unquote(listed[0]), token=token).status_code == 404
    assert api.send("DELETE", listed[1], token=token).status_code == 204
    assert api.get(listed[1], token=token).status_code == 404
