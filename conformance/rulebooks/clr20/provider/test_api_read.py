"""API: the body of a page of records."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.rulebooks.clr20.provider.listing import COMPACT, PLAIN
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.answer import Answer
from conformance.suites.gathering import Gathered
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete


@pytest.fixture(scope="module")
def first_page(target: Clr20Target) -> Answer:
    """The answer to a right GET /credentials without any parameter, whatever it is."""
    return target.lists.first_page()


@pytest.fixture(scope="module")
def body(first_page: Answer) -> dict[str, Any]:
    """The body of that page, good or bad; ends the check when it is no JSON object."""
    value = first_page.require(200).json()
    if not isinstance(value, dict):
        incomplete("the body of GET /credentials is not a JSON object (see CLR20-API-07)")
    return value


@requirement("CLR20-API-07")
def test_records_are_listed(first_page: Answer) -> None:
    value = first_page.expect(200).object()
    if first_page.media_type != "application/json":
        actual = first_page.media_type or "no Content-Type"
        first_page.broken("the list is not sent as application/json", expected="application/json", actual=actual)
    for name in (PLAIN, COMPACT):
        if name in value and not isinstance(value[name], list):
            actual = type(value[name]).__name__
            first_page.broken(f"{name} is not an array", expected="an array", actual=actual, pointer=f"/{name}")
    wrong = sorted(value.keys() - {PLAIN, COMPACT})
    if wrong and not value.keys() & {PLAIN, COMPACT}:
        first_page.broken(
            f"the list has neither {PLAIN} nor {COMPACT}", expected=f"{PLAIN}, {COMPACT}", actual=", ".join(wrong[:5])
        )


@requirement("CLR20-API-08")
def test_each_record_stands_in_the_array_of_its_form(target: Clr20Target, body: dict[str, Any]) -> None:
    faults, seen = Gathered(), 0
    for page in target.lists.whole().pages:
        value = page.object()
        for name, kind, form in ((PLAIN, dict, "a JSON object"), (COMPACT, str, "the text of a compact JWS")):
            for index, entry in enumerate(value.get(name) or ()):
                seen += 1
                if not isinstance(entry, kind) or (isinstance(entry, str) and entry.count(".") != 2):
                    actual = "a JWS" if isinstance(entry, str) and entry.count(".") == 2 else type(entry).__name__
                    message = f"{name} holds what is not {form}"
                    faults.add(page, message, expected=form, actual=actual, pointer=f"/{name}/{index}")
    if not seen:
        incomplete("the account of login.owner has no record")
    faults.report()


@requirement("CLR20-API-09")
def test_a_page_has_no_other_member(first_page: Answer, body: dict[str, Any]) -> None:
    others = sorted(body.keys() - {PLAIN, COMPACT})
    if others:
        first_page.broken(
            f"the list has the member {others[0]}",
            expected=f"{PLAIN} and {COMPACT} alone",
            actual=", ".join(others[:5]),
            pointer=f"/{others[0]}",
        )
