"""GCS: the filter ``since`` of ``GET /clrs``, and refusals of wrong parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import pytest

from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.listing import Entry, walk_by_offset
from conformance.rulebooks.clr10.provider.lists import issued_of, middle_of
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.suites.answer import Answer
from conformance.suites.lists import ids, moment
from conformance.suites.marks import requirement
from conformance.suites.outcomes import Incomplete, incomplete
from conformance.suites.refusals import refused
from conformance.suites.walking import Walked

FAR_FUTURE = "2999-01-01T00:00:00Z"
LONG_AGO = "1900-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def first_page(target: ClrTarget) -> Answer:
    """The answer to a right GET /clrs without any parameter, whatever it is."""
    return target.lists.first_page()


@pytest.fixture(scope="module")
def whole(target: ClrTarget) -> Walked[Entry]:
    """All CLRs, as offsets find them."""
    return target.lists.whole()


@requirement("CLR10-GCS-013")
def test_since_in_the_future_gives_none(provider: ProviderApi, whole: Walked[Entry]) -> None:
    _expect_since(provider, whole, FAR_FUTURE)


@requirement("CLR10-GCS-013")
def test_since_long_ago_gives_all(provider: ProviderApi, whole: Walked[Entry]) -> None:
    _expect_since(provider, whole, LONG_AGO)


@requirement("CLR10-GCS-013")
def test_since_leaves_out_what_was_issued_at_that_moment(provider: ProviderApi, whole: Walked[Entry]) -> None:
    _expect_since(provider, whole, issued_of(whole)[-1])


@requirement("CLR10-GCS-013")
def test_since_in_the_middle_gives_what_is_newer(provider: ProviderApi, whole: Walked[Entry]) -> None:
    _expect_since(provider, whole, middle_of(whole))


def _expect_since(provider: ProviderApi, whole: Walked[Entry], since: str) -> None:
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
