"""GCS: ``limit`` and ``offset`` of ``GET /clrs``."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.listing import Entry, Listing, page_entries
from conformance.rulebooks.clr10.provider.lists import Beginning, ids
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.suites.answer import Answer
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete, manual

SMALL_PAGES = 25
"""How many pages a walk with a small limit takes at most."""


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
def beginning(target: ClrTarget) -> Beginning:
    """What the first offsets lead to."""
    return target.lists.beginning()


@requirement("CLR10-GCS-006", "CLR10-CON-010")
@pytest.mark.parametrize("limit", ["0", "-1", "abc"])
def test_illegal_limit_is_refused(provider: ProviderApi, first_page: Answer, limit: str) -> None:
    first_page.require(200)
    provider.get_clrs(limit="1").expect(200, why="limit=1 was refused")
    answer = provider.get_clrs(limit=limit)
    answer.expect(400, why=f"limit={limit} is not an integer of 1 or more, but was answered {answer.status}, not 400")


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
    answer.expect(400, why=f"offset={offset} is not an integer of 0 or more, but was answered {answer.status}, not 400")


@requirement("CLR10-GCS-009", "CLR10-CON-010")
def test_offset_counts_from_zero(beginning: Beginning) -> None:
    if beginning.ignored():
        incomplete("offset=0, offset=1 and offset=2 give the same CLR (see CLR10-GCS-011)")
    if beginning.from_one():
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
def test_pages_cover_the_set(target: ClrTarget, provider: ProviderApi, several: Listing, beginning: Beginning) -> None:
    if beginning.from_one():
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
    if beginning.from_one():
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
    offset = read = 0
    while offset < count:
        if read >= most:
            incomplete(f"pages of {limit} do not end within {most} pages (limits.pages)")
        page = provider.get_clrs(limit=limit, offset=offset)
        entries = () if page.status in (204, 400, 404) and offset else page_entries(page.require(200))
        yield offset, page, entries
        if not entries:
            return
        offset, read = offset + min(len(entries), limit), read + 1


@requirement("CLR10-GCS-012")
def test_offset_past_the_end_is_empty(provider: ProviderApi, whole: Listing) -> None:
    answer = provider.get_clrs(offset=len(whole.entries) + 1000)
    answer.expect(200, why=f"an offset past the end was answered {answer.status}")
    if page_entries(answer):
        answer.broken("a page past the end holds CLRs", expected="no CLR", actual=f"{len(page_entries(answer))} CLRs")
