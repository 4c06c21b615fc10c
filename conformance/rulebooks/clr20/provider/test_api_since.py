"""API: the filter ``since`` of ``GET /credentials``.

The standard does not say which moment counts: ``validFrom``, ``awardedDate``, or when the record came to the provider.
What is judged here is wrong by each of these.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from conformance.rulebooks.clr20.provider.listing import Entry
from conformance.rulebooks.clr20.provider.lists import ANOTHER_ZONE, Dated, dated, middle_of, text_of
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.lists import ids
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete
from conformance.suites.walking import Walked, walk_by_offset

FAR_FUTURE = datetime(2999, 1, 1, tzinfo=UTC)
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def whole(target: Clr20Target) -> Walked[Entry]:
    """All records; ends the check where there is none."""
    return target.lists.some()


@pytest.fixture(scope="module")
def records(whole: Walked[Entry]) -> list[Dated]:
    """The records that have an id and a moment of issue."""
    found = dated(whole.entries)
    if not found:
        incomplete("no listed record has both an id and a timestamp with time zone as its validFrom")
    return found


@requirement("CLR20-API-11")
def test_since_is_honoured(target: Clr20Target, whole: Walked[Entry]) -> None:
    found = _since(target, text_of(FAR_FUTURE))
    if found.entries and ids(found.entries) == ids(whole.entries):
        found.pages[0].broken(
            "since was not honoured: it leaves the list as it is",
            expected="no record that was issued before the year 2999",
            actual=f"all {len(found.entries)} records",
        )


@requirement("CLR20-API-15")
def test_since_in_the_future_leaves_none(target: Clr20Target, records: list[Dated]) -> None:
    since = text_of(FAR_FUTURE)
    found = _since(target, since)
    older = [one for one in dated(found.entries) if one.surely_not_after(FAR_FUTURE)]
    if older:
        found.pages[0].broken(
            f"since={since} lets a record through that is not newer",
            expected=f"records that were issued after {since}",
            actual=f"{older[0].id}, of {text_of(older[0].moments[-1])}",
        )


@requirement("CLR20-API-15")
def test_since_long_ago_leaves_all(target: Clr20Target, records: list[Dated]) -> None:
    _expect_newer(target, records, LONG_AGO, text_of(LONG_AGO))


@requirement("CLR20-API-15")
def test_since_in_the_middle_leaves_what_is_newer(
    target: Clr20Target, whole: Walked[Entry], records: list[Dated], note: Callable[[str], None]
) -> None:
    border = middle_of(whole)
    found = _expect_newer(target, records, border, text_of(border))
    older = [one for one in dated(found.entries) if one.surely_not_after(border)]
    if older:
        note(f"{len(older)} records of an earlier validFrom are listed: another moment counts, such as their arrival")


@requirement("CLR20-API-15")
def test_since_is_a_moment_in_whatever_zone(target: Clr20Target, whole: Walked[Entry], records: list[Dated]) -> None:
    border = middle_of(whole)
    _expect_newer(target, records, border, border.astimezone(ANOTHER_ZONE).isoformat())


def _expect_newer(target: Clr20Target, records: list[Dated], border: datetime, since: str) -> Walked[Entry]:
    """Demand that no record is missing which is newer by each of its moments."""
    newer = [one for one in records if one.surely_after(border, datetime.now(UTC))]
    if not newer:
        incomplete(f"no record is newer than {since} by each moment that may count")
    found = _since(target, since)
    there = ids(found.entries)
    missing = [one for one in newer if one.id not in there]
    if missing:
        found.pages[0].broken(
            f"since={since} leaves a record out that is newer",
            expected=f"{len(newer)} records",
            actual=f"{len(newer) - len(missing)} records, without {missing[0].id}, of {text_of(missing[0].moments[0])}",
        )
    return found


def _since(target: Clr20Target, since: str) -> Walked[Entry]:
    first = target.api.get_credentials(since=since).require(*range(200, 500))
    first.expect(200, why=f"a list with since={since} was answered {first.status}, not 200")
    return walk_by_offset(target.lists.pager, target.plan.limits.pages, since=since)
