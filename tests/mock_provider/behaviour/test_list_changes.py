"""Changes to pages of a list: each strikes what is there, and nothing where there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from starlette.datastructures import MutableHeaders

from conformance.standard.facts import facts
from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.list_changes import (
    count_links_from_one,
    count_offset_from_one,
    drop_if,
    drop_limit,
    drop_relation,
    filter_by,
    is_whole,
    move_links,
    name_internal_host,
    restore_since_in_links,
    rewrite_links,
    write_total,
)
from mock_provider.http.status import StatusForm

URL = "https://mock.example/list"
LINK = f'<{URL}?limit=2&offset=4>; rel="next", <{URL}?limit=2&offset=0>; rel="first"'

CHANGES: dict[str, tuple[Callable[[Response], object], dict[str, str]]] = {
    "total": (write_total(lambda _, total: total + 1), {"x-total-count": "8"}),
    "relation left out": (drop_relation("next"), {"link": f'<{URL}?limit=2&offset=0>; rel="first"'}),
    "relation moved": (move_links("next", lambda offset: offset + 1), {"link": LINK.replace("=4", "=5")}),
    "relation never below 0": (move_links("first", lambda offset: offset - 1), {"link": LINK}),
    "counted from one": (count_links_from_one, {"link": LINK.replace("=4", "=5").replace("=0", "=1")}),
    "relative": (rewrite_links("<https://[^/]+", "<"), {"link": LINK.replace("https://mock.example", "")}),
    "another host": (
        name_internal_host("next"),
        {"link": LINK.replace("mock.example/list?limit=2&offset=4", "clr.internal/list?limit=2&offset=4")},
    ),
}


def request(**query: str) -> Request:
    return Request("GET", "/list", query, MutableHeaders(), b"", facts("clr20"), StatusForm("", "application/json"))


def page(status: int = 200, asked: Request | None = None, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(asked or request(), status, MutableHeaders(headers=named), b"{}")


@pytest.mark.parametrize("name", CHANGES)
def test_a_page_is_changed(name: str) -> None:
    change, expected = CHANGES[name]
    response = page(link=LINK, x_total_count="7")

    change(response)

    assert dict(response.headers) == {"link": LINK, "x-total-count": "7", **expected}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("status", [200, 400])
def test_what_is_not_there_stays_away(name: str, status: int) -> None:
    response = page(status)

    CHANGES[name][0](response)

    assert dict(response.headers) == {}


@pytest.mark.parametrize("name", CHANGES)
def test_a_refusal_stays_as_it_is(name: str) -> None:
    response = page(400, link=LINK, x_total_count="7")

    CHANGES[name][0](response)

    assert dict(response.headers) == {"link": LINK, "x-total-count": "7"}


def test_the_last_link_goes_with_its_header() -> None:
    response = page(link=f'<{URL}?limit=2&offset=4>; rel="next"')

    drop_relation("next")(response)

    assert "link" not in response.headers


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (drop_limit, {"limit": "2", "offset": "1"}, {"offset": "1"}),
        (drop_limit, {"limit": "0"}, {"limit": "0"}),
        (count_offset_from_one, {"offset": "2"}, {"offset": "1"}),
        (count_offset_from_one, {"offset": "0"}, {"offset": "0"}),
        (count_offset_from_one, {"offset": "abc"}, {"offset": "abc"}),
        (drop_if("since", str.isalpha), {"since": "yesterday"}, {}),
        (drop_if("since", str.isalpha), {"since": "2026-01-01"}, {"since": "2026-01-01"}),
        (drop_if("limit", is_whole), {"offset": "1"}, {"offset": "1"}),
    ],
)
def test_a_query_is_read_otherwise(
    change: Callable[[Request], Any], before: dict[str, str], after: dict[str, str]
) -> None:
    asked = request(**before)

    change(asked)

    assert asked.query == after


def test_another_filter_does_not_show_in_the_links() -> None:
    asked = request(since="2026-01-01T00:00:00Z")

    filter_by(lambda moment: moment.replace(year=moment.year + 1).isoformat())(asked)
    response = page(asked=asked, link=f'<{URL}?since={asked.query["since"]}>; rel="first"')
    restore_since_in_links(response)

    assert datetime.fromisoformat(asked.query["since"]).year == 2027
    assert response.headers["link"] == f'<{URL}?since=2026-01-01T00%3A00%3A00Z>; rel="first"'


@pytest.mark.parametrize("since", ["yesterday", "2026-01-01T00:00:00"])
def test_what_is_no_moment_is_not_filtered_by_another(since: str) -> None:
    asked = request(since=since)

    filter_by(lambda moment: moment.isoformat())(asked)

    assert asked.query == {"since": since}
