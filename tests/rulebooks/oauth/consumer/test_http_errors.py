"""What is said of a consumer that meets an error whose body it does not know."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.record import Outcome
from conformance.traffic import Sitting
from conformance.traffic.judge import Ending
from conformance.traffic.outcome import ReportedOutcome
from tests.rulebooks.oauth.consumer.deciding import decide
from tests.traffic.building import PLAIN, cited, listed, right, sitting

SCENARIOS = ("error-page", "error-empty", "error-odd")
FIRST = len(PLAIN.exchanges)
ERROR = listed(1, status=500, body=b"<html>oops " + b"x" * 900, struck=("a-change",))


def _met(scenario: str, end: str = "refused", *more: Any, outcome: str = "") -> Sitting:
    made = sitting(*right(listed=(ERROR, *more)), scenario=scenario, end=end)
    reported = ReportedOutcome(outcome) if outcome else None  # type: ignore[arg-type]
    return replace(made, runs=tuple(replace(run, outcome=reported) for run in made.runs))


def _decided(odd: Sitting, plain: Sitting = PLAIN) -> Ending:
    others = [_met(name) for name in SCENARIOS[1:]]
    return decide("OAUTH-HTTP-005", plain, odd, *others, claims=("read",))


@pytest.mark.parametrize(
    "odd",
    [
        _met("error-page", "refused"),
        _met("error-page", "through", outcome="failed"),
        _met("error-page", "crashed", outcome="failed"),
        _met("error-page", "through", listed(2)),
        _met("error-page", "timed-out", listed(2)),
    ],
    ids=["an exit code", "an outcome", "an outcome beside another exit code", "it goes on", "it goes on for long"],
)
def test_who_reports_it_or_goes_on_passes(odd: Sitting) -> None:
    assert _decided(odd).outcome in (Outcome.PASS, Outcome.INCOMPLETE)
    assert _decided(odd).outcome is (Outcome.INCOMPLETE if odd.end.how == "timed-out" else Outcome.PASS)


@pytest.mark.parametrize("end", ["crashed", "timed-out", "silent"])
def test_a_crash_or_a_halt_breaks_it(end: str) -> None:
    ending = _decided(_met("error-page", end))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST + 5,))
    actual = ending.findings[0].actual
    assert "500" in actual
    assert len(actual) < 200, "a stranger's page is quoted in part"


def test_who_repeats_the_request_until_its_time_is_over_is_not_blamed() -> None:
    assert _decided(_met("error-page", "timed-out", ERROR, ERROR)).outcome is Outcome.INCOMPLETE


def test_silence_decides_nothing_and_says_how_to_decide() -> None:
    ending = _decided(_met("error-page", "through"))
    assert ending.outcome is Outcome.INCOMPLETE
    assert "an outcome whose result is refused or failed" in (ending.reason or "")


def test_who_read_nothing_in_the_plain_sitting_shows_nothing() -> None:
    early = sitting(*right(listed=None))
    assert _decided(_met("error-page"), early).outcome is Outcome.INCOMPLETE


def test_an_error_without_a_body_is_said_to_have_none() -> None:
    empty = listed(1, status=403, struck=("a-change",))
    odd = sitting(*right(listed=empty), scenario="error-page", end="crashed")
    assert "403 with no body" in _decided(odd).findings[0].actual
