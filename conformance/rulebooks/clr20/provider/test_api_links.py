"""API: the headers of a page of ``GET /credentials``: X-Total-Count and Link."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from conformance.rulebooks.clr20.provider.edition import LIST
from conformance.rulebooks.clr20.provider.listing import Entry, page_entries
from conformance.rulebooks.clr20.provider.lists import dated, middle_of, text_of
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.answer import Answer
from conformance.suites.lists import expect_relation_leads, expect_total
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete, not_applicable
from conformance.suites.paging import (
    expect_links,
    expect_parameters,
    expect_relation,
    expect_target,
    links,
    raw_links,
    total_count,
)
from conformance.suites.urls import split
from conformance.suites.walking import Walked


@pytest.fixture(scope="module")
def several(target: Clr20Target) -> Walked[Entry]:
    """All records; ends the check when there are fewer than the two that paging needs."""
    return target.lists.several()


# X-Total-Count


@requirement("CLR20-API-16")
@pytest.mark.parametrize("query", ["all", "since"])
def test_total_count_is_what_the_walk_finds(target: Clr20Target, query: str) -> None:
    whole = target.lists.whole()
    expect_total(target.lists, text_of(middle_of(whole)) if query == "since" else None)


@requirement("CLR20-API-16")
def test_total_count_is_a_number(target: Clr20Target) -> None:
    pages = target.lists.whole().pages
    sent = [page for page in pages if page.header("x-total-count") is not None]
    if not sent:
        not_applicable("X-Total-Count is not sent")
    for page in sent:
        if total_count(page) is None:
            actual = str(page.header("x-total-count"))
            page.broken("X-Total-Count is not an integer of 0 or more", expected="an integer", actual=actual)


# Link


@requirement("CLR20-API-17")
def test_a_page_that_is_not_the_whole_list_has_links(target: Clr20Target) -> None:
    expect_links(target.lists.start(), "records")


@requirement("CLR20-API-18")
def test_next_is_there_while_more_follow(target: Clr20Target) -> None:
    expect_relation(_linked(target.lists.start()), "next", "more records follow")


@requirement("CLR20-API-18")
def test_prev_is_there_behind_the_first_page(target: Clr20Target) -> None:
    counted = target.lists.counted()
    # Behind the second page too: there first and prev are no longer one link.
    for offset in (1, 2)[: max(len(counted.entries) - 1, 1)]:
        answer = _linked(target.api.get_credentials(limit=1, offset=offset).require(200))
        expect_relation(answer, "prev", "offset is above 0")


@requirement("CLR20-API-18")
@pytest.mark.parametrize("offset", [0, 1])
def test_first_and_last_are_always_there(target: Clr20Target, several: Walked[Entry], offset: int) -> None:
    answer = _linked(target.api.get_credentials(limit=1, offset=offset).require(200))
    expect_relation(answer, "first", "there is a Link header")
    if total_count(answer) is not None:  # without a total nobody may know where the last page is
        expect_relation(answer, "last", "there is a Link header, and the total is known")


@requirement("CLR20-API-18")
@pytest.mark.parametrize(
    ("relation", "offset", "to"), [("next", 0, 1), ("prev", 1, 0), ("first", 1, 0), ("last", 0, -1)]
)
def test_relation_leads_where_it_says(target: Clr20Target, relation: str, offset: int, to: int) -> None:
    """Pages of one record: the page behind a link is the one at an offset. ``to`` counts from the end below 0."""
    expect_relation_leads(target.lists, relation, offset, to)


@requirement("CLR20-API-19")
def test_links_are_absolute_and_keep_the_query(target: Clr20Target, several: Walked[Entry]) -> None:
    found = dated(several.entries)
    if not found:
        incomplete("no listed record has an id and a timestamp with time zone as its validFrom")
    since = text_of(min(one.moments[0] for one in found))
    answer = target.api.get_credentials(limit=1, since=since).require(200)
    kept = len(page_entries(answer)) <= 1
    for relation, url in raw_links(_linked(answer)).items():
        expect_target(answer, relation, url, target.facts.base_path + target.facts.operations[LIST].path, LIST)
        expect_parameters(answer, relation, url, since)
        page = target.api.get_page(url)
        page.expect(200, why=f"the link {relation} leads to {page.status}")
        # A page that is too large though the link asks for one record is the row of limit (CLR20-API-14).
        if len(page_entries(page)) > 1 and "limit" not in parse_qs(split(url).query) and kept:
            page.broken(f"the link {relation} forgets limit=1", expected="one record", actual=url)


def _linked(answer: Answer) -> Answer:
    """A page with paging links; ends the check where it has none, of which a row of its own speaks."""
    if not links(answer):
        not_applicable("the page has no paging links (see CLR20-API-17)")
    return answer
