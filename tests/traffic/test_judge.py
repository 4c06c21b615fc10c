"""One ending for each check: what weighs more than what."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from conformance.record import Finding, Outcome
from conformance.traffic import Traffic, breach, met, not_applicable, note, undecided
from conformance.traffic.judge import Ending, judge
from conformance.traffic.registry import Observed
from conformance.traffic.seen import Seen
from tests.traffic.building import listed, sitting

PLAIN = sitting(listed(), listed(2))
ODD = sitting(listed(), scenario="odd")
FIRST, SECOND = Traffic.of([PLAIN]).exchanges
THIRD = [*Traffic.of([PLAIN, ODD]).exchanges][2]

MET, MET_IN_ODD = met(PLAIN, FIRST), met(ODD, THIRD)
BROKEN = breach("It is wrong", SECOND, FIRST, expected="this", actual="that")
OPEN, OPEN_IN_ODD = undecided("nobody knows"), undecided("it was stopped", ODD)
OTHERS = not_applicable("it is another kind")
OTHERS_IN_ODD, OTHERS_IN_EVEN = (not_applicable(OTHERS.reason, each) for each in (ODD, sitting(scenario="even")))
TOLD = note("by the way")


def _end(
    *seen: Seen, scenarios: tuple[str, ...] = (), needs: tuple[str, ...] = (), claims: Iterable[str] = ()
) -> Ending:
    check = Observed("consumer.aut.it", "OAUTH-AUT-002", scenarios, needs, lambda _: seen)
    (ending,) = judge([check], Traffic.of([PLAIN, ODD], claims))
    return ending


@pytest.mark.parametrize(
    ("seen", "outcome", "reason"),
    [
        ([], Outcome.INCOMPLETE, "the consumer did nothing that shows it"),
        ([MET], Outcome.PASS, None),
        ([TOLD], Outcome.INCOMPLETE, "the consumer did nothing that shows it"),
        ([MET, TOLD, TOLD], Outcome.PASS, "by the way"),
        ([OTHERS], Outcome.NOT_APPLICABLE, "it is another kind"),
        ([OTHERS, MET], Outcome.PASS, None),
        ([OPEN], Outcome.INCOMPLETE, "nobody knows"),
        ([MET, OPEN], Outcome.INCOMPLETE, "nobody knows"),
        ([OTHERS, OPEN], Outcome.INCOMPLETE, "nobody knows"),
        ([MET, OPEN_IN_ODD], Outcome.INCOMPLETE, "odd: it was stopped"),
        ([MET_IN_ODD, OPEN_IN_ODD], Outcome.PASS, None),
        ([BROKEN], Outcome.FAIL, None),
        ([MET, OPEN, OTHERS, TOLD, BROKEN], Outcome.FAIL, None),
    ],
)
def test_how_it_ends(seen: list[Seen], outcome: Outcome, reason: str | None) -> None:
    ending = _end(*seen)
    assert (ending.outcome, ending.reason) == (outcome, reason)


@pytest.mark.parametrize(
    ("seen", "outcome", "reason"),
    [
        ([MET_IN_ODD], Outcome.INCOMPLETE, "not reached in even"),
        ([MET_IN_ODD, OTHERS], Outcome.PASS, None),
        ([MET_IN_ODD, OTHERS_IN_EVEN], Outcome.PASS, None),
        ([MET, OTHERS_IN_ODD], Outcome.INCOMPLETE, "not reached in even"),
        ([OTHERS_IN_ODD], Outcome.INCOMPLETE, "not played: even"),
        ([OTHERS_IN_ODD, OTHERS_IN_EVEN], Outcome.NOT_APPLICABLE, "it is another kind"),
        ([], Outcome.INCOMPLETE, "not played: even"),
        ([OTHERS], Outcome.NOT_APPLICABLE, "it is another kind"),
        ([BROKEN], Outcome.FAIL, None),
    ],
)
def test_its_subject_has_to_be_met_in_each_of_its_scenarios(
    seen: list[Seen], outcome: Outcome, reason: str | None
) -> None:
    ending = _end(*seen, scenarios=("odd", "even"))
    assert (ending.outcome, ending.reason) == (outcome, reason)


def test_what_is_not_claimed_does_not_apply() -> None:
    ending = _end(BROKEN, needs=("refresh", "read"), claims=("read",))
    assert (ending.outcome, ending.reason) == (Outcome.NOT_APPLICABLE, "applies when the consumer claims: refresh")
    assert _end(MET, needs=("refresh",), claims=("refresh",)).outcome is Outcome.PASS


def test_who_calls_the_api_is_not_judged_by_what_it_does_with_files() -> None:
    """Nobody logs in there: a check of discovery, login or the API would miss them."""
    seen: list[list[str]] = []

    def look(given: Traffic) -> Iterable[Seen]:
        seen.append([one.task for one in given.sittings])
        return ()

    checks = [Observed("consumer.aut.it", "OAUTH-AUT-002", (), (), look, in_hand=hand) for hand in (False, True)]
    [*judge(checks, Traffic.of([PLAIN, sitting(task="verify")]))]
    assert seen == [["read"], ["read", "verify"]]


def test_a_breach_tells_what_was_expected_and_cites_the_wrong_exchange_first() -> None:
    (found,) = _end(BROKEN).findings
    assert found == Finding("", "It is wrong", "this", "that", exchanges=(1, 0))


def test_the_same_breach_in_many_places_is_one_finding() -> None:
    (found,) = _end(BROKEN, breach("It is wrong", FIRST, actual="other")).findings
    assert (found.count, found.exchanges, found.actual) == (2, (1, 0), "that (and 1 other)")


def test_the_exchanges_are_those_in_which_it_was_met_each_once() -> None:
    assert _end(MET, MET, MET_IN_ODD).exchanges == (0, 2)


def test_a_breach_without_an_exchange_is_an_error_of_the_check() -> None:
    with pytest.raises(ValueError, match="cites an exchange"):
        breach("It is wrong")


def test_what_a_stranger_has_sent_fits_into_any_report() -> None:
    found = breach("It is wrong", FIRST, actual="\ud800 " + "word " * 1000 + "x" * 10_000)
    assert found.actual == f"? {'word ' * 59}…"
    assert found.actual.encode()


def test_a_check_that_cannot_read_what_came_decides_nothing() -> None:
    def fails(_traffic: Traffic) -> Iterable[Seen]:
        yield MET
        raise RecursionError

    checks = [Observed(f"consumer.aut.{name}", "OAUTH-AUT-002", (), (), run) for name, run in _both(fails).items()]
    assert [(each.outcome, each.reason) for each in judge(checks, Traffic.of([PLAIN]))] == [
        (Outcome.INCOMPLETE, "the check itself ended in RecursionError"),
        (Outcome.PASS, None),
    ]


def _both(fails: Callable[[Traffic], Iterable[Seen]]) -> dict[str, Callable[[Traffic], Iterable[Seen]]]:
    return {"one": fails, "other": lambda _: [MET]}


def test_nothing_at_all_is_never_a_pass() -> None:
    check = Observed("consumer.aut.it", "OAUTH-AUT-002", (), (), lambda _: ())
    (ending,) = judge([check], Traffic.of([]))
    assert ending.outcome is Outcome.INCOMPLETE


def test_who_only_verifies_files_is_asked_for_nothing_that_takes_a_call_of_the_api() -> None:
    assert _end(BROKEN, claims=("verify",)).outcome is Outcome.NOT_APPLICABLE
    assert _end(BROKEN, claims=("verify", "read")).outcome is Outcome.FAIL
    in_hand = Observed("consumer.vsg.it", "CLR10-VSG-007", (), (), lambda _: (BROKEN,), in_hand=True)
    (ending,) = judge([in_hand], Traffic.of([PLAIN], ("verify",)))
    assert ending.outcome is Outcome.FAIL
