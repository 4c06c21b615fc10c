"""The records of a page, in whichever array they stand; and the moments that may be that of their issue."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from conformance.rulebooks.clr20.provider.listing import Entry, credential_in, page_entries
from conformance.rulebooks.clr20.provider.lists import Dated, dated, middle_of, text_of
from conformance.suites.answer import Answer
from conformance.suites.outcomes import Incomplete
from conformance.suites.walking import Walked
from tests.suites.conftest import reply

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def answer(body: Any) -> Answer:
    return Answer(reply(body), "getCredentials")


def compact(value: Any) -> str:
    text = base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJub25lIn0.{text}.c2ln"


def test_records_are_found_in_both_arrays_and_in_the_wrong_one() -> None:
    page = {
        "credential": [{"id": "a"}, compact({"id": "b"}), 5],
        "compactJwsString": [compact({"id": "c"}), {"id": "d"}],
    }

    found = page_entries(answer(page))

    assert [(entry.id, entry.jws is None) for entry in found] == [("a", True), ("b", False), ("c", False), ("d", True)]


@pytest.mark.parametrize("body", [{}, {"credential": None}, {"compactJwsString": []}])
def test_a_page_may_hold_nothing(body: Any) -> None:
    assert page_entries(answer(body)) == ()


@pytest.mark.parametrize("body", [[], {"credential": {}}, {"compactJwsString": "a"}, {"data": {}}, b"<p>", b""])
def test_what_is_no_page_decides_nothing(body: Any) -> None:
    with pytest.raises(Incomplete):
        page_entries(answer(body))


def test_a_record_stands_in_the_payload_or_in_its_member_vc() -> None:
    assert credential_in(compact({"id": "a"})) == {"id": "a"}
    assert credential_in(compact({"vc": {"id": "a"}, "iss": "b"})) == {"id": "a"}
    assert credential_in("no.token.at all") == {}


def test_entries_are_the_same_when_all_in_them_is() -> None:
    assert Entry({"id": "a", "name": "b"}).key == Entry({"name": "b", "id": "a"}).key
    assert Entry({"id": "a"}).key != Entry({"id": "a", "name": "b"}).key
    assert Entry({"id": "a"}).key != Entry({"id": "a"}, "x.y.z").key


def test_a_record_is_surely_newer_when_it_is_by_each_of_its_moments() -> None:
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    border = datetime(2026, 2, 1, tzinfo=UTC)

    assert Dated("a", [late]).surely_after(border, NOW)
    assert not Dated("a", [early, late]).surely_after(border, NOW)
    assert not Dated("a", [early, late]).surely_not_after(border)
    assert Dated("a", [early]).surely_not_after(border)
    assert not Dated("a", [datetime(2027, 1, 1, tzinfo=UTC)]).surely_after(border, NOW)


def test_moments_are_timestamps_with_a_zone() -> None:
    records: list[dict[str, Any]] = [
        {"id": "a", "validFrom": "2026-01-01T00:00:00Z", "awardedDate": "2025-01-01T00:00:00+02:00"},
        {"id": "b", "validFrom": "2026-01-01T00:00:00"},
        {"id": "c", "validFrom": 5},
        {"validFrom": "2026-01-01T00:00:00Z"},
    ]

    (found,) = dated(Entry(record) for record in records)

    assert [text_of(value) for value in found.moments] == ["2024-12-31T22:00:00Z", "2026-01-01T00:00:00Z"]


def test_the_middle_is_a_second_before_a_record() -> None:
    dates = ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z")
    whole = Walked((), tuple(Entry({"id": date, "validFrom": date}) for date in dates))

    assert text_of(middle_of(whole)) == "2026-01-31T23:59:59Z"
    with pytest.raises(Incomplete):
        middle_of(Walked((), ()))
