"""getClrs: pages of the token's own CLRs, newest first, with links and a total."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

Clr = dict[str, Any]


def opened(token: str) -> Clr:
    part = token.split(".")[1]
    clr: Clr = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return clr


def clrs(response: Any) -> list[Clr]:
    body = response.json()
    return [*body["clrs"], *map(opened, body["signedClrs"])]


def links(response: Any) -> dict[str, str]:
    return {rel: url for url, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', response.headers["link"])}


def test_the_set_fits_the_contract(api: Any, valid: Any) -> None:
    found = api.get("/clrs?limit=1000", token=api.token())
    assert found.status_code == 200
    assert found.headers["content-type"] == "application/ld+json"
    valid(found.json(), "ClrSet")
    assert found.json()["signedClrs"]


def test_without_limit_a_page_holds_100(api: Any) -> None:
    token = api.token()
    found = api.get("/clrs", token=token)
    assert len(clrs(found)) == 100
    assert found.headers["x-total-count"] == "110"
    assert found.content == api.get("/clrs?offset=0", token=token).content
    assert links(found)["next"] == f"{api.url}/clrs?limit=100&offset=100"


@pytest.mark.parametrize("limit", [1, 7, 100, 2**31 - 1])
def test_pages_cover_the_set_newest_first_without_gap_or_repeat(api: Any, limit: int) -> None:
    token = api.token("nils")
    whole = clrs(api.get("/clrs", token=token))
    walked, page = [], api.get(f"/clrs?limit={limit}", token=token)
    while True:
        assert len(clrs(page)) <= limit
        assert page.headers["x-total-count"] == str(len(whole))
        walked += clrs(page)
        if "next" not in links(page):
            break
        page = api.get(links(page)["next"], token=token)
    assert sorted(clr["id"] for clr in walked) == sorted(clr["id"] for clr in whole)
    if limit == 1:
        issued = [clr["issuedOn"] for clr in walked]
        assert issued == sorted(issued, reverse=True)


@pytest.mark.parametrize(
    ("query", "relations"),
    [
        ("limit=3", {"next": (3, 3), "last": (3, 9), "first": (3, 0)}),
        ("limit=3&offset=4", {"next": (3, 7), "last": (3, 9), "first": (3, 0), "prev": (3, 1)}),
        ("limit=3&offset=9", {"last": (3, 9), "first": (3, 0), "prev": (3, 6)}),
        ("limit=5&offset=2", {"next": (5, 7), "last": (5, 10), "first": (5, 0), "prev": (5, 0)}),
        ("limit=3&offset=400", {"last": (3, 9), "first": (3, 0), "prev": (3, 9)}),
        ("limit=50", {"last": (50, 0), "first": (50, 0)}),
    ],
)
def test_links_name_the_neighbouring_pages(api: Any, query: str, relations: dict[str, tuple[int, int]]) -> None:
    found = api.get(f"/clrs?{query}", token=api.token("nils"))
    assert found.headers["x-total-count"] == "11"
    expected = {rel: f"{api.url}/clrs?limit={limit}&offset={offset}" for rel, (limit, offset) in relations.items()}
    assert links(found) == expected


def test_links_keep_since_and_can_be_followed(api: Any) -> None:
    token = api.token()
    found = api.get("/clrs?limit=2&since=2020-01-01T00:00:00%2B01:00", token=token)
    assert links(found)["next"].endswith("limit=2&offset=2&since=2020-01-01T00%3A00%3A00%2B01%3A00")
    assert all(api.get(url, token=token).status_code == 200 for url in links(found).values())


def test_an_offset_past_the_end_gives_an_empty_page(api: Any) -> None:
    found = api.get("/clrs?offset=1000", token=api.token())
    assert (found.status_code, clrs(found), found.headers["x-total-count"]) == (200, [], "110")


def since(api: Any, moment: str) -> list[str]:
    found = api.get(f"/clrs?limit=1000&since={moment}", token=api.token("sofia"))
    assert found.headers["x-total-count"] == str(len(clrs(found)))
    return [clr["issuedOn"] for clr in clrs(found)]


def test_since_leaves_out_what_was_issued_then_or_before(api: Any) -> None:
    issued = sorted(since(api, "2000-01-01T00:00:00Z"))
    exactly = issued[3]
    assert sorted(since(api, exactly)) == [moment for moment in issued if moment > exactly]
    assert sorted(since(api, exactly.replace("Z", ".000001Z"))) == [moment for moment in issued if moment > exactly]
    assert len(since(api, exactly.replace("00Z", "59Z").replace(":", "%3A"))) == len(issued) - 4
    assert since(api, "2100-01-01T00:00:00Z") == []


BAD = [
    "limit=0",
    "limit=-1",
    "limit=abc",
    "limit=",
    "limit=1.5",
    "limit=%2B1",
    "limit=1e2",
    "limit=٣",
    "limit=2147483648",
    "limit=99999999999999999999999999",
    "limit=1&limit=2",
    "offset=-1",
    "offset=abc",
    "offset=2147483648",
    "offset=0&offset=0",
    "since=yesterday",
    "since=2021-01-01",
    "since=2021-01-01T00:00:00",
    "since=2021-13-01T00:00:00Z",
    "since=2021-02-30T00:00:00Z",
    "since=2021-01-01T25:00:00Z",
    "since=2021-01-01T00:00:00+01:00",
    "since=2021-01-01%2000:00:00Z",
    "since=2021-01-01T00:00:00Z&since=2021-01-01T00:00:00Z",
    "limit=%FF",
]


@pytest.mark.parametrize("query", BAD)
def test_an_illegal_parameter_is_refused(api: Any, is_status: Any, query: str) -> None:
    token = api.token()
    assert api.get("/clrs?limit=1&offset=0&since=2021-01-01T00:00:00Z", token=token).status_code == 200
    is_status(api.get(f"/clrs?{query}", token=token), 400, "invalid_query_parameter")


@pytest.mark.parametrize("query", ["sort=name", "Limit=0", "x=%FE", "limit=3&foo=1&foo=2", ""])
def test_unknown_parameters_are_ignored(api: Any, query: str) -> None:
    expected = 400 if "%FE" in query else 200  # what is not UTF-8 cannot be read at all
    assert api.get(f"/clrs?{query}", token=api.token()).status_code == expected


@pytest.mark.parametrize(
    "moment",
    [
        "2016-12-31T23:59:60Z",
        "2016-12-31t23:59:59.123456789z",
        "2016-12-31T23:59:59-00:00",
        "0001-01-01T00:00:00%2B23:59",
    ],
)
def test_every_rfc_3339_timestamp_is_understood(api: Any, moment: str) -> None:
    assert api.get(f"/clrs?since={moment}", token=api.token()).status_code == 200


def test_each_user_sees_own_clrs_only(api: Any) -> None:
    seen = {user: {clr["id"] for clr in clrs(api.get("/clrs?limit=999", token=api.token(user)))} for user in USERS}
    assert sum(map(len, seen.values())) == len(set().union(*seen.values()))
    assert all(seen.values())


USERS = ("mira", "jonas", "amal", "sofia", "nils")


def test_a_client_on_its_own_account_sees_nobodys(api: Any) -> None:
    assert clrs(api.get("/clrs", token=api.token(None, client="lonely"))) == []


def test_no_id_is_there_twice(api: Any) -> None:
    ids = [clr["id"] for clr in clrs(api.get("/clrs?limit=1000", token=api.token()))]
    assert len(ids) == len(set(ids))


def test_a_revoked_clr_is_not_listed(api: Any) -> None:
    ids = {clr["id"] for clr in clrs(api.get("/clrs?limit=1000", token=api.token()))}
    assert api.server.known_ids["revoked_clr"] not in ids


def test_head_has_the_headers_of_get_and_no_body(api: Any) -> None:
    token = api.token()
    got, headed = api.get("/clrs?limit=3", token=token), api.send("HEAD", "/clrs?limit=3", token=token)
    assert headed.status_code == 200
    assert headed.content == b""
    for name in ("content-length", "content-type", "link", "x-total-count"):
        assert headed.headers[name] == got.headers[name]


def nodes(value: Any) -> Iterator[Any]:
    yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(item)


def test_no_member_is_null(api: Any) -> None:
    assert None not in list(nodes(api.get("/clrs?limit=1000", token=api.token()).json()))
