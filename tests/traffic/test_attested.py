"""What follows from what a person saw."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.exchanges.specimens import Asked
from conformance.record import Outcome
from conformance.traffic import End, Run, Sitting, Traffic, judge
from conformance.traffic.attested import as_people_see, seen_by_a_person
from conformance.traffic.judge import Ending
from conformance.traffic.outcome import Answer
from conformance.traffic.registry import Observed

PRETTY = Asked("odd/1", "Is it pretty?", right="yes", wrong="it is not pretty", scenario="odd")
UGLY = Asked("odd/2", "Is it ugly?", right="no", wrong="it is ugly", scenario="odd")


def decided(*values: str, how: Any = "through", asked: tuple[Asked, ...] = (PRETTY, UGLY)) -> Ending:
    answers = tuple(
        Answer(one.id, value, question=one.text)  # type: ignore[arg-type]
        for one, value in zip(asked, values, strict=False)
    )
    runs = (Run(1, "mira", End(how)),)
    sitting = Sitting("odd", "read", "https://a", runs, (), tells_by="ask", asked=asked, answers=answers)
    check = Observed("a", "CLR10-ODD-001", ("odd",), (), lambda traffic: as_people_see(traffic, "odd"))
    (ending,) = judge([check], Traffic.of([sitting]))
    return ending


def test_who_sees_what_a_right_consumer_shows_decides_with_a_note_that_it_is_attested() -> None:
    ending = decided("yes", "no")
    assert ending.outcome is Outcome.PASS
    assert ending.reason == "as a person attests: Is it pretty? yes; as a person attests: Is it ugly? no"


def test_who_sees_something_else_breaks_it() -> None:
    ending = decided("yes", "yes")
    (finding,) = ending.findings
    assert (finding.message, finding.actual) == ("As a person attests, it is ugly", "Is it ugly? yes")


@pytest.mark.parametrize("value", ["cannot-tell", "not-shown"])
def test_one_question_that_stays_open_leaves_the_row_open(value: str) -> None:
    assert decided("yes", value).outcome is Outcome.INCOMPLETE


def test_where_nobody_looked_the_way_to_decide_is_named() -> None:
    ending = decided()
    assert (ending.outcome, "--by-hand" in (ending.reason or "")) == (Outcome.INCOMPLETE, True)


def test_a_step_that_was_skipped_says_so() -> None:
    assert decided(how="skipped").reason == "odd: skipped by the person"


def test_what_a_person_finds_in_the_consumer_was_read() -> None:
    answers = (Answer("a", "yes"), Answer("b", "no"), Answer("c", "not-shown"), Answer("d", "cannot-tell"))
    sitting = Sitting("odd", "read", "https://a", (Run(1, "mira", End("through")),), (), answers=answers)
    assert seen_by_a_person(sitting) == {"a", "b"}
