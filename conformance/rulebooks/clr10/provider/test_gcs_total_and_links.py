"""GCS: the headers of a page of ``GET /clrs``: X-Total-Count and Link."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.edition import BASE_PATH
from conformance.rulebooks.clr10.provider.listing import Listing, page_entries, walk_by_offset
from conformance.rulebooks.clr10.provider.lists import ids, issued_of, middle_of, moment
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.suites.answer import Answer
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete, not_applicable
from conformance.suites.paging import links, raw_links, total_count
from conformance.suites.urls import origin, split


@pytest.fixture(scope="module")
def first_page(target: ClrTarget) -> Answer:
    """The answer to a right GET /clrs without any parameter, whatever it is."""
    return target.lists.first_page()


@pytest.fixture(scope="module")
def whole(target: ClrTarget) -> Listing:
    """All CLRs, as offsets find them."""
    return target.lists.whole()


@pytest.fixture(scope="module")
def several(target: ClrTarget) -> Listing:
    """All CLRs; ends the check when there are fewer than the two that paging needs."""
    return target.lists.several()


@pytest.fixture(scope="module")
def start(target: ClrTarget) -> Answer:
    """The first page of one CLR, more to follow."""
    return target.lists.start()


@pytest.fixture(scope="module")
def counted(target: ClrTarget) -> Listing:
    """All CLRs, where it is sure how many there are and that an offset is an index from zero."""
    return target.lists.counted()


@requirement("CLR10-GCS-017", "CLR10-CON-010")
@pytest.mark.parametrize("query", ["all", "since"])
def test_total_count_is_what_the_walk_finds(
    target: ClrTarget, provider: ProviderApi, whole: Listing, query: str
) -> None:
    since = middle_of(whole) if query == "since" else None
    found = walk_by_offset(provider, target.plan.limits.pages, since=since)
    counts = [(page, total_count(page)) for page in found.pages]
    if all(total is None for _, total in counts):
        not_applicable("X-Total-Count is not sent")
    for page, total in counts:
        if total is not None and total != len(found.entries):
            if found.repeating or not found.complete:
                incomplete("pages repeat each other, so that the number of CLRs is not sure (see CLR10-GCS-011)")
            page.broken(
                "X-Total-Count differs from the number of CLRs", expected=str(len(found.entries)), actual=str(total)
            )


@requirement("CLR10-GCS-018")
def test_total_count_is_sent(first_page: Answer) -> None:
    if first_page.require(200).header("x-total-count") is None:
        first_page.broken("a list has no X-Total-Count", expected="X-Total-Count", actual="no such header")


@requirement("CLR10-GCS-019", "CLR10-CON-010")
def test_incomplete_page_has_links(start: Answer) -> None:
    if not links(start):
        actual = start.header("link") or "no such header"
        start.broken("a page that leaves CLRs out has no paging links", expected="a Link header", actual=actual)


@requirement("CLR10-GCS-020", "CLR10-CON-010")
def test_next_is_there_while_more_follow(start: Answer) -> None:
    _expect_relation(start, "next", "more CLRs follow")


@requirement("CLR10-GCS-021", "CLR10-CON-010")
def test_last_page_has_no_next(provider: ProviderApi, counted: Listing) -> None:
    answer = provider.get_clrs(limit=1, offset=len(counted.entries) - 1).require(200)
    if "next" in links(answer):
        answer.broken("the last page has the relation next", expected="no next", actual=links(answer)["next"])


@requirement("CLR10-GCS-022", "CLR10-CON-010")
def test_prev_is_there_behind_the_first_page(provider: ProviderApi, counted: Listing) -> None:
    # Behind the second page too: there first and prev are no longer one link.
    for offset in (1, 2)[: max(len(counted.entries) - 1, 1)]:
        _expect_relation(provider.get_clrs(limit=1, offset=offset).require(200), "prev", "offset is above 0")


@requirement("CLR10-GCS-023", "CLR10-CON-010")
@pytest.mark.parametrize("offset", [0, 1])
def test_first_and_last_are_always_there(provider: ProviderApi, several: Listing, offset: int) -> None:
    answer = provider.get_clrs(limit=1, offset=offset).require(200)
    if not links(answer):
        not_applicable("the page has no paging links (see CLR10-GCS-019)")
    for relation in ("first", "last"):
        _expect_relation(answer, relation, "there is a Link header")


@pytest.mark.parametrize(
    ("relation", "offset", "to"),
    [
        pytest.param("next", 0, 1, marks=requirement("CLR10-GCS-020", "CLR10-CON-010")),
        pytest.param("prev", 1, 0, marks=requirement("CLR10-GCS-022", "CLR10-CON-010")),
        pytest.param("first", 1, 0, marks=requirement("CLR10-GCS-023", "CLR10-CON-010")),
        pytest.param("last", 0, -1, marks=requirement("CLR10-GCS-023", "CLR10-CON-010")),
    ],
)
def test_relation_leads_where_it_says(
    provider: ProviderApi, counted: Listing, relation: str, offset: int, to: int
) -> None:
    """Pages of one CLR, so that the page behind a link is the one at an offset; ``to`` counts from the end below 0."""
    count = len(counted.entries)
    answer = provider.get_clrs(limit=1, offset=offset).require(200)
    url = links(answer).get(relation)
    if url is None:
        not_applicable(f"the page has no relation {relation}")
    if to < 0 and total_count(answer) not in (None, count):
        incomplete("how many CLRs there are is not sure (see CLR10-GCS-017)")
    page = provider.get_page(_at_home(url, answer))
    if page.status != 200:
        incomplete(f"the link {relation} leads to {page.status}: {url} (see CLR10-GCS-024)")
    wanted = page_entries(provider.get_clrs(limit=1, offset=to % count).require(200))
    found = page_entries(page)
    if len(wanted) != 1 or len(found) > 1:
        incomplete("limit=1 is not kept (see CLR10-GCS-008 and CLR10-GCS-024)")
    if ids(found) != ids(wanted):
        page.broken(
            f"the relation {relation} leads to another page",
            expected=wanted[0].id,
            actual=found[0].id if found else "a page without CLRs",
        )


def _at_home(url: str, answer: Answer) -> str:
    """The link at the target's own origin: which page it means can be seen there, though the host is wrong."""
    return (
        split(url)._replace(scheme=split(answer.response.url).scheme, netloc=split(answer.response.url).netloc).geturl()
    )


def _expect_relation(answer: Answer, relation: str, reason: str) -> None:
    if relation not in links(answer):
        answer.broken(
            f"the relation {relation} is missing though {reason}",
            expected=f'rel="{relation}"',
            actual=", ".join(links(answer)) or "no relation",
        )


@requirement("CLR10-GCS-024", "CLR10-CON-010")
def test_links_lead_to_pages_of_the_same_list(provider: ProviderApi, several: Listing) -> None:
    since = issued_of(several)[0]
    answer = provider.get_clrs(limit=1, since=since).require(200)
    targets, kept = raw_links(answer), len(page_entries(answer)) <= 1
    if not targets:
        not_applicable("the page has no paging links (see CLR10-GCS-019)")
    for relation, url in targets.items():
        _expect_absolute(answer, relation, url)
        _expect_parameters(answer, relation, url, since)
        page = provider.get_page(url)
        page.expect(200, why=f"the link {relation} leads to {page.status}")
        # A page that is too large though the link asks for one CLR is the row of limit (CLR10-GCS-008).
        if len(page_entries(page)) > 1 and "limit" not in parse_qs(split(url).query) and kept:
            page.broken(f"the link {relation} forgets limit=1", expected="one CLR", actual=url)


def _expect_absolute(answer: Answer, relation: str, url: str) -> None:
    parts = split(url)
    # A target on plain http hears of that from CLR10-API-002; its links need not be blamed for it too.
    if parts.scheme not in ("https", split(answer.response.url).scheme) or not parts.netloc:
        answer.broken(f"the link {relation} is not an absolute https URL", expected="https://...", actual=url)
    if origin(url) != origin(answer.response.url):
        answer.broken(
            f"the link {relation} leads to another origin than that of the target, where no token is sent",
            expected="://".join(origin(answer.response.url)),
            actual=url,
        )
    if not parts.path.endswith(f"{BASE_PATH}/clrs"):
        answer.broken(f"the link {relation} is not a URL of getClrs", expected=f"...{BASE_PATH}/clrs?...", actual=url)


def _expect_parameters(answer: Answer, relation: str, url: str, since: str) -> None:
    query = parse_qs(split(url).query)
    if query.keys() - {"limit", "offset", "since"}:
        return  # a cursor of the provider's own may hold both
    if query.get("limit") != ["1"]:
        answer.broken(f"the link {relation} forgets limit=1", expected="limit=1", actual=url)
    if moment(query.get("since", [""])[0]) != moment(since):
        answer.broken(f"the link {relation} forgets since", expected=f"since={since}", actual=url)
