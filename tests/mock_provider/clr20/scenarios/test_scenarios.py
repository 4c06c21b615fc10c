"""What the scenarios of CLR 2.0 do: odd arrays, posts that end otherwise, a list that grows, shared ones as in 1.0."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from mock_provider.behaviours import everything
from mock_provider.clr20.scenarios.between import add_a_record
from mock_provider.scenarios import Scenario, right_record, scenarios, tasks_of
from mock_provider.testing import mock_in_process
from tests.mock_provider.clr20.conftest import Client

SCENARIOS = scenarios("clr20")
ARRAYS = ("credential", "compactJwsString")
MOST = 12


def playing(name: str) -> Any:
    return mock_in_process(standard="clr-v2p0", **SCENARIOS[name].mock_settings)


def walk(client: Client, user: str = "mira") -> list[httpx.Response]:
    """The pages as a right consumer reads them."""
    pages: list[httpx.Response] = []
    url = f"{client.mock.url}/credentials"
    while url and len(pages) < MOST:
        pages.append(client.get(url, user))
        following = pages[-1].links.get("next", {}).get("url", "")
        url = str(httpx.URL(url).join(following)) if following else ""
    return pages


def arrays(page: httpx.Response) -> tuple[int | None, ...]:
    """How many records each array has; ``None`` for one that is not there."""
    body = page.json()
    return tuple(len(body[name]) if name in body else None for name in ARRAYS)


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=lambda one: one.id)
def test_what_it_plays_is_there(scenario: Scenario) -> None:
    assert {one.partition(":")[0] for one in scenario.behaviours} <= everything("clr20").keys()


def test_a_scenario_that_both_editions_have_is_the_same_for_people() -> None:
    both = [(scenarios("clr10")[name], one) for name, one in SCENARIOS.items() if name in scenarios("clr10")]
    assert len(both) > 55
    assert all(old.tasks == new.tasks and old.as_plain == new.as_plain for old, new in both)


def test_no_task_is_told_that_the_edition_does_not_have() -> None:
    assert {"read", "write"} <= tasks_of("clr20")
    assert {"delete", "verify"}.isdisjoint(tasks_of("clr20"))
    assert {"read", "write", "delete", "verify"} <= tasks_of("clr10")
    with pytest.raises(LookupError):
        right_record("clr20")


def test_the_plain_list_has_pages_and_records_of_both_forms() -> None:
    with playing("plain") as mock:
        pages = walk(Client(mock))
        assert len(pages) >= 3
        assert all(any(name in page.json() for page in pages) for name in ARRAYS)


def test_odd_pages_lack_arrays_or_have_empty_ones() -> None:
    with playing("pages-odd-sets") as mock:
        pages = walk(Client(mock))
        assert len(pages) >= 6
        _, second, third, fourth, fifth, *_ = map(arrays, pages)
        assert second[0] is None
        assert third[1] is None
        assert fourth == (None, None)
        assert fifth == (0, 0)


def test_a_page_holds_both_arrays() -> None:
    with playing("mixed-list") as mock:
        (page,) = walk(Client(mock))
        assert all(arrays(page))


def test_a_record_is_added_between_two_starts() -> None:
    with playing("list-again") as mock:
        client = Client(mock)
        before = int(client.get("/credentials").headers["x-total-count"])
        add_a_record(mock, 2)
        page = client.get("/credentials")
        assert int(page.headers["x-total-count"]) == before + 1
        newest = page.json()["credential"][0]
        assert newest["id"].startswith("urn:uuid:")
        assert newest["proof"]


@pytest.mark.parametrize(
    ("name", "status", "minor", "allow"),
    [("post-refused", 400, "invalid_data", None), ("post-not-allowed", 405, "not_allowed", "GET")],
)
def test_posts_are_refused_and_not_stored(name: str, status: int, minor: str, allow: str | None) -> None:
    with playing(name) as mock:
        client = Client(mock)
        before = client.get("/credentials").headers["x-total-count"]
        answer = client.post(client.signed())
        assert (answer.status_code, answer.headers.get("allow")) == (status, allow)
        assert minor in answer.text
        assert "link" not in answer.headers
        assert client.get("/credentials").headers["x-total-count"] == before
        assert client.post(client.signed(), user="").status_code == 401


def test_a_post_is_answered_200_and_stored() -> None:
    with playing("post-replaced") as mock:
        client = Client(mock)
        before = int(client.get("/credentials").headers["x-total-count"])
        assert client.post(client.signed()).status_code == 200
        assert int(client.get("/credentials").headers["x-total-count"]) == before + 1


@pytest.mark.parametrize(
    "name", ["pages-cursor", "pages-uneven", "link-path", "link-query", "links-many", "links-titles"]
)
def test_lists_that_are_odd_hold_every_record(name: str) -> None:
    with playing("plain") as mock:
        usual = sum(len(page.json().get(name, ())) for page in walk(Client(mock)) for name in ARRAYS)
    with playing(name) as mock:
        pages = walk(Client(mock))
        assert sum(len(page.json().get(name, ())) for page in pages for name in ARRAYS) == usual


def test_the_service_description_may_not_be_kept() -> None:
    with playing("discovery-no-store") as mock:
        assert Client(mock).get("/discovery", "").headers["cache-control"] == "no-store"
