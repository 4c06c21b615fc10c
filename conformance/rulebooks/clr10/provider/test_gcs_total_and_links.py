"""GCS: the headers of a page of ``GET /clrs``: X-Total-Count and Link."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.edition import BASE_PATH
from conformance.rulebooks.clr10.provider.listing import Entry, page_entries
from conformance.rulebooks.clr10.provider.lists import issued_of, middle_of
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.suites.answer import Answer
from conformance.suites.lists import expect_relation_leads, expect_total
from conformance.suites.marks import requirement
from conformance.suites.outcomes import not_applicable
from conformance.suites.paging import (
    expect_links,
    expect_no_next,
    expect_parameters,
    expect_relation,
    expect_target,
    links,
    raw_links,
)
from conformance.suites.urls import split
from conformance.suites.walking import Walked


@pytest.fixture(scope="module")
def first_page(target: ClrTarget) -> Answer:
    """The answer to a right GET /clrs without any parameter, whatever it is."""
    return target.lists.first_page()


@pytest.fixture(scope="module")
def whole(target: ClrTarget) -> Walked[Entry]:
    """All CLRs, as offsets find them."""
    return target.lists.whole()


@pytest.fixture(scope="module")
def several(target: ClrTarget) -> Walked[Entry]:
    """All CLRs; ends the check when there are fewer than the two that paging needs."""
    return target.lists.several()


@pytest.fixture(scope="module")
def start(target: ClrTarget) -> Answer:
    """The first page of one CLR, more to follow."""
    return target.lists.start()


@pytest.fixture(scope="module")
def counted(target: ClrTarget) -> Walked[Entry]:
    """All CLRs, where it is sure how many there are and that an offset is an index from zero."""
    return target.lists.counted()


@requirement("CLR10-GCS-017", "CLR10-CON-010")
@pytest.mark.parametrize("query", ["all", "since"])
def test_total_count_is_what_the_walk_finds(target: ClrTarget, whole: Walked[Entry], query: str) -> None:
    expect_total(target.lists, middle_of(whole) if query == "since" else None)


@requirement("CLR10-GCS-018")
def test_total_count_is_sent(first_page: Answer) -> None:
    if first_page.require(200).header("x-total-count") is None:
        first_page.broken("a list has no X-Total-Count", expected="X-Total-Count", actual="no such header")


@requirement("CLR10-GCS-019", "CLR10-CON-010")
def test_incomplete_page_has_links(start: Answer) -> None:
    expect_links(start, "CLRs")


@requirement("CLR10-GCS-020", "CLR10-CON-010")
def test_next_is_there_while_more_follow(start: Answer) -> None:
    expect_relation(start, "next", "more CLRs follow")


@requirement("CLR10-GCS-021", "CLR10-CON-010")
def test_last_page_has_no_next(provider: ProviderApi, counted: Walked[Entry]) -> None:
    answer = provider.get_clrs(limit=1, offset=len(counted.entries) - 1).require(200)
    expect_no_next(answer)


@requirement("CLR10-GCS-022", "CLR10-CON-010")
def test_prev_is_there_behind_the_first_page(provider: ProviderApi, counted: Walked[Entry]) -> None:
    # Behind the second page too: there first and prev are no longer one link.
    for offset in (1, 2)[: max(len(counted.entries) - 1, 1)]:
        expect_relation(provider.get_clrs(limit=1, offset=offset).require(200), "prev", "offset is above 0")


@requirement("CLR10-GCS-023", "CLR10-CON-010")
@pytest.mark.parametrize("offset", [0, 1])
def test_first_and_last_are_always_there(provider: ProviderApi, several: Walked[Entry], offset: int) -> None:
    answer = provider.get_clrs(limit=1, offset=offset).require(200)
    if not links(answer):
        not_applicable("the page has no paging links (see CLR10-GCS-019)")
    for relation in ("first", "last"):
        expect_relation(answer, relation, "there is a Link header")


@pytest.mark.parametrize(
    ("relation", "offset", "to"),
    [
        pytest.param("next", 0, 1, marks=requirement("CLR10-GCS-020", "CLR10-CON-010")),
        pytest.param("prev", 1, 0, marks=requirement("CLR10-GCS-022", "CLR10-CON-010")),
        pytest.param("first", 1, 0, marks=requirement("CLR10-GCS-023", "CLR10-CON-010")),
        pytest.param("last", 0, -1, marks=requirement("CLR10-GCS-023", "CLR10-CON-010")),
    ],
)
def test_relation_leads_where_it_says(target: ClrTarget, relation: str, offset: int, to: int) -> None:
    """Pages of one CLR, so that the page behind a link is the one at an offset; ``to`` counts from the end below 0."""
    expect_relation_leads(target.lists, relation, offset, to)


@requirement("CLR10-GCS-024", "CLR10-CON-010")
def test_links_lead_to_pages_of_the_same_list(provider: ProviderApi, several: Walked[Entry]) -> None:
    since = issued_of(several)[0]
    answer = provider.get_clrs(limit=1, since=since).require(200)
    targets, kept = raw_links(answer), len(page_entries(answer)) <= 1
    if not targets:
        not_applicable("the page has no paging links (see CLR10-GCS-019)")
    for relation, url in targets.items():
        expect_target(answer, relation, url, f"{BASE_PATH}/clrs", "getClrs")
        expect_parameters(answer, relation, url, since)
        page = provider.get_page(url)
        page.expect(200, why=f"the link {relation} leads to {page.status}")
        # A page that is too large though the link asks for one CLR is the row of limit (CLR10-GCS-008).
        if len(page_entries(page)) > 1 and "limit" not in parse_qs(split(url).query) and kept:
            page.broken(f"the link {relation} forgets limit=1", expected="one CLR", actual=url)
