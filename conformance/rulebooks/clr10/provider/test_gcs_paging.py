"""GCS: ``limit`` and ``offset`` of ``GET /clrs``."""

from __future__ import annotations

import pytest

from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.listing import Entry, page_entries
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.suites.answer import Answer
from conformance.suites.lists import expect_offset_counts_entries, expect_offset_from_zero, expect_pages_cover, ids
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete, manual
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


@requirement("CLR10-GCS-006", "CLR10-CON-010")
@pytest.mark.parametrize("limit", ["0", "-1", "abc"])
def test_illegal_limit_is_refused(provider: ProviderApi, first_page: Answer, limit: str) -> None:
    first_page.require(200)
    provider.get_clrs(limit="1").expect(200, why="limit=1 was refused")
    answer = provider.get_clrs(limit=limit)
    answer.expect(400, why=f"limit={limit} is not an integer of 1 or more, but was answered {answer.status}, not 400")


@requirement("CLR10-GCS-007")
def test_default_page_holds_100(whole: Walked[Entry], first_page: Answer) -> None:
    found = len(page_entries(first_page))
    if found > 100:
        first_page.broken("a page asked for without limit is too large", expected="at most 100 CLRs", actual=str(found))
    if len(whole.entries) <= 100:
        manual("an account with more than 100 CLRs is needed to see where a page without limit ends")


@requirement("CLR10-GCS-008")
@pytest.mark.parametrize("limit", [1, 2])
def test_limit_is_kept(provider: ProviderApi, several: Walked[Entry], limit: int) -> None:
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
def test_offset_counts_from_zero(target: ClrTarget) -> None:
    expect_offset_from_zero(target.lists)


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
def test_offset_counts_clrs_and_not_pages(target: ClrTarget) -> None:
    expect_offset_counts_entries(target.lists)


@requirement("CLR10-GCS-011", "CLR10-CON-010")
def test_pages_cover_the_set(target: ClrTarget) -> None:
    expect_pages_cover(target.lists)


@requirement("CLR10-GCS-012")
def test_offset_past_the_end_is_empty(provider: ProviderApi, whole: Walked[Entry]) -> None:
    answer = provider.get_clrs(offset=len(whole.entries) + 1000)
    answer.expect(200, why=f"an offset past the end was answered {answer.status}")
    if page_entries(answer):
        answer.broken("a page past the end holds CLRs", expected="no CLR", actual=f"{len(page_entries(answer))} CLRs")
