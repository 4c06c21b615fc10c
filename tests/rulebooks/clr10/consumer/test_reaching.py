"""How far a verifier has to get with a right record before anything follows from the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.exchanges.specimens import Specimen, TellsBy
from conformance.rulebooks.clr10.consumer import NOT_REACHED
from conformance.traffic import Sitting, Traffic
from tests.traffic.building import sitting

RIGHT = Specimen("urn:uuid:1", "Assertion", "Botany 12, red", "/assertions/0")


def given(end: str, tells_by: TellsBy) -> Sitting:
    return sitting(task="verify", end=end, specimens=(RIGHT,), tells_by=tells_by)


@pytest.mark.parametrize(
    ("end", "tells_by", "why"),
    [
        ("through", "exit-code", ""),
        ("through", "report", ""),
        ("refused", "exit-code", "with which nothing is wrong, is taken as refused"),
        ("refused", "report", "with which nothing is wrong, is taken as refused"),
        ("crashed", "report", "it tells nothing"),
        ("crashed", "exit-code", "it tells nothing"),
    ],
)
def test_who_tells_nothing_may_go_on_but_who_refuses_or_crashes_may_not(end: str, tells_by: TellsBy, why: str) -> None:
    told = NOT_REACHED(Traffic.of([given(end, tells_by)]))
    assert why in told
    assert bool(why) is bool(told)


def test_an_exit_code_tells_that_something_is_refused_though_not_what() -> None:
    other = replace(RIGHT, id="urn:uuid:2", place="/assertions/1")
    told = NOT_REACHED(Traffic.of([replace(given("refused", "exit-code"), specimens=(RIGHT, other))]))
    assert told == "of a record with which nothing is wrong, it takes something as wrong"


def test_a_sitting_that_was_not_played_is_NOT_REACHED() -> None:
    assert NOT_REACHED(Traffic.of([])) == "it was not played"
