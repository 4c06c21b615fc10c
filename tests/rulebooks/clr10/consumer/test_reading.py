"""What is said of lists that lack something, of records that are odd, and of since."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.record import Outcome
from conformance.traffic import Sitting
from tests.rulebooks.clr10.consumer.deciding import decide
from tests.traffic.building import cited, in_run, listed, right, sitting
from tests.traffic.walking import BEFORE, FIRST, PAGED, page, walked

AGAIN = "2024-01-01T00:00:00Z"


def _since(value: str, **members: Any) -> Sitting:
    second = in_run(2, listed(1, query={"since": value}, **members))
    return sitting(*right(), *second, scenario="list-again", learners=("mira", "mira"))


@pytest.mark.parametrize("value", [AGAIN, "2024-01-01T00:00:00.123+02:00", "20240101T000000Z", "2024-01-01T00:00-0530"])
def test_since_with_a_zone_passes(value: str) -> None:
    assert decide("CLR10-GCS-014", _since(value)).outcome is Outcome.PASS


@pytest.mark.parametrize("value", ["2024-01-01 00:00:00", "2024-01-01T00:00:00", "2024-01-01", "1704067200", ""])
def test_since_without_a_zone_is_a_breach(value: str) -> None:
    ending = decide("CLR10-GCS-014", _since(value, status=400))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST + 3,))


def test_a_plus_that_is_not_escaped_is_told() -> None:
    url = f"{listed().url.partition('?')[0]}?since=2024-01-01T00:00:00+01:00"
    ending = decide("CLR10-GCS-014", sitting(*right(listed=listed(url=url, query=None))))
    assert "escaped" in ending.findings[0].expected


def test_who_never_uses_since_is_not_concerned() -> None:
    again = sitting(*right(), listed(run=2), scenario="list-again")
    assert decide("CLR10-GCS-014", PAGED, again).outcome is Outcome.NOT_APPLICABLE
    assert decide("CLR10-GCS-014", PAGED).outcome is Outcome.INCOMPLETE
    assert decide("CLR10-GCS-014", PAGED, sitting(*right(), scenario="list-again")).outcome is Outcome.INCOMPLETE


# What an odd page does to a consumer

EMPTY = walked(page(1, to=""), scenario="empty-list")
ROWS = [("CLR10-GCS-030", "pages-odd-sets"), ("CLR10-PAY-009", "nulls"), ("CLR10-EXT-007", "extensions")]


def _odd(scenario: str, *more: Any, end: str = "through") -> tuple[Sitting, ...]:
    odd = walked(page(1), page(2, struck=True), *more, scenario=scenario, end=end)
    return (odd, EMPTY)


@pytest.mark.parametrize(("row", "scenario"), ROWS)
def test_who_reads_on_and_goes_through_passes(row: str, scenario: str) -> None:
    assert decide(row, PAGED, *_odd(scenario, page(3))).outcome is Outcome.PASS


@pytest.mark.parametrize(("row", "scenario"), ROWS)
@pytest.mark.parametrize(
    ("more", "end"),
    [((), "crashed"), ((), "through"), ((page(3),), "crashed"), ((page(3),), "refused")],
    ids=["crashes there", "stops there", "crashes at the end", "refuses"],
)
def test_who_does_not_get_past_it_is_named_with_the_page(row: str, scenario: str, more: Any, end: str) -> None:
    ending = decide(row, PAGED, *_odd(scenario, *more, end=end))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (BEFORE + FIRST + 1,))


@pytest.mark.parametrize(("row", "scenario"), ROWS)
@pytest.mark.parametrize(
    ("plain", "end", "struck"),
    [
        (PAGED, "timed-out", True),
        (PAGED, "crashed", False),
        (walked(page(1)), "through", True),
        (walked(page(1), page(2), page(3), end="crashed"), "through", True),
    ],
    ids=["stopped", "not served", "does not page", "does not get through at all"],
)
def test_what_shows_nothing_stays_open(row: str, scenario: str, plain: Sitting, end: str, struck: bool) -> None:
    odd = walked(page(1), page(2, struck=struck), page(3), scenario=scenario, end=end)
    assert decide(row, plain, odd, EMPTY).outcome is Outcome.INCOMPLETE


def test_an_empty_list_is_no_reason_to_crash() -> None:
    crashed = walked(page(1, to=""), scenario="empty-list", end="crashed")
    ending = decide("CLR10-GCS-030", PAGED, _odd("pages-odd-sets", page(3))[0], crashed)
    assert ending.outcome is Outcome.FAIL
    assert cited(ending) == (BEFORE * 2 + FIRST,)


def test_both_scenarios_have_to_be_met() -> None:
    ending = decide("CLR10-GCS-030", PAGED, _odd("pages-odd-sets", page(3))[0])
    assert (ending.outcome, ending.reason) == (Outcome.INCOMPLETE, "not reached in empty-list")


@pytest.mark.parametrize("row", [row for row, _ in ROWS])
def test_who_does_not_read_is_not_concerned(row: str) -> None:
    assert decide(row, PAGED, claims=("write",)).outcome is Outcome.NOT_APPLICABLE


def test_limit_and_offset_are_a_matter_of_taste() -> None:
    assert decide("CLR10-CON-005", PAGED).reason == "it uses limit or offset"
    without = sitting(*right(listed=listed(query=None)))
    assert decide("CLR10-CON-005", without).outcome is Outcome.NOT_APPLICABLE
    assert decide("CLR10-CON-005", sitting(*right(listed=None))).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize(("row", "scenario"), ROWS)
def test_who_fails_at_plain_pages_is_not_blamed_for_odd_ones(row: str, scenario: str) -> None:
    plain = walked(page(1), page(2), page(3), end="crashed")
    assert decide(row, plain, *_odd(scenario, end="crashed")).outcome is Outcome.INCOMPLETE
