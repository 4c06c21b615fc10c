"""What is said of a verifier that meets tokens which it cannot read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.exchanges.specimens import State
from conformance.record import Outcome
from conformance.traffic import Run, Sitting
from conformance.traffic.judge import Ending
from conformance.traffic.outcome import ReportedOutcome
from tests.rulebooks.clr10.consumer import deciding
from tests.rulebooks.clr10.consumer.starts import pair, sitting, specimen, start, told
from tests.traffic.building import cited

SCENARIO = "token-broken"
RIGHT, _ = pair(SCENARIO)
BROKEN = specimen("broken", "/signedAssertions/1", scenario=SCENARIO, twin=RIGHT.id, start=2)
GOOD = start(1, told((RIGHT.id, "verified")))


def decide(*sittings: Sitting) -> Ending:
    return deciding.decide("CLR10-VSG-001", *sittings, claims=("verify", "verify_signed"))


def _after(run: Run | None, **members: Any) -> Sitting:
    """A sitting in which the right record is verified, and the start with the broken one goes so."""
    return sitting(SCENARIO, (RIGHT, BROKEN), [GOOD, *([run] if run else ())], **members)


@pytest.mark.parametrize("name", [BROKEN.place, BROKEN.id])
@pytest.mark.parametrize("state", ["unverified", "refused"])
def test_who_says_of_the_place_or_of_the_id_that_it_is_not_verified_passes(name: str, state: State) -> None:
    assert decide(_after(start(2, told((name, state))))).outcome is Outcome.PASS


@pytest.mark.parametrize("outcome", [told(result="refused"), told(result="failed"), None])
def test_who_says_it_of_the_whole_record_passes(outcome: ReportedOutcome | None) -> None:
    assert decide(_after(start(2, outcome, "through" if outcome else "refused"))).outcome is Outcome.PASS


def test_who_says_that_it_is_verified_is_named() -> None:
    assert decide(_after(start(2, told((BROKEN.place, "verified"))))).outcome is Outcome.FAIL


def test_who_falls_over_it_is_named() -> None:
    ending = decide(_after(start(2, None, "crashed")))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (1,))
    assert ending.findings[0].message == "It falls over a token that it cannot read: it was changed"


def test_who_falls_over_the_right_record_too_shows_nothing() -> None:
    crashes = [start(1, None, "crashed"), start(2, None, "crashed")]
    assert decide(sitting(SCENARIO, (RIGHT, BROKEN), crashes)).outcome is Outcome.INCOMPLETE


def test_who_was_stopped_shows_nothing() -> None:
    ending = decide(_after(start(2, None, "timed-out")))
    assert ending.outcome is Outcome.INCOMPLETE
    assert "it was stopped" in (ending.reason or "")


def test_who_never_came_to_it_shows_nothing() -> None:
    assert decide(_after(None)).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize("records", [(), (("urn:padding", "verified"),)])
def test_who_is_done_and_says_nothing_of_it_is_named(records: Any) -> None:
    ending = decide(_after(start(2, told(*records))))
    assert ending.outcome is Outcome.FAIL
    assert ending.findings[0].message.startswith("It says nothing of a token that it cannot read")


def test_who_names_it_in_a_way_of_its_own_may_have_said_it() -> None:
    named = told(("urn:padding", "verified"), unknown=("token number 2",))
    assert decide(_after(start(2, named))).outcome is Outcome.INCOMPLETE
    whole = told(("urn:of-the-record", "unverified"))
    assert decide(_after(start(2, whole))).outcome is Outcome.INCOMPLETE


def test_who_tells_nothing_of_the_right_one_either_is_silent() -> None:
    silent = [start(1, told()), start(2, told())]
    assert decide(sitting(SCENARIO, (RIGHT, BROKEN), silent)).outcome is Outcome.INCOMPLETE
    assert decide(sitting(SCENARIO, (RIGHT, BROKEN), [start(1), start(2)])).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize("outcome", [told((BROKEN.place, "unverified")), told(result="failed")])
def test_who_does_not_take_the_right_one_shows_nothing(outcome: ReportedOutcome) -> None:
    runs = [start(1, told((RIGHT.id, "unverified"))), start(2, outcome)]
    assert decide(sitting(SCENARIO, (RIGHT, BROKEN), runs)).outcome is Outcome.INCOMPLETE


def test_all_of_them_have_to_be_told() -> None:
    other = replace(BROKEN, id="urn:other", place="/signedAssertions/2", start=3)
    runs = [GOOD, start(2, told((BROKEN.place, "unverified"))), start(3)]
    assert decide(sitting(SCENARIO, (RIGHT, BROKEN, other), runs)).outcome is Outcome.INCOMPLETE


# From a list, where one start meets all of them


def _read(run: Run, *others: Sitting) -> Ending:
    met = sitting(SCENARIO, (RIGHT, replace(BROKEN, start=1)), [run], task="read")
    return decide(met, *others)


def _elsewhere(how: str, **members: Any) -> Sitting:
    return sitting("listed", pair("listed"), [start(1, None, how)], **{"task": "read", **members})


def test_who_says_it_of_one_in_the_list_passes() -> None:
    outcome = told((RIGHT.id, "verified"), (BROKEN.place, "unverified"))
    assert _read(start(1, outcome)).outcome is Outcome.PASS


def test_who_falls_over_the_list_is_named_when_it_survives_another() -> None:
    crash = start(1, None, "crashed")
    assert _read(crash, _elsewhere("through")).outcome is Outcome.FAIL
    assert _read(crash, _elsewhere("refused")).outcome is Outcome.FAIL
    assert _read(crash, _elsewhere("crashed")).outcome is Outcome.INCOMPLETE
    assert _read(crash, _elsewhere("through", task="verify")).outcome is Outcome.INCOMPLETE
    assert _read(crash).outcome is Outcome.INCOMPLETE


def test_who_leaves_one_out_of_the_list_is_named() -> None:
    assert _read(start(1, told((RIGHT.id, "verified")))).outcome is Outcome.FAIL
    assert _read(start(1, told((RIGHT.id, "verified"), result="failed"))).outcome is Outcome.INCOMPLETE
