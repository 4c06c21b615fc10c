"""What is said of a consumer's walk through the pages of a list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.record import Outcome
from conformance.traffic import Sitting
from conformance.traffic.judge import Ending
from tests.rulebooks.oauth.consumer.deciding import decide
from tests.traffic.building import API, called, cited, listed
from tests.traffic.walking import BEFORE, FIRST, PAGED, page, walked

READS = ("read",)
ODD = ("pages-shrink", "pages-uneven", "pages-cursor", "links-titles", "links-unquoted", "links-many")
PAGES = (page(1), page(2), page(3))


def _all(changed: str = "", *pages: Any, end: str = "through") -> Ending:
    """The plain sitting and the odd ones, of which one is as it is said."""
    odd = [walked(*pages, scenario=name, end=end) if name == changed else walked(*PAGES, scenario=name) for name in ODD]
    plain = walked(*pages, end=end) if changed == "plain" else PAGED
    return decide("OAUTH-HTTP-008", plain, *odd, claims=READS)


def test_who_follows_next_everywhere_passes() -> None:
    assert _all().outcome is Outcome.PASS


@pytest.mark.parametrize("where", ["plain", *ODD])
def test_who_stops_early_is_named_with_the_last_page(where: str) -> None:
    ending = _all(where, page(1))
    assert ending.outcome is Outcome.FAIL
    assert cited(ending)[0] == (FIRST if where == "plain" else BEFORE + FIRST + ODD.index(where) * BEFORE)


def test_a_page_of_ones_own_counting_does_not_follow() -> None:
    first = page(1, to=f"{API}/clrs?cursor=00000004")
    assert _all("pages-cursor", first, listed(2), listed(3)).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    "pages",
    [
        (page(1), listed(2, query={"limit": 4, "offset": 4, "since": "2020-01-01T00:00:00Z"})),
        (page(1), listed(2, query={"offset": 4, "limit": 4})),
        (page(1), replace(listed(2), method="HEAD"), listed(2)),
        (page(1), called("getClr"), page(2), page(3)),
        (page(1), page(2, status=401, to=""), page(2), page(3)),
    ],
    ids=["a parameter more", "another order", "HEAD first", "items between", "a token renewed"],
)
def test_other_right_consumers_pass(pages: Any) -> None:
    assert _all("plain", *pages).outcome is Outcome.PASS


def test_a_consumer_that_was_stopped_shows_nothing() -> None:
    assert _all("links-many", page(1), end="timed-out").outcome is Outcome.INCOMPLETE


def test_a_list_that_was_not_reached_is_open() -> None:
    ending = _all("links-many")
    assert (ending.outcome, ending.reason) == (Outcome.INCOMPLETE, "not reached in links-many")


def test_who_deletes_may_stop_at_the_first_page() -> None:
    delete = walked(page(1), task="delete")
    odd = [walked(*PAGES, scenario=name) for name in ODD]
    assert decide("OAUTH-HTTP-008", PAGED, delete, *odd, claims=READS).outcome is Outcome.PASS


# Relative targets


def _relative(*more: Any, end: str = "through") -> tuple[Sitting, Sitting]:
    path = page(1, struck=True, to="/tenant/ims/clr/v1p0/clrs?limit=4&offset=4")
    query = page(1, struck=True, to="?limit=4&offset=4")
    return (
        walked(path, page(2, of=2), scenario="link-path"),
        walked(query, *more, scenario="link-query", end=end),
    )


def test_relative_links_are_resolved() -> None:
    ending = decide("OAUTH-HTTP-009", PAGED, *_relative(page(2, of=2)), claims=READS)
    assert ending.outcome is Outcome.PASS


@pytest.mark.parametrize("more", [(), (listed(2, url=f"{API}/clrs/clrs"),)], ids=["stops", "asks elsewhere"])
def test_a_relative_link_that_is_not_resolved_is_a_breach(more: Any) -> None:
    ending = decide("OAUTH-HTTP-009", PAGED, *_relative(*more, end="crashed"), claims=READS)
    assert ending.outcome is Outcome.FAIL
    assert cited(ending) == (BEFORE + FIRST + 2 + FIRST,)


def test_who_pages_nowhere_shows_nothing_of_relative_links() -> None:
    assert decide("OAUTH-HTTP-009", walked(page(1)), *_relative(page(2, of=2)), claims=READS).outcome is (
        Outcome.INCOMPLETE
    )


# Walks without end


def _round(laps: int, end: str = "refused") -> tuple[Sitting, Sitting]:
    itself = walked(page(1), page(2, struck=True), scenario="next-is-itself", end="refused")
    pages = [page(each, of=1000, struck=each > 2) for each in range(1, laps + 1)]
    return itself, walked(*pages, scenario="next-without-end", end=end)


@pytest.mark.parametrize("end", ["refused", "crashed", "through"])
def test_an_end_within_a_hundred_pages_passes(end: str) -> None:
    assert decide("OAUTH-HTTP-010", PAGED, *_round(100, end), claims=READS).outcome is Outcome.PASS


@pytest.mark.parametrize("end", ["refused", "timed-out"])
def test_the_hundred_and_first_page_is_a_breach(end: str) -> None:
    ending = decide("OAUTH-HTTP-010", PAGED, *_round(101, end), claims=READS)
    assert ending.outcome is Outcome.FAIL
    assert cited(ending)[0] == BEFORE + FIRST + 2 + FIRST + 100


def test_a_call_without_a_token_before_each_page_is_no_page() -> None:
    itself, endless = _round(60)
    probed = tuple(one for each in endless.exchanges for one in (replace(each, status=401), each))
    asked = (itself, replace(endless, exchanges=probed))
    assert decide("OAUTH-HTTP-010", PAGED, *asked, claims=READS).outcome is Outcome.PASS


def test_a_slow_consumer_that_was_stopped_shows_nothing() -> None:
    assert decide("OAUTH-HTTP-010", PAGED, *_round(30, "timed-out"), claims=READS).outcome is Outcome.INCOMPLETE


def test_who_pages_nowhere_is_not_blamed_for_relative_links() -> None:
    ending = decide("OAUTH-HTTP-009", walked(page(1)), *_relative(end="crashed"), claims=READS)
    assert ending.outcome is Outcome.INCOMPLETE
