"""What is said of a consumer that repeats what a busy server has refused."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.record import Outcome
from conformance.rulebooks.oauth.consumer.checks import CHECKS
from conformance.traffic import Sitting
from conformance.traffic.judge import Ending
from tests.rulebooks.oauth.consumer.deciding import decide
from tests.traffic.building import cited
from tests.traffic.walking import BEFORE, FIRST, PAGED, page, walked

READS = ("read",)
START = 100.0


def _refused(at: float = 0.0, status: int = 503, **headers: str) -> Any:
    known = {name.replace("_", "-"): value for name, value in headers.items()}
    members: dict[str, Any] = {
        "status": status,
        "answer_headers": known,
        "began": START + at,
        "ended": START + at + 0.01,
    }
    return page(1, struck=True, started=_time(at), **members)


def _again(at: float, **members: Any) -> Any:
    return page(1, began=START + at, started=_time(at), **members)


def _time(at: float) -> str:
    return f"2030-01-01T00:00:{at:06.3f}Z"


def _busy(*requests: Any, scenario: str = "busy", end: str = "refused") -> Sitting:
    return walked(*requests, scenario=scenario, end=end)


def _at_once(*requests: Any, end: str = "refused") -> Ending:
    return decide("OAUTH-HTTP-003", PAGED, _busy(*requests, end=end), claims=READS)


def test_who_gives_up_passes() -> None:
    assert _at_once(_refused()).outcome is Outcome.PASS


def test_who_comes_again_later_passes() -> None:
    assert _at_once(_refused(), _again(1.2, status=503), _again(4.0, status=503)).outcome is Outcome.PASS


def test_who_repeats_at_once_is_named_with_the_repeat() -> None:
    ending = _at_once(_refused(), _again(0.2, status=503))
    assert ending.outcome is Outcome.FAIL
    assert cited(ending) == (BEFORE + FIRST + 1, BEFORE + FIRST)


def test_three_repeats_are_one_too_many() -> None:
    ending = _at_once(_refused(), *(_again(5.0 * each, status=503) for each in (1, 2, 3)))
    assert [finding.actual for finding in ending.findings] == ["3"]


def test_another_request_is_no_repeat() -> None:
    other = page(2, began=START + 0.1, status=503)
    assert _at_once(_refused(), other).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "ending",
    [
        _at_once(page(1)),
        _at_once(_refused(), end="timed-out"),
        decide("OAUTH-HTTP-003", walked(page(1, status=401)), _busy(_refused()), claims=READS),
    ],
    ids=["not busy", "stopped while it waited", "plain not reached"],
)
def test_what_shows_nothing_stays_open(ending: Ending) -> None:
    assert ending.outcome is Outcome.INCOMPLETE


def _told(first: Any, second: Any, *more: Any) -> Ending:
    odd = (
        _busy(*first, scenario="retry-after", end="through"),
        _busy(*second, scenario="too-many-requests", end="through"),
    )
    return decide("OAUTH-HTTP-004", PAGED, *odd, *more, claims=READS)


SECONDS = _refused(Retry_After="2")
DATE = _refused(status=429, Retry_After="Tue, 01 Jan 2030 00:00:03 GMT")


@pytest.mark.parametrize(("after", "at"), [(2.0, 3.0), (1.96, 2.96), (9.0, 9.0)])
def test_who_waits_as_long_as_it_is_told_passes(after: float, at: float) -> None:
    assert _told([SECONDS, _again(after)], [DATE, _again(at)]).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("first", "second", "where"),
    [
        ([SECONDS, _again(0.5)], [DATE, _again(3.0)], 1),
        ([SECONDS, _again(2.0)], [DATE, _again(2.0)], FIRST + 3),
    ],
    ids=["seconds", "date"],
)
def test_who_comes_too_early_is_named(first: Any, second: Any, where: int) -> None:
    ending = _told(first, second)
    assert ending.outcome is Outcome.FAIL
    assert cited(ending)[0] == BEFORE + FIRST + where


def test_who_never_repeats_is_not_concerned() -> None:
    assert _told([SECONDS], [DATE]).outcome is Outcome.NOT_APPLICABLE


def test_other_requests_may_go_on() -> None:
    assert _told([SECONDS, page(2), _again(2.5)], [DATE, _again(3.5)]).outcome is Outcome.PASS


def test_what_rests_on_time_is_played_again_before_it_counts() -> None:
    timed = {check.requirement for check in CHECKS if check.timed}
    assert timed == {"OAUTH-HTTP-003", "OAUTH-HTTP-004"}
