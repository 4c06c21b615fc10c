"""What a run tells of outcomes beside its verdicts: each fault once, with where it was."""

from __future__ import annotations

from conformance.consumer.telling import diagnoses
from conformance.traffic import End, Run, Sitting, Traffic
from conformance.traffic.outcome import ReportedOutcome

THROUGH = End("through", 0)


def sitting(name: str, *runs: Run, late_outcomes: int = 0) -> Sitting:
    return Sitting(name, "verify", "https://a", runs, (), late_outcomes=late_outcomes)


def told(*sittings: Sitting) -> list[tuple[str, str]]:
    return [(one.step, one.message) for one in diagnoses(Traffic(sittings))]


def test_nothing_is_told_of_what_is_right() -> None:
    assert told(sitting("a", Run(1, "mira", THROUGH, outcome=ReportedOutcome()), Run(2, "mira", THROUGH))) == []


def test_why_an_outcome_cannot_be_used_is_told_once_with_every_start() -> None:
    runs = [Run(number, "mira", THROUGH, unusable="it is not JSON") for number in (1, 2)]
    ((step, message),) = told(sitting("a", *runs), sitting("b", runs[0]))
    assert step == "outcome not usable"
    assert message.endswith("in a (start 1), a (start 2), b (start 1): it is not JSON")


def test_items_that_were_not_served_are_named() -> None:
    run = Run(1, "mira", THROUGH, outcome=ReportedOutcome(unknown=("urn:1", "urn:2")))
    ((step, message),) = told(sitting("a", run))
    assert step == "record not served"
    assert "urn:1, urn:2" in message
    assert "a (start 1)" in message
    many = Run(1, "mira", THROUGH, outcome=ReportedOutcome(unknown=tuple(f"urn:{each}" for each in range(999))))
    assert len(told(sitting("a", many))[0][1]) < 900


def test_outcomes_that_came_late_are_counted() -> None:
    one = sitting("a", Run(1, "mira", THROUGH), late_outcomes=2)
    ((step, message),) = told(one, one)
    assert (step, message[:10]) == ("late outcomes", "4 outcomes")
