"""Lists as their checks look at them: providers of a few entries that understand limit and offset, or do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from conformance.suites.answer import Answer
from conformance.suites.lists import (
    ListRows,
    Lists,
    expect_offset_counts_entries,
    expect_offset_from_zero,
    expect_pages_cover,
    expect_relation_leads,
    expect_total,
    moment,
)
from conformance.suites.outcomes import Broken, Incomplete, NotApplicable
from conformance.suites.walking import Pager

from .conftest import reply

URL = "https://provider.example/entries"
ROWS = ListRows("R-limit", "R-offset", "R-cover", "R-total", "R-links", "R-targets")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that is nothing but its id."""

    id: str

    @property
    def key(self) -> str:
        """The id."""
        return self.id


class Provider:
    """A list of so many entries; ``read`` changes limit and offset before they are used."""

    def __init__(self, count: int, read: Callable[[int, int], tuple[int, int]] = lambda *asked: asked) -> None:
        self.count, self.read = count, read
        self.total: int | None = count
        self.moved: dict[str, int] = {}

    def ask(self, limit: int = 100, offset: int = 0, **_: Any) -> Answer:
        """A page."""
        size, start = self.read(limit, offset)
        ids = [f"e{index}" for index in range(self.count)][start : start + size]
        last = max(0, (self.count - 1) // limit * limit)
        places = {"first": 0, "last": last}
        if offset + limit < self.count:
            places["next"] = offset + limit
        if offset:
            places["prev"] = max(0, offset - limit)
        links = ", ".join(
            f'<{URL}?limit={limit}&offset={place + self.moved.get(relation, 0)}>; rel="{relation}"'
            for relation, place in places.items()
        )
        total: dict[str, Any] = {} if self.total is None else {"x_total_count": str(self.total)}
        return Answer(reply({"ids": ids}, url=f"{URL}?limit={limit}&offset={offset}", link=links, **total), "a list")

    def follow(self, url: str) -> Answer:
        """The page behind a link."""
        query = dict(pair.split("=") for pair in url.partition("?")[2].split("&"))
        return self.ask(int(query["limit"]), int(query["offset"]))

    def lists(self, pages: int = 50) -> Lists[Entry]:
        """The views of it."""
        return Lists(Pager(self.ask, self.follow, entries, "entries", "R-next", "R-targets"), pages, ROWS)


def entries(answer: Answer) -> tuple[Entry, ...]:
    """The entries of a page."""
    return tuple(Entry(name) for name in answer.json()["ids"])


CHECKS: dict[str, Callable[[Lists[Entry]], None]] = {
    "zero": expect_offset_from_zero,
    "entries": expect_offset_counts_entries,
    "cover": expect_pages_cover,
    "total": lambda lists: expect_total(lists, None),
    "next": lambda lists: expect_relation_leads(lists, "next", 0, 1),
    "prev": lambda lists: expect_relation_leads(lists, "prev", 1, 0),
    "last": lambda lists: expect_relation_leads(lists, "last", 0, -1),
}


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("count", [2, 3, 7, 130])
def test_a_right_list_is_right(check: str, count: int) -> None:
    CHECKS[check](Provider(count).lists())


@pytest.mark.parametrize(
    ("check", "read", "why"),
    [
        ("zero", lambda limit, offset: (limit, max(0, offset - 1)), "counted from one"),
        ("entries", lambda limit, offset: (limit, offset * limit), "number of a page"),
        ("cover", lambda limit, offset: (limit, 0), "repeat a"),
        ("cover", lambda limit, offset: (limit, offset + 1 if offset and 1 < limit < 100 else offset), "leave"),
        ("cover", lambda limit, offset: (100, offset), "repeat a"),
    ],
)
def test_a_wrong_list_is_broken(check: str, read: Callable[[int, int], tuple[int, int]], why: str) -> None:
    with pytest.raises(Broken, match=why):
        CHECKS[check](Provider(7, read).lists())


@pytest.mark.parametrize("check", ["zero", "entries", "cover", "next"])
@pytest.mark.parametrize("count", [0, 1])
def test_a_list_with_less_than_two_decides_nothing_of_paging(check: str, count: int) -> None:
    with pytest.raises(Incomplete, match="two entries or more"):
        CHECKS[check](Provider(count).lists())


def test_a_wrong_total_is_broken_and_none_is_no_fault() -> None:
    provider = Provider(7)
    provider.total = 8
    with pytest.raises(Broken, match="X-Total-Count"):
        CHECKS["total"](provider.lists())
    provider.total = None
    with pytest.raises(NotApplicable):
        CHECKS["total"](provider.lists())


@pytest.mark.parametrize(("relation", "by"), [("next", 1), ("prev", 1), ("last", -1)])
def test_a_relation_that_leads_elsewhere_is_broken(relation: str, by: int) -> None:
    provider = Provider(7)
    provider.moved[relation] = by
    with pytest.raises(Broken, match=f"the relation {relation} leads to another page"):
        CHECKS[relation](provider.lists())


def test_a_limit_that_is_not_kept_leaves_open_where_a_link_leads() -> None:
    with pytest.raises(Incomplete, match=r"R-cover|R-limit"):
        CHECKS["next"](Provider(7, lambda limit, offset: (100, offset)).lists())


@pytest.mark.parametrize(
    ("text", "known"),
    [("2026-01-01T00:00:00Z", True), ("2026-01-01T00:00:00+02:00", True), ("2026-01-01T00:00:00", False), ("x", False)],
)
def test_a_moment_has_a_zone(text: str, known: bool) -> None:
    assert (moment(text) is not None) is known
