"""What is said of a consumer that is shown an assertion past its last day."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.record import Outcome
from conformance.traffic.judge import Ending
from tests.rulebooks.clr10.consumer import deciding
from tests.rulebooks.clr10.consumer.laying import ITEM, TWIN, fetch, right_one, told, wrong_one

LAID = (right_one("expired"), wrong_one("expired", states=frozenset({"expired", "unverified", "refused"})))


def decided(twin: Any, item: Any, *fetched: Any) -> Ending:
    given = {name: state for name, state in {TWIN: twin, ITEM: item}.items() if state is not None}
    return deciding.decide("CLR10-ASR-011", told(LAID, given, *fetched, task="read"), claims=("read",))


@pytest.mark.parametrize("twin", ["verified", "unverified"], ids=["verifies", "verifies nothing"])
def test_who_says_that_it_has_expired_passes(twin: Any) -> None:
    assert decided(twin, "expired").outcome is Outcome.PASS


def test_who_does_not_verify_it_in_another_way_passes_too() -> None:
    assert decided("verified", "refused", fetch(TWIN)).outcome is Outcome.PASS


def test_who_takes_it_as_good_is_named() -> None:
    assert decided("verified", "verified").outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("twin", "item"),
    [("expired", "expired"), ("unverified", "unverified"), (None, None), ("verified", None), (None, "expired")],
)
def test_who_tells_nothing_apart_shows_nothing(twin: Any, item: Any) -> None:
    assert decided(twin, item).outcome is Outcome.INCOMPLETE
