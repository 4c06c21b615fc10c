"""GCS: ``GET /clrs``, its paging, its filter, and whose CLRs it shows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs

import pytest

from conformance.suites.answer import Answer
from conformance.suites.api import BASE_PATH, ProviderApi, origin, split
from conformance.suites.guest import EARLIER, now
from conformance.suites.listing import (
    Entry,
    Listing,
    follow,
    links,
    page_entries,
    raw_links,
    total_count,
    walk_by_offset,
)
from conformance.suites.marks import requirement
from conformance.suites.outcomes import CheckEnd, Incomplete, incomplete, manual, not_applicable
from conformance.suites.refusals import expect_no_entry, refused
from conformance.suites.target import Target, Who

FAR_FUTURE = "2999-01-01T00:00:00Z"
LONG_AGO = "1900-01-01T00:00:00Z"
SMALL_PAGES = 25
"""How many pages a walk with a small limit takes at most."""


@pytest.fixture(scope="module")
def stock(target: Target) -> None:
    """The two CLRs that paging and since need, of the run's own where the account has fewer and write is claimed."""
    if "write" not in target.plan.claims:
        return
    with suppress(CheckEnd):  # other rows tell of lists and posts that fail
        for issued in (now(), EARLIER)[len(target.listing.entries) :]:
            target.guest.kept(issuedOn=issued)


@pytest.fixture(scope="module")
def first_page(target: Target, provider: ProviderApi, stock: None) -> Answer:
    """The answer to a right GET /clrs without any parameter, whatever it is."""
    with suppress(CheckEnd):
        target.guest.settle()
    return provider.get_clrs()


@pytest.fixture(scope="module")
def whole(target: Target, provider: ProviderApi, first_page: Answer) -> Listing:
    """All CLRs, as offsets find them; ends the check while the list still changes by a deletion of the run."""
    first_page.require(200)
    late = target.guest.settle()
    if late:
        incomplete(f"the list still changes: the target has not yet deleted {late[0]}, as it said it would (202)")
    return walk_by_offset(provider, target.plan.limits.pages)


@pytest.fixture(scope="module")
def several(whole: Listing) -> Listing:
    """All CLRs; ends the check when there are fewer than the two that paging needs."""
    if len(whole.entries) < 2:
        incomplete("paging needs two CLRs or more in the account of login.owner")
    return whole


@pytest.fixture(scope="module")
def start(provider: ProviderApi, several: Listing) -> Answer:
    """The first page of one CLR, more to follow."""
    answer = provider.get_clrs(limit=1, offset=0).require(200)
    if len(page_entries(answer)) >= len(several.entries):
        incomplete("limit=1 is not kept (see CLR10-GCS-008), so that no page leaves CLRs out")
    return answer


@dataclass(frozen=True, slots=True)
class Beginning:
    """The pages of one CLR at the offsets 0, 1 and 2 of a list of several."""

    pages: tuple[Answer, Answer, Answer]
    listed: Counter[str]
    """How often each id stands in the whole list."""

    def ids(self, offset: int) -> Counter[str]:
        """What stands at an offset: one CLR where limit is kept."""
        return ids(page_entries(self.pages[offset].require(200)))

    @property
    def ignored(self) -> bool:
        """True when the first CLR stands at each offset."""
        return self._repeats and self.ids(1) == self.ids(2)

    @property
    def from_one(self) -> bool:
        """True when the first CLR stands at offset 1 too, and another at offset 2."""
        return self._repeats and self.ids(1) != self.ids(2)

    @property
    def _repeats(self) -> bool:
        """True when offset 1 gives the first CLR; where others have its id (CLR10-GCS-025), that cannot be seen."""
        return self.ids(0) == self.ids(1) and any(self.listed[one] == 1 for one in self.ids(0))


@pytest.fixture(scope="module")
def beginning(provider: ProviderApi, several: Listing) -> Beginning:
    """What the first offsets lead to."""
    first, second, third = (provider.get_clrs(limit=1, offset=offset) for offset in range(3))
    return Beginning((first, second, third), ids(several.entries))


@pytest.fixture(scope="module")
def counted(several: Listing, beginning: Beginning) -> Listing:
    """All CLRs, where it is sure how many there are and that an offset is an index from zero."""
    if beginning.from_one:
        incomplete("offsets do not count from zero (see CLR10-GCS-009)")
    if beginning.ignored or not several.complete or several.repeating:
        incomplete("pages repeat each other, so that it is not sure which CLR is at which offset (see CLR10-GCS-011)")
    return several


def ids(entries: Iterable[Entry]) -> Counter[str]:
    """How often each id occurs."""
    return Counter(entry.id for entry in entries)


# who may read what


@requirement("CLR10-GCS-001")
def test_list_is_a_clr_set(first_page: Answer) -> None:
    first_page.expect(200).expect_document("ClrSet")


@requirement("CLR10-GCS-002")
def test_nobody_sees_the_clrs_of_another(target: Target, whole: Listing) -> None:
    others = walk_by_offset(_api_of(target, "second"), target.plan.limits.pages)
    if not whole.entries and not others.entries:
        incomplete("neither of the two users has a CLR")
    shared = sorted(ids(whole.entries).keys() & ids(others.entries).keys() - {""})
    if shared:
        others.pages[0].broken(
            f"{len(shared)} CLRs are listed for two users", expected="no id in both sets", actual=", ".join(shared[:3])
        )


def _api_of(target: Target, who: Who) -> ProviderApi:
    login = target.plan.login
    known = {"second": login.second_owner or login.second_tokens, "empty": login.empty_owner}
    if login.strategy == "client-credentials" or not known.get(who):
        manual(f"the plan names no {who} user (login.{who}_owner): compare by hand what two users get")
    target.need_another(who)
    return target.api_of(who)


@requirement("CLR10-GCS-003")
@pytest.mark.parametrize("scope", ["replace", "delete", "made up"])
def test_scope_readonly_is_demanded(target: Target, provider: ProviderApi, first_page: Answer, scope: str) -> None:
    first_page.require(200)
    token = "0" * 40 if scope == "made up" else _token_without_readonly(target, scope)
    expect_no_entry(provider.get_clrs(token=token), why=f"a token {_of(scope)} was let in")


@requirement("CLR10-GCS-004")
def test_token_is_demanded(provider: ProviderApi, first_page: Answer) -> None:
    first_page.require(200)
    answer = provider.get_clrs(token=None)
    answer.expect(401, why=f"a list without an access token was answered {answer.status}")


@requirement("CLR10-GCS-005")
@pytest.mark.parametrize("scope", ["replace", "delete"])
def test_other_scopes_get_403(target: Target, provider: ProviderApi, first_page: Answer, scope: str) -> None:
    first_page.require(200)
    answer = provider.get_clrs(token=_token_without_readonly(target, scope))
    answer.expect(403, why=f"a valid token {_of(scope)} was answered {answer.status}")


def _of(scope: str) -> str:
    return "that nobody issued" if scope == "made up" else f"with scope {scope} only"


def _token_without_readonly(target: Target, scope: str) -> str:
    if scope not in target.scopes_wanted:
        not_applicable(f"the plan claims nothing that needs the scope {scope}")
    granted = target.tokens(scope)
    if any(one.endswith("/readonly") for one in granted.scopes):
        incomplete(f"the token with the scope {scope} carries readonly too")
    return granted.access_token


# limit and offset


@requirement("CLR10-GCS-006", "CLR10-CON-010")
@pytest.mark.parametrize("limit", ["0", "-1", "abc"])
def test_illegal_limit_is_refused(provider: ProviderApi, first_page: Answer, limit: str) -> None:
    first_page.require(200)
    provider.get_clrs(limit="1").expect(200, why="limit=1 was refused")
    answer = provider.get_clrs(limit=limit)
    answer.expect(400, why=f"limit={limit} is no integer of 1 or more, but was answered {answer.status}, not 400")


@requirement("CLR10-GCS-007")
def test_default_page_holds_100(whole: Listing, first_page: Answer) -> None:
    found = len(page_entries(first_page))
    if found > 100:
        first_page.broken("a page asked for without limit is too large", expected="at most 100 CLRs", actual=str(found))
    if len(whole.entries) <= 100:
        manual("an account with more than 100 CLRs is needed to see where a page without limit ends")


@requirement("CLR10-GCS-008")
@pytest.mark.parametrize("limit", [1, 2])
def test_limit_is_kept(provider: ProviderApi, several: Listing, limit: int) -> None:
    answer = provider.get_clrs(limit=limit).require(200)
    found = len(page_entries(answer))
    if found > limit:
        answer.broken(f"limit={limit} was not kept", expected=f"at most {limit} CLRs", actual=str(found))


@requirement("CLR10-GCS-009", "CLR10-CON-010")
@pytest.mark.parametrize("offset", ["-1", "abc"])
def test_illegal_offset_is_refused(provider: ProviderApi, first_page: Answer, offset: str) -> None:
    first_page.require(200)
    provider.get_clrs(offset="0").expect(200, why="offset=0 was refused")
    answer = provider.get_clrs(offset=offset)
    answer.expect(400, why=f"offset={offset} is no integer of 0 or more, but was answered {answer.status}, not 400")


@requirement("CLR10-GCS-009", "CLR10-CON-010")
def test_offset_counts_from_zero(beginning: Beginning) -> None:
    if beginning.ignored:
        incomplete("offset=0, offset=1 and offset=2 give the same CLR (see CLR10-GCS-011)")
    if beginning.from_one:
        beginning.pages[1].broken(
            "offset=1 gives the first CLR again, as if offsets were counted from one",
            expected="the second CLR at offset=1",
            actual=f"{next(iter(beginning.ids(1)))}, as at offset=0",
            after=beginning.pages[0],
        )


@requirement("CLR10-GCS-010")
def test_offset_0_is_the_default(provider: ProviderApi, first_page: Answer) -> None:
    without = page_entries(first_page.require(200))
    if not without:
        incomplete("the account of login.owner has no CLR")
    answer = provider.get_clrs(offset=0).require(200)
    if ids(page_entries(answer)) != ids(without):
        answer.broken(
            "offset=0 gives other CLRs than no offset",
            expected=f"{len(without)} CLRs, the same ids",
            actual=f"{len(page_entries(answer))} CLRs",
            after=first_page,
        )


@requirement("CLR10-GCS-011", "CLR10-CON-010")
def test_pages_cover_the_set(target: Target, provider: ProviderApi, several: Listing, beginning: Beginning) -> None:
    if beginning.from_one:
        incomplete("offsets do not count from zero (see CLR10-GCS-009)")
    expected = ids(several.entries)
    limit = math.ceil(len(several.entries) / min(SMALL_PAGES, target.plan.limits.pages - 1))
    found: Counter[str] = Counter()
    for offset, page, entries in _pages_of(provider, limit, len(several.entries), target.plan.limits.pages):
        again = sorted(one for one in ids(entries) if found[one] + 1 > max(1, expected[one]))
        if again:
            more = "" if len(entries) <= limit else f", and holds {len(entries)} CLRs (see CLR10-GCS-008)"
            page.broken(
                f"pages of {limit} repeat a CLR: the page at offset={offset} shows it again{more}",
                expected="each CLR on one page",
                actual=again[0],
            )
        found += ids(entries)
    missing = [one for one in expected if one not in found]
    if missing:
        page.broken(
            f"pages of {limit} leave {len(missing)} CLRs out", expected=f"{len(expected)} CLRs", actual=missing[0]
        )
    if several.repeating or not several.complete:
        (several.repeating or several.pages[-1]).broken(
            "pages of 100 repeat a CLR", expected="each CLR on one page", actual="CLRs that an earlier page shows"
        )


@requirement("CLR10-GCS-011", "CLR10-CON-010")
def test_offset_counts_clrs_and_not_pages(provider: ProviderApi, several: Listing, beginning: Beginning) -> None:
    """Pages of one CLR cannot tell: the second CLR is on the second page."""
    if beginning.from_one:
        incomplete("offsets do not count from zero (see CLR10-GCS-009)")
    page = provider.get_clrs(limit=2, offset=1).require(200)
    second = beginning.ids(1)
    if not second.keys() & ids(page_entries(page)).keys():
        page.broken(
            "limit=2&offset=1 does not hold the CLR at offset=1, as if offset were the number of a page",
            expected=next(iter(second), "the second CLR"),
            actual=", ".join(ids(page_entries(page))) or "no CLR",
            after=beginning.pages[1],
        )


def _pages_of(
    provider: ProviderApi, limit: int, count: int, most: int
) -> Iterator[tuple[int, Answer, Sequence[Entry]]]:
    """The pages of so many CLRs with their offsets and entries, to the first empty one.

    One that is too large counts as ``limit``, as consumers take it.
    """
    offset = asked = 0
    while offset < count:
        if asked >= most:
            incomplete(f"pages of {limit} do not end within {most} pages (limits.pages)")
        page = provider.get_clrs(limit=limit, offset=offset)
        entries = () if page.status in (204, 400, 404) and offset else page_entries(page.require(200))
        yield offset, page, entries
        if not entries:
            return
        offset, asked = offset + min(len(entries), limit), asked + 1


@requirement("CLR10-GCS-012")
def test_offset_past_the_end_is_empty(provider: ProviderApi, whole: Listing) -> None:
    answer = provider.get_clrs(offset=len(whole.entries) + 1000)
    answer.expect(200, why=f"an offset past the end was answered {answer.status}")
    if page_entries(answer):
        answer.broken("a page past the end holds CLRs", expected="no CLR", actual=f"{len(page_entries(answer))} CLRs")


# since


@requirement("CLR10-GCS-013")
def test_since_in_the_future_gives_none(provider: ProviderApi, whole: Listing) -> None:
    _expect_since(provider, whole, FAR_FUTURE)


@requirement("CLR10-GCS-013")
def test_since_long_ago_gives_all(provider: ProviderApi, whole: Listing) -> None:
    _expect_since(provider, whole, LONG_AGO)


@requirement("CLR10-GCS-013")
def test_since_leaves_out_what_was_issued_at_that_moment(provider: ProviderApi, whole: Listing) -> None:
    _expect_since(provider, whole, _issued(whole)[-1])


@requirement("CLR10-GCS-013")
def test_since_in_the_middle_gives_what_is_newer(provider: ProviderApi, whole: Listing) -> None:
    _expect_since(provider, whole, _middle(whole))


def _issued(whole: Listing) -> list[str]:
    """The issuedOn texts that are timestamps with zone, the newest last."""
    texts = (str(entry.clr.get("issuedOn")) for entry in whole.entries)
    found = sorted((text for text in texts if moment(text)), key=lambda text: moment(text) or datetime.now(UTC))
    if not found:
        incomplete("no listed CLR has a timestamp with time zone as its issuedOn")
    return found


def _middle(whole: Listing) -> str:
    """The second before a CLR in the middle of the list was issued."""
    issued = [moment(text) for text in _issued(whole)]
    return ((issued[len(issued) // 2] or datetime.now(UTC)) - timedelta(seconds=1)).isoformat()


def moment(text: str) -> datetime | None:
    """A timestamp with zone; ``None`` for anything else."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    return value if value.tzinfo else None


def _expect_since(provider: ProviderApi, whole: Listing, since: str) -> None:
    if not whole.entries:
        incomplete("the account of login.owner has no CLR")
    border = moment(since)
    assert border is not None
    judged = _dated(whole.entries)
    if not judged:
        incomplete("no listed CLR has both an id and a timestamp with time zone")
    first = provider.get_clrs(since=since)
    first.expect(200, 404, why=f"since={since} was answered {first.status}")  # CLR10-GCS-027 speaks of 404
    found = walk_by_offset(provider, len(whole.pages) + 1, since=since)
    older = [(one, issued) for one, issued in _dated(found.entries) if issued <= border]
    if older:
        one, issued = min(older)
        found.pages[0].broken(
            f"since={since} lets a CLR through that is not newer",
            expected=f"issuedOn after {since}",
            actual=f"{one}, issued on {issued.isoformat()}",
        )
    newer = [(one, issued) for one, issued in judged if issued > border]
    there = ids(found.entries)
    missing = [(one, issued) for one, issued in newer if one not in there]
    if missing:
        one, issued = min(missing)
        found.pages[0].broken(
            f"since={since} leaves a CLR out that is newer",
            expected=f"{len(newer)} CLRs",
            actual=f"{len(newer) - len(missing)} CLRs, without {one}, issued on {issued.isoformat()}",
        )


def _dated(entries: Iterable[Entry]) -> list[tuple[str, datetime]]:
    """The ids and moments of issue of the CLRs that have both; ids that occur twice stand there twice."""
    pairs = ((entry.id, moment(str(entry.clr.get("issuedOn")))) for entry in entries)
    return [(one, issued) for one, issued in pairs if one and issued]


@requirement("CLR10-GCS-015")
def test_since_that_is_no_timestamp_is_refused(
    provider: ProviderApi, first_page: Answer, note: Callable[[str], None]
) -> None:
    first_page.require(200)
    provider.get_clrs(since=LONG_AGO).require(200)
    answer = provider.get_clrs(since="yesterday")
    answer.expect(400, why=f"since=yesterday was answered {answer.status}, not 400")
    note(f"since without a zone is answered {provider.get_clrs(since='2021-06-30T12:00:00').status}")


@requirement("CLR10-GCS-016")
@pytest.mark.parametrize(
    ("name", "value", "row"),
    [
        pytest.param("limit", "0", "CLR10-GCS-006", id="limit-0"),
        pytest.param("offset", "-1", "CLR10-GCS-009", id="offset--1"),
        pytest.param("since", "yesterday", "CLR10-GCS-015", id="since-yesterday"),
    ],
)
def test_400_says_invalid_query_parameter(
    provider: ProviderApi, first_page: Answer, name: str, value: str, row: str
) -> None:
    first_page.require(200)
    query: dict[str, Any] = {name: value}
    answer = refused(provider.get_clrs(**query), 400, see=row)
    if answer.status_body is None:
        raise Incomplete("the 400 has no status object (see CLR10-API-013)")
    answer.expect_code_minor("invalid_query_parameter")


# headers


@requirement("CLR10-GCS-017", "CLR10-CON-010")
@pytest.mark.parametrize("query", ["all", "since"])
def test_total_count_is_what_the_walk_finds(target: Target, provider: ProviderApi, whole: Listing, query: str) -> None:
    since = _middle(whole) if query == "since" else None
    found = walk_by_offset(provider, target.plan.limits.pages, since=since)
    told = [(page, total_count(page)) for page in found.pages]
    if all(total is None for _, total in told):
        not_applicable("X-Total-Count is not sent")
    for page, total in told:
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
    page = follow(provider, _at_home(url, answer))
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
    return split(url)._replace(scheme=split(answer.reply.url).scheme, netloc=split(answer.reply.url).netloc).geturl()


def _expect_relation(answer: Answer, relation: str, reason: str) -> None:
    if relation not in links(answer):
        answer.broken(
            f"the relation {relation} is missing though {reason}",
            expected=f'rel="{relation}"',
            actual=", ".join(links(answer)) or "no relation",
        )


@requirement("CLR10-GCS-024", "CLR10-CON-010")
def test_links_lead_to_pages_of_the_same_list(provider: ProviderApi, several: Listing) -> None:
    since = _issued(several)[0]
    answer = provider.get_clrs(limit=1, since=since).require(200)
    targets, kept = raw_links(answer), len(page_entries(answer)) <= 1
    if not targets:
        not_applicable("the page has no paging links (see CLR10-GCS-019)")
    for relation, url in targets.items():
        _expect_absolute(answer, relation, url)
        _expect_parameters(answer, relation, url, since)
        page = follow(provider, url)
        page.expect(200, why=f"the link {relation} leads to {page.status}")
        # A page that is too large though the link asks for one CLR is the row of limit (CLR10-GCS-008).
        if len(page_entries(page)) > 1 and "limit" not in parse_qs(split(url).query) and kept:
            page.broken(f"the link {relation} forgets limit=1", expected="one CLR", actual=url)


def _expect_absolute(answer: Answer, relation: str, url: str) -> None:
    parts = split(url)
    # A target on plain http is told so by CLR10-API-002; its links need not be blamed for it too.
    if parts.scheme not in ("https", split(answer.reply.url).scheme) or not parts.netloc:
        answer.broken(f"the link {relation} is no absolute https URL", expected="https://...", actual=url)
    if origin(url) != origin(answer.reply.url):
        answer.broken(
            f"the link {relation} leads to another origin than that of the target, where no token is sent",
            expected="://".join(origin(answer.reply.url)),
            actual=url,
        )
    if not parts.path.endswith(f"{BASE_PATH}/clrs"):
        answer.broken(f"the link {relation} is no URL of getClrs", expected=f"...{BASE_PATH}/clrs?...", actual=url)


def _expect_parameters(answer: Answer, relation: str, url: str, since: str) -> None:
    query = parse_qs(split(url).query)
    if query.keys() - {"limit", "offset", "since"}:
        return  # a cursor of the provider's own may hold both
    if query.get("limit") != ["1"]:
        answer.broken(f"the link {relation} forgets limit=1", expected="limit=1", actual=url)
    if moment(query.get("since", [""])[0]) != moment(since):
        answer.broken(f"the link {relation} forgets since", expected=f"since={since}", actual=url)


# what is in the set


@requirement("CLR10-GCS-025")
def test_each_clr_is_there_once(whole: Listing) -> None:
    if not whole.entries:
        incomplete("the account of login.owner has no CLR")
    again = [one for one, count in ids(whole.entries).items() if count > 1 and one]
    if again:
        whole.pages[0].broken("an id occurs more than once in the set", expected="each id once", actual=again[0])


@requirement("CLR10-GCS-026")
def test_newest_come_first(several: Listing) -> None:
    for signed in (False, True):
        kind = [entry for entry in several.entries if bool(entry.jws) is signed]
        _expect_falling(several, kind)


def _expect_falling(whole: Listing, entries: Sequence[Entry]) -> None:
    dated = [(entry.id, issued) for entry in entries if (issued := moment(str(entry.clr.get("issuedOn"))))]
    for (before, older), (after, newer) in pairwise(dated):
        if newer > older:
            whole.pages[0].broken(
                "a newer CLR comes after an older one",
                expected="issuedOn falls along the list",
                actual=f"{after} ({newer.isoformat()}) after {before} ({older.isoformat()})",
            )


@requirement("CLR10-GCS-027")
def test_user_without_clrs_gets_an_empty_set(target: Target) -> None:
    answer = _api_of(target, "empty").get_clrs()
    answer.expect(200, why=f"a user without CLRs was answered {answer.status}")
    found = page_entries(answer)
    if found and ids(found).keys() & ids(target.listing.entries).keys() - {""}:
        incomplete("login.empty_owner is shown CLRs of login.owner (see CLR10-GCS-002)")
    if found:
        incomplete("login.empty_owner has CLRs")
