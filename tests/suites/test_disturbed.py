"""An accident is never a verdict: a run that meets server errors or lost connections claims nothing new.

More seeds than here: ``CLR_DISTURBED_SEEDS=100 pytest tests/suites/test_disturbed.py``.
"""

from __future__ import annotations

import os

import pytest

from conformance.record import Verdict
from mock_provider.behaviours import faults
from tests.suites.disturbed import Accident, Outcome, judged

SEEDS = int(os.environ.get("CLR_DISTURBED_SEEDS", "4"))


@pytest.fixture(scope="module")
def calm() -> Outcome:
    return judged()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_one_accident_invents_no_verdict(calm: Outcome, seed: int) -> None:
    outcome = judged(Accident.drawn(seed))
    assert outcome.met
    assert outcome.invented(calm) == {}


@pytest.mark.parametrize("seed", range(max(SEEDS // 4, 1)))
def test_accidents_all_the_time_invent_no_verdict_and_are_told_once(calm: Outcome, seed: int) -> None:
    outcome = judged(Accident.often(seed))
    assert len(outcome.met) > 40
    assert outcome.invented(calm) == {}
    assert outcome.record.exit_code == 3
    (problem,) = (one for one in outcome.record.problems if one.code == "answers-differ")
    status = Accident.often(seed).status
    assert problem.message == (
        "The same request is sometimes answered rightly and sometimes with an error: "
        f"of {outcome.requests} answers {len(outcome.met)} were {status}."
    )
    assert not [line for line in outcome.record.leftovers if "CLR " in line]


@pytest.mark.parametrize("done", [False, True])
def test_an_accident_hides_no_fault_behind_a_pass(done: bool) -> None:
    """A provider that ignores code_verifier is not believed because the code was spent by the lost answer."""
    fault = faults()["tok-verifier-not-compared"]
    calm = judged(fault=fault, select=("TOK",))
    assert calm.verdicts["CLR10-TOK-005"] is Verdict.FAIL
    for place in range(0, calm.requests, 9):
        outcome = judged(Accident(frozenset({place}), status=502, done=done), fault, select=("TOK",))
        assert outcome.invented(calm) == {}, outcome.met


def test_a_server_error_each_time_is_told() -> None:
    """The right request is answered 500, always: that is no accident, and the requirement is broken."""
    outcome = judged(fault=faults()["tok-verifier-crash"], select=("TOK",))
    assert outcome.verdicts["CLR10-TOK-005"] is Verdict.FAIL
    assert not [one for one in outcome.record.problems if one.code == "answers-differ"]


def test_a_target_that_is_away_for_a_while_is_not_accused(calm: Outcome) -> None:
    """Fifty answers in a row are 502: each request meets it twice, and the last question shows that it was passing."""
    outcome = judged(Accident(frozenset(range(200, 250)), status=502))
    assert outcome.invented(calm) == {}
    assert outcome.record.exit_code == 3
    assert any(one.code == "answers-differ" for one in outcome.record.problems)
