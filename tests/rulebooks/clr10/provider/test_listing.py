"""Lists: walks that end, entries signed and unsigned."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import pytest

from conformance.rulebooks.clr10.provider.listing import page_entries, walk, walk_by_offset
from conformance.suites.answer import Answer
from conformance.suites.compact import payload
from conformance.suites.outcomes import Incomplete
from tests.suites.conftest import reply

URL = "https://provider.example/ims/clr/v1p0/clrs"


def answer(body: Any = None, **how: Any) -> Answer:
    return Answer(reply(body if body is not None else {}, **how), "getClrs")


def signed(value: Any) -> str:
    text = base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJub25lIn0.{text}.c2ln"


def test_entries_are_unsigned_and_signed() -> None:
    entries = page_entries(answer({"clrs": [{"id": "a"}, 5], "signedClrs": [signed({"id": "b"}), "x.y.z", None]}))

    assert [(entry.id, entry.jws is None) for entry in entries] == [("a", True), ("b", False), ("", False)]


@pytest.mark.parametrize("body", [[], {"clrs": {}}, {"signedClrs": "a"}, b"<p>", b""])
def test_what_is_no_set_decides_nothing(body: Any) -> None:
    with pytest.raises(Incomplete):
        page_entries(answer(body))


@pytest.mark.parametrize("jws", ["", "a.b", "a.!!!.c", signed([1]), "é.é.é", f"a.{'Ww' * 9000}.c"])
def test_payloads_that_cannot_be_read_are_empty(jws: str) -> None:
    assert payload(jws) == {}


class Pages:
    """A provider of so many CLRs that understands limit and offset, with faults on request."""

    def __init__(
        self, count: int, *, most: int = 100, end: int = 200, repeat: bool = False, endless: bool = False
    ) -> None:
        self.count, self.most, self.end, self.repeat, self.endless = count, most, end, repeat, endless
        self.asked: list[str] = []

    def get_clrs(self, limit: int = 100, offset: int = 0, **_: Any) -> Answer:
        return self.page(0 if self.repeat else offset, min(limit, self.most))

    def get_page(self, url: str) -> Answer:
        return self.page(int(url.rpartition("=")[2]), self.most)

    def page(self, offset: int, limit: int) -> Answer:
        url = f"{URL}?offset={offset}"
        self.asked.append(url)
        ids = range(offset, offset + limit) if self.endless else range(offset, min(offset + limit, self.count))
        more = self.endless or offset + limit < self.count
        following = offset if self.repeat else offset + limit
        header = {"link": f'<{URL}?offset={following}>; rel="next"'} if more else {}
        body = {"clrs": [{"id": f"clr-{index}"} for index in ids]}
        return answer(body, code=200 if ids else self.end, url=url, **header)


def test_walks_find_all() -> None:
    by_link = walk(Pages(250), 50)  # type: ignore[arg-type]
    by_offset = walk_by_offset(Pages(250), 50)  # type: ignore[arg-type]

    assert [entry.id for entry in by_link.entries] == [entry.id for entry in by_offset.entries]
    assert len(by_link.entries) == 250


@pytest.mark.parametrize("end", [200, 404, 400])
def test_walks_by_offset_take_small_pages_and_any_end(end: int) -> None:
    assert len(walk_by_offset(Pages(10, most=3, end=end), 50).entries) == 10  # type: ignore[arg-type]


def test_walks_end() -> None:
    """Neither a next that never ends nor an offset that is ignored holds the run."""
    endless = Pages(0, endless=True)
    with pytest.raises(Incomplete, match="never ends"):
        walk(endless, 7)  # type: ignore[arg-type]
    assert len(endless.asked) == 7

    with pytest.raises(Incomplete, match=r"read before.*CLR10-GCS-020"):
        walk(Pages(250, repeat=True), 50)  # type: ignore[arg-type]

    with pytest.raises(Incomplete, match=r"limits\.pages"):
        walk_by_offset(Pages(0, endless=True), 7)  # type: ignore[arg-type]

    circle = walk_by_offset(Pages(250, repeat=True), 50)  # type: ignore[arg-type]
    assert len(circle.entries) == 100
    assert not circle.complete


class Listed:
    """A provider of these CLRs, whose links next are wrong in one way and whose offsets are right."""

    def __init__(self, clrs: list[dict[str, Any]], most: int, following: str = "", total: int | None = None) -> None:
        self.clrs, self.most, self.following, self.total = clrs, most, following, total
        self.asked: list[str] = []

    def get_clrs(self, limit: int = 100, offset: int = 0, **_: Any) -> Answer:
        self.asked.append(f"offset={offset}")
        found = self.clrs[offset : offset + min(limit, self.most)]
        headers = {"x_total_count": str(self.total)} if self.total is not None else {}
        if self.following and offset + len(found) < len(self.clrs):
            headers["link"] = f'<{self.following}>; rel="next"'
        return answer({"clrs": found}, url=f"{URL}?offset={offset}", **headers)

    def get_page(self, url: str) -> Answer:
        self.asked.append(url)
        return answer({}, code=404, url=url)


@pytest.mark.parametrize("following", ["https://clr.internal/ims/clr/v1p0/clrs?offset=3", f"{URL}/page/2", "http://["])
def test_a_link_that_leads_nowhere_costs_no_clr(following: str) -> None:
    listed = Listed([{"id": f"clr-{index}"} for index in range(8)], most=3, following=following)

    found = walk(listed, 50)  # type: ignore[arg-type]

    assert [entry.id for entry in found.entries] == [f"clr-{index}" for index in range(8)]
    assert "https://clr.internal/ims/clr/v1p0/clrs?offset=3" not in listed.asked


SHARED = [{"id": "a", "name": "x"}, {"id": "a", "name": "y"}, {"id": "b"}, {"id": "a", "name": "z"}]


@pytest.mark.parametrize("most", [1, 2, 3, 100])
def test_clrs_that_share_an_id_are_as_many_as_there_are(most: int) -> None:
    assert [entry.clr for entry in walk_by_offset(Listed(SHARED, most), 50).entries] == SHARED  # type: ignore[arg-type]
    assert [entry.clr for entry in walk_by_offset(Listed(SHARED, most, total=4), 50).entries] == SHARED  # type: ignore[arg-type]


@pytest.mark.parametrize("named", [{}, {"id": "a"}], ids=["without an id", "with one id"])
def test_many_clrs_that_no_id_tells_apart_do_not_hold_the_run(named: dict[str, str]) -> None:
    many = [{**named, "name": str(number)} for number in range(20_000)]
    begun = time.monotonic()

    assert len(walk_by_offset(Listed(many, 5_000), 50, limit=5_000).entries) == 20_000  # type: ignore[arg-type]
    assert time.monotonic() - begun < 10


def test_copies_count_where_the_provider_counts_them() -> None:
    copies = [{"id": "a"}, {"id": "b"}, {"id": "a"}, {"id": "c"}]

    counted = walk_by_offset(Listed(copies, 2, total=4), 50)  # type: ignore[arg-type]
    uncounted = walk_by_offset(Listed(copies, 2), 50)  # type: ignore[arg-type]

    assert (len(counted.entries), counted.repeating) == (4, None)
    assert len(uncounted.entries) == 3
    assert uncounted.repeating is not None
    assert uncounted.repeating.response.url == f"{URL}?offset=2"
