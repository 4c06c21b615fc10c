"""Lists: what is served in each scenario."""

from __future__ import annotations

import zlib
from typing import Any

import httpx
import pytest

from mock_provider.behaviour.oddities.bodies import BOMB_SIZE
from mock_provider.scenarios import scenarios
from mock_provider.testing import running_mock


def test_in_the_plain_sitting_there_are_three_pages(played: Any) -> None:
    with played("plain") as walk:
        assert len(walk.pages) >= 3
        assert walk.sizes[0] == 4
        assert walk.struck == []


def test_odd_sets_have_plain_pages_around_them(played: Any) -> None:
    with played("pages-odd-sets") as walk:
        bodies = [page.json() for page in walk.pages]
        assert [sorted(body.keys() & {"clrs", "signedClrs"}) for body in bodies[:5]] == [
            ["clrs", "signedClrs"],
            ["signedClrs"],
            ["clrs"],
            [],
            ["clrs", "signedClrs"],
        ]
        assert walk.struck == [1, 2, 3, 4]
        assert bodies[4]["clrs"] == bodies[4]["signedClrs"] == []
        assert walk.sizes[0] == 2
        assert walk.sizes[5] > 0


def test_an_empty_list_is_one_page(played: Any) -> None:
    with played("empty-list") as walk:
        assert walk.sizes == [0]


def test_a_list_that_shrinks_says_so_from_its_second_page_on(played: Any) -> None:
    with played("plain") as walk:
        plain = walk.sizes
    with played("pages-shrink") as walk:
        totals = [int(page.headers["x-total-count"]) for page in walk.pages]
        assert totals == [sum(plain), *[sum(plain) - 1] * (len(plain) - 1)]
        assert sum(walk.sizes) == sum(plain) - 1


@pytest.mark.parametrize(
    "name",
    ["pages-uneven", "pages-cursor", "links-titles", "links-unquoted", "links-many", "link-path", "link-query"],
)
def test_all_pages_are_reached_by_whoever_follows_the_links(played: Any, name: str) -> None:
    with played("plain") as walk:
        plain = sum(walk.sizes)
    with played(name) as walk:
        assert sum(walk.sizes) == plain
        assert walk.struck[0] == 0


def test_a_relative_link_has_no_host(played: Any) -> None:
    with played("link-path") as walk:
        assert walk.pages[0].links["next"]["url"].startswith("/")
    with played("link-query") as walk:
        assert walk.pages[0].links["next"]["url"].startswith("?")


def test_a_page_that_is_its_own_next_page(played: Any) -> None:
    with played("next-is-itself") as walk:
        assert len({str(page.url) for page in walk.pages}) == 2
        assert walk.struck == list(range(1, len(walk.pages)))


def test_a_list_without_end_has_new_addresses(played: Any) -> None:
    with played("next-without-end") as walk:
        assert len({str(page.url) for page in walk.pages}) == len(walk.pages) == 12


def test_the_second_page_leads_to_plain_http_where_somebody_listens(played: Any) -> None:
    with played("http-link") as walk:
        assert walk.struck == [1]
        target = walk.pages[1].links["next"]["url"]
        assert target.startswith("http://")
        assert httpx.get(target, headers={"Authorization": f"Bearer {walk.token}"}).status_code == 421
        last = walk.mock.recorder.exchanges()[-1]
        assert (last.place, last.tls, last.bearer) == ("plain", None, walk.token)


def test_a_small_page_is_very_large_when_it_is_expanded(connected: Any) -> None:
    with running_mock(**scenarios("clr10")["gzip-bomb"].mock_settings) as mock:
        api = connected(mock)
        token = api.token("mira")
        headers = {"Accept": "application/ld+json", "Authorization": f"Bearer {token}"}
        second = api.get("/clrs", token=token).links["next"]["url"]
        with api._http.stream("GET", second, headers={**headers, "Accept-Encoding": "gzip"}) as response:
            raw = b"".join(response.iter_raw())
        bare = api._http.get(second, headers={**headers, "Accept-Encoding": "identity"})
        api.close()
    assert response.headers["content-encoding"] == "gzip"
    assert len(raw) < 1 << 20
    whole = zlib.decompressobj(16 + zlib.MAX_WBITS)
    assert whole.decompress(raw, len(bare.content)) == bare.content
    size = 0
    while not whole.eof:
        size += len(whole.decompress(whole.unconsumed_tail, 1 << 24))
    assert size == BOMB_SIZE
