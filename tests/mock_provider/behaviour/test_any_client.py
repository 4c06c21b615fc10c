"""Faults meet any client, whatever pages it asks for and whatever it posts: they are not cut to one test tool."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, unquote, urlencode

import pytest

from mock_provider.behaviour import Trigger
from mock_provider.behaviours import faults
from mock_provider.clr10.terms import BASE_PATH
from tests.mock_provider.behaviour.consumer import LD_JSON, Consumer
from tests.mock_provider.behaviour.crowd import Answer, Crowd, Request
from tests.mock_provider.behaviour.test_consumers import consumers

SIZES = (1, 2, 3, 7, 100)


@pytest.fixture(scope="module")
def running(crowds: Callable[..., Crowd]) -> Crowd:
    return crowds()


@pytest.fixture(scope="module")
def connected(running: Crowd) -> Consumer:
    one = consumers(running)[0]
    running.run([one.connect()])
    return one


class Client:
    """A client with a token of jonas."""

    def __init__(self, crowd: Crowd, consumer: Consumer) -> None:
        self._crowd, self.consumer = crowd, consumer

    def suffer(self, fault: str) -> None:
        """From now on under that fault."""
        self._crowd.faults.clear()
        self._crowd.faults.switch_on(faults()[fault])

    def page(self, **query: object) -> Answer:
        answer: Answer = self._crowd.run([self.consumer._api("GET", f"{BASE_PATH}/clrs", query=urlencode(query))])[0]
        return answer

    def ids(self, **query: object) -> list[str]:
        body = self.page(**query).json
        return [clr["id"] for clr in body["clrs"]] + body["signedClrs"]

    def walk(self, limit: int) -> list[str]:
        """The pages of that size by offset, up to the first empty one."""
        found: list[str] = []
        for offset in range(0, 100 * limit, limit):
            entries = self.ids(limit=limit, offset=offset)
            if not entries:
                break
            found += entries
        return found

    def post(self, clr: dict[str, Any]) -> Answer:
        answer: Answer = self._crowd.run([self.consumer._post({"clr": clr})])[0]
        return answer

    def delete(self, clr_id: str) -> int:
        """By the URL that it has, or by its id in the place of that."""
        segment = clr_id.partition(f"{BASE_PATH}/clrs/")[2] or quote(clr_id, safe="")
        path = f"{BASE_PATH}/clrs/{unquote(segment)}"
        return int(self._crowd.run([self.consumer._api("DELETE", path)])[0].status)

    def listed(self, clr_id: str) -> dict[str, Any]:
        [found] = [clr for clr in self.page().json["clrs"] if clr["id"] == clr_id]
        return dict(found)


@pytest.fixture
def client(running: Crowd, connected: Consumer) -> Iterator[Client]:
    running.faults.clear()
    yield Client(running, connected)
    running.faults.clear()


@pytest.mark.parametrize("size", SIZES)
def test_a_clr_comes_twice_in_pages_of_any_size(client: Client, size: int) -> None:
    right = client.walk(size)
    total = int(client.page(limit=size).headers["x-total-count"])
    client.suffer("gcs-clr-twice")
    wrong = client.walk(size)
    assert len(wrong) == len(right) + 1
    assert sorted(set(wrong)) == sorted(right)
    assert client.page(limit=size).headers["x-total-count"] == str(total + 1)
    assert len(client.ids(limit=size)) == min(size, total + 1)


@pytest.mark.parametrize("query", [{"limit": 2, "offset": 2}, {"limit": 7, "offset": 1}, {"offset": 3}])
def test_pages_of_any_size_overlap_and_leave_out(client: Client, query: dict[str, int]) -> None:
    everything = client.walk(1)
    start = query["offset"]
    for fault, moved in (("gcs-pages-overlap", start - 1), ("gcs-pages-leave-out", start + 1)):
        client.suffer(fault)
        limit = query.get("limit", 100)
        assert sorted(client.ids(**query)) == sorted(everything[moved : moved + limit])


@pytest.mark.parametrize(
    ("fault", "query"),
    [
        ("gcs-limit-zero-accepted", {"limit": -17}),
        ("gcs-limit-text-ignored", {"limit": "many"}),
        ("gcs-limit-text-ignored", {"limit": "1e2"}),
        ("gcs-offset-negative-accepted", {"offset": -3}),
        ("gcs-offset-text-ignored", {"offset": "first"}),
        ("gcs-since-yesterday-ignored", {"since": "last week"}),
    ],
)
def test_wrong_values_of_any_kind_are_taken(client: Client, fault: str, query: dict[str, object]) -> None:
    assert client.page(**query).status == 400
    client.suffer(fault)
    assert client.page(**query).status == 200


def test_offsets_count_from_one_and_the_links_with_them(client: Client) -> None:
    everything = client.walk(1)
    client.suffer("gcs-offset-from-one")
    assert client.ids(limit=1, offset=0) == client.ids(limit=1, offset=1) == everything[:1]
    assert client.ids(limit=1, offset=2) == everything[1:2]
    assert "offset=2" in client.page(limit=1, offset=1).headers["link"]


@pytest.mark.parametrize("fault", ["gcs-limit-ignored", "gcs-limit-ignored-uncounted"])
def test_limit_is_ignored_with_and_without_a_total(client: Client, fault: str) -> None:
    everything = client.walk(1)
    client.suffer(fault)
    first, second = client.ids(limit=1), client.ids(limit=1, offset=1)
    assert sorted(first) == sorted(everything)
    assert sorted(second) == sorted(everything[1:])
    assert ("x-total-count" in client.page(limit=1).headers) is (fault == "gcs-limit-ignored")


@pytest.mark.parametrize(
    ("fault", "answered", "kept"),
    [
        ("pst-answer-renamed", False, True),
        ("pst-answer-without-assertions", False, True),
        ("pst-kept-renamed", True, False),
        ("pst-kept-without-assertions", True, False),
        ("pst-kept-in-columns", True, False),
    ],
)
def test_another_record_is_answered_or_kept(client: Client, fault: str, answered: bool, kept: bool) -> None:
    clr = {**client.consumer.clr, "id": f"urn:uuid:{fault}", "name": "As it was posted"}
    client.suffer(fault)
    answer = client.post(clr)
    assert answer.status == 201
    assert answer.struck == (fault,)
    assert (answer.json["clr"] == clr) is answered
    assert (client.listed(clr["id"]) == clr) is kept


@pytest.mark.parametrize("kind", ["url", "urn"])
def test_a_deletion_is_pretended_once_for_each_post(client: Client, kind: str) -> None:
    clr_id = client.consumer.own_id if kind == "url" else "urn:uuid:to-be-deleted"
    clr = {**client.consumer.clr, "id": clr_id}
    client.suffer("del-does-not-delete")
    assert client.post(clr).status == 201
    assert [client.delete(clr_id) for _ in range(2)] == [204, 404]
    assert client.listed(clr_id)
    assert client.post(clr).status == 304
    assert client.delete(clr_id) == 204


@pytest.mark.parametrize("fault", ["gcs-no-token", "gcs-any-token"])
def test_the_door_stands_open_before_anybody_has_logged_in(crowds: Callable[..., Crowd], fault: str) -> None:
    crowd = crowds()
    crowd.faults.switch_on(faults()[fault], Trigger(next=1))
    headers = {"accept": LD_JSON} | ({"authorization": "Bearer made-up"} if fault == "gcs-any-token" else {})
    first, second = (crowd.at_once([Request("GET", f"{BASE_PATH}/clrs", headers)])[0] for _ in range(2))
    assert (first.status, first.struck) == (200, (fault,))
    assert first.json["clrs"]
    assert (second.status, second.struck) == (401, ())


def test_a_clr_of_another_user_is_served_though_its_owner_has_never_read_it(client: Client) -> None:
    path = f"{BASE_PATH}/clrs/mira-rich"

    def read() -> Answer:
        answer: Answer = client._crowd.run([client.consumer._api("GET", path)])[0]
        return answer

    assert read().status == 403
    client.suffer("gcl-of-another-user")
    answer = read()
    assert answer.status == 200
    assert answer.json["id"].endswith(path)
