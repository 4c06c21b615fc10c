"""What several checks stand on: damaged tokens, what came instead of a body, how many CLRs a page holds."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from conformance.suites.answer import Answer
from conformance.suites.listing import Entry, Listing
from conformance.suites.outcomes import Incomplete
from conformance.suites.provider.test_api import known_clr
from conformance.suites.provider.test_brr import altered
from conformance.suites.provider.test_observed import _length, _start
from conformance.suites.provider.test_rvk import Withdrawal
from conformance.suites.target import Target

from .conftest import reply

BASE = "https://provider.example/ims/clr/v1p0"
OWN, FOREIGN, NAME = f"{BASE}/clrs/a", "https://other.example/b", "urn:uuid:4f7a9d0c-2b7d-4f0e-8a53-0c6b8d1a7e21"


def listing(*clrs: dict[str, Any]) -> Target:
    entries = tuple(map(Entry, clrs))
    return cast("Target", SimpleNamespace(base=BASE, listing=Listing((), entries)))


@pytest.mark.parametrize(
    ("ids", "chosen"),
    [([NAME, FOREIGN, OWN], OWN), ([NAME, FOREIGN], FOREIGN), ([NAME, "b"], NAME), (["", NAME], NAME)],
)
def test_the_clr_to_ask_for_is_one_with_a_url_of_the_target_where_there_is_one(ids: list[str], chosen: str) -> None:
    assert known_clr(listing(*({"id": one} for one in ids))) == chosen


def test_a_revoked_clr_is_none_to_ask_for() -> None:
    assert known_clr(listing({"id": OWN, "revoked": True}, {"id": NAME, "revoked": False})) == NAME
    with pytest.raises(Incomplete, match="no CLR"):
        known_clr(listing({"id": OWN, "revoked": True}, {}))


@pytest.mark.parametrize(
    ("still_listed", "status", "in_vain"),
    [(True, 200, True), (True, None, True), (True, 401, False), (False, 200, False), (False, None, False)],
)
def test_a_grant_was_withdrawn_in_vain_when_it_is_listed_and_its_token_works(
    still_listed: bool, status: int | None, in_vain: bool
) -> None:
    after = None if status is None else Answer(reply("", status), "getClrs")
    assert Withdrawal(True, None, still_listed, None, after).in_vain is in_vain


@pytest.mark.parametrize("token", ["AAAAA", "BBBBB", "zzzzz", "A"])
def test_a_damaged_token_is_another_one_of_the_same_length(token: str) -> None:
    assert altered(token) != token
    assert len(altered(token)) == len(token)


@pytest.mark.parametrize(
    ("content_type", "told"), [("text/html; charset=utf-8", "text/html: '<p>'"), ("", "no Content-Type: '<p>'")]
)
def test_what_came_is_shown_from_its_beginning(content_type: str, told: str) -> None:
    assert _start(Answer(reply("<p>", content_type=content_type), "getClrs")) == told


@pytest.mark.parametrize(("body", "length"), [({"clrs": [{}, {}]}, 2), ({}, 0), ([], 0), ("<p>", 0)])
def test_a_page_that_is_no_set_holds_no_clr(body: object, length: int) -> None:
    assert _length(Answer(reply(body), "getClrs")) == length  # type: ignore[arg-type]
