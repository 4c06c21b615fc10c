"""A scenario decides only where its change was served, the consumer ended by itself and got there in ``plain``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.exchanges.served import Served
from conformance.record import Outcome
from conformance.traffic import ObservedRegistry, Sitting, Traffic, breach, met, where_changed
from conformance.traffic.judge import Ending, judge
from conformance.traffic.seen import Seen
from tests.traffic.building import FACTS, PLAIN, called, exchanged, right, sent_back, sitting

CHANGED = sent_back(members={"struck": ("a-change",)})


def _decide(*sittings: Sitting, unless: str = "") -> Ending:
    registry = ObservedRegistry()

    @registry.observed("OAUTH-AUT-019", scenarios=("odd",))
    @where_changed("odd", plain=lambda one: one.first("token", ok=True), at=("consent",), unless=lambda _: unless)
    def no_token_request(_traffic: Traffic, sitting: Sitting, change: Served) -> Iterator[Seen]:
        yield met(sitting, change)
        for request in sitting.requests("token", after=change):
            yield breach("It goes on", request, change)

    (check,) = registry.checks
    (ending,) = judge([check], Traffic.of(sittings, (), FACTS))
    return ending


def _odd(*exchanges: Served, end: str = "refused") -> Sitting:
    return sitting(*exchanges, scenario="odd", end=end)


def test_what_ends_by_itself_after_the_change_passes() -> None:
    ending = _decide(PLAIN, _odd(*right(sent_back=CHANGED, exchanged=None, listed=None)))
    assert (ending.outcome, ending.exchanges) == (Outcome.PASS, (len(PLAIN.exchanges) + 3,))


def test_a_crash_is_an_end() -> None:
    ending = _decide(PLAIN, _odd(CHANGED, end="crashed"))
    assert ending.outcome is Outcome.PASS


def test_a_breach_cites_what_is_wrong_first() -> None:
    ending = _decide(PLAIN, _odd(CHANGED, exchanged()))
    assert ending.outcome is Outcome.FAIL
    assert ending.findings[0].exchanges == (len(PLAIN.exchanges) + 1, len(PLAIN.exchanges))


@pytest.mark.parametrize(
    ("plain", "odd", "why"),
    [
        (PLAIN, _odd(*right(exchanged=None, listed=None)), "was not served"),
        (PLAIN, _odd(called(struck=("a-change",))), "was not served"),
        (PLAIN, _odd(CHANGED, end="timed-out"), "it was stopped when its time was over"),
        (sitting(*right(exchanged=None, listed=None)), _odd(CHANGED), "did not get as far in the plain sitting"),
    ],
    ids=["nothing-struck", "struck-elsewhere", "timed-out", "plain-not-reached"],
)
def test_without_its_guard_it_stays_open(plain: Sitting, odd: Sitting, why: str) -> None:
    ending = _decide(plain, odd)
    assert ending.outcome is Outcome.INCOMPLETE
    assert why in (ending.reason or "")


def test_a_breach_counts_without_the_guard() -> None:
    assert _decide(_odd(CHANGED, exchanged(), end="timed-out")).outcome is Outcome.FAIL


def test_one_of_two_sittings_of_a_scenario_is_enough() -> None:
    """The mock refused in the first, and mended that in the second."""
    ending = _decide(PLAIN, _odd(*right(exchanged=None, listed=None, sent_back=None)), _odd(CHANGED))
    assert ending.outcome is Outcome.PASS


def test_a_scenario_that_was_not_played_is_named() -> None:
    ending = _decide(PLAIN)
    assert (ending.outcome, ending.reason) == (Outcome.INCOMPLETE, "not played: odd")


def test_whom_it_does_not_concern_is_told_why() -> None:
    ending = _decide(PLAIN, unless="nobody logs in")
    assert (ending.outcome, ending.reason) == (Outcome.NOT_APPLICABLE, "nobody logs in")
