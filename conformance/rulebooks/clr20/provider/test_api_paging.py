"""API: ``limit`` and ``offset`` of ``GET /credentials``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.rulebooks.clr20.provider.listing import COMPACT, PLAIN, arrays
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.answer import Answer
from conformance.suites.lists import expect_offset_counts_entries, expect_offset_from_zero, expect_pages_cover
from conformance.suites.marks import requirement

ILLEGAL = {
    "limit-0": ("limit", "0", "1"),
    "limit--1": ("limit", "-1", "1"),
    "limit-abc": ("limit", "abc", "1"),
    "offset--1": ("offset", "-1", "0"),
    "offset-abc": ("offset", "abc", "0"),
    "since-yesterday": ("since", "yesterday", "1900-01-01T00:00:00Z"),
}
"""A parameter with an illegal value, and a legal one."""


@requirement("CLR20-API-11")
@pytest.mark.parametrize("limit", [1, 2])
def test_limit_is_honoured(target: Clr20Target, limit: int) -> None:
    """What of limit is left open, whether it counts both arrays together, is a row of its own."""
    target.lists.several()
    answer = target.api.get_credentials(limit=limit).require(200)
    for name, array in zip((PLAIN, COMPACT), arrays(answer), strict=True):
        if len(array) > limit:
            answer.broken(
                f"limit={limit} was not honoured: {name} holds more",
                expected=f"at most {limit} records",
                actual=str(len(array)),
                pointer=f"/{name}",
            )


@requirement("CLR20-API-14")
@pytest.mark.parametrize("limit", [1, 2])
def test_limit_counts_both_arrays(target: Clr20Target, limit: int) -> None:
    target.lists.several()
    answer = target.api.get_credentials(limit=limit).require(200)
    found = sum(map(len, arrays(answer)))
    if found > limit:
        answer.broken(
            f"a page holds more than limit={limit} records, those of both arrays counted together",
            expected=f"at most {limit} records",
            actual=str(found),
        )


@requirement("CLR20-API-11")
def test_offset_is_honoured(target: Clr20Target) -> None:
    beginning = target.lists.beginning()
    if beginning.ignored():
        beginning.pages[1].broken(
            "offset was not honoured: offset=0, offset=1 and offset=2 give the same record",
            expected="the second record at offset=1",
            actual=next(iter(beginning.ids(1)), "no record"),
            after=beginning.pages[0],
        )


@requirement("CLR20-API-11")
def test_offset_counts_records_and_not_pages(target: Clr20Target) -> None:
    expect_offset_counts_entries(target.lists)


@requirement("CLR20-API-13")
def test_offset_counts_from_zero(target: Clr20Target) -> None:
    expect_offset_from_zero(target.lists)


@requirement("CLR20-API-20")
def test_pages_hold_every_record_once(target: Clr20Target) -> None:
    expect_pages_cover(target.lists)


@pytest.fixture(scope="module")
def first_page(target: Clr20Target) -> Answer:
    """The answer to a right GET /credentials without any parameter, whatever it is."""
    return target.lists.first_page()


@requirement("CLR20-API-12")
@pytest.mark.parametrize("case", ILLEGAL)
def test_illegal_parameter_is_refused(
    target: Clr20Target, first_page: Answer, case: str, note: Callable[[str], None]
) -> None:
    name, illegal, legal = ILLEGAL[case]
    first_page.require(200)
    right: dict[str, Any] = {name: legal}
    target.api.get_credentials(**right).require(200)
    wrong: dict[str, Any] = {name: illegal}
    answer = target.api.get_credentials(**wrong).arrived()
    if answer.status == 422:  # told by CLR20-API-27, which is about what is said of wrong requests
        note(f"{name}={illegal} is answered 422")
        return
    answer.require(*range(200, 500)).expect(400, why=f"{name}={illegal} was answered {answer.status}, not 400")
