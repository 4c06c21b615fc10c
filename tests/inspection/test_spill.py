"""Sequences whose entries may lie in a file read like any other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.inspection import spill
from conformance.inspection.history import MOST_PLAIN, ManyChecks
from conformance.inspection.spill import Shelf, Spill
from conformance.record import CheckResult, Finding, Outcome


@pytest.fixture(params=[16_000_000, 10], ids=["memory", "file"])
def shelf(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.setattr(spill, "MOST_IN_MEMORY", request.param)
    with Shelf() as made:
        yield made


def test_entries_come_back_in_their_order(shelf: Shelf) -> None:
    first, second = Spill[str](shelf), Spill[int](shelf)
    for number in range(100):
        first.append(f"entry {number}")
        second.append(number)
    assert list(first) == [f"entry {number}" for number in range(100)]
    assert list(second) == list(range(100))
    assert (first[3], first[-1], list(second[98:])) == ("entry 3", "entry 99", [98, 99])
    assert (len(first), bool(Spill[str](shelf))) == (100, False)


def test_two_readers_do_not_disturb_each_other(shelf: Shelf) -> None:
    entries = Spill[int](shelf)
    for number in range(10):
        entries.append(number)
    assert [(one, other) for one, other in zip(entries, entries, strict=True)] == [(n, n) for n in range(10)]


def passed(number: int) -> CheckResult:
    return CheckResult(f"document[{number}]", Outcome.PASS)


def test_checks_that_found_nothing_are_counted_beyond_a_bound(shelf: Shelf) -> None:
    history = ManyChecks(shelf)
    broken = CheckResult("document[x]", Outcome.FAIL, (Finding("CLR10-ASR-001", "An assertion has no id"),))
    for number in range(MOST_PLAIN + 5):
        history.append(passed(number))
    history.append(broken)
    assert len(history) == len(list(history)) == MOST_PLAIN + 6
    assert list(history[:2]) == [passed(0), passed(1)]
    assert [check for check in history if check.findings] == [broken]
    assert history[-1].outcome is Outcome.PASS


def test_a_verdict_needs_the_first_of_each_outcome_and_the_first_reason(shelf: Shelf) -> None:
    history = ManyChecks(shelf)
    silent = CheckResult("document[1]", Outcome.INCOMPLETE)
    reasoned = CheckResult("document[2]", Outcome.INCOMPLETE, reason="no network")
    for check in (passed(0), silent, reasoned, CheckResult("document[3]", Outcome.INCOMPLETE, reason="later")):
        history.append(check)
    assert list(history.samples) == [passed(0), silent, reasoned]
