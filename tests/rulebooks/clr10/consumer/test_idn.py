"""What is said of a verifier that looks whose an assertion is."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.record import Outcome
from conformance.traffic.judge import Ending
from tests.rulebooks.clr10.consumer import deciding
from tests.rulebooks.clr10.consumer.laying import ITEM, TWIN, fetch, right_one, told, wrong_one
from tests.traffic.building import API

SCENARIO = "recipient-hash"
PLAIN = f"{API}/assertions/without-salt"
LAID = (right_one(SCENARIO), right_one(SCENARIO, PLAIN), wrong_one(SCENARIO))


def decided(twin: Any, plain: Any, item: Any) -> Ending:
    states = {TWIN: twin, PLAIN: plain, ITEM: item}
    given = {name: state for name, state in states.items() if state is not None}
    sat = told(LAID, given, fetch(TWIN), fetch(PLAIN))
    return deciding.decide("CLR10-IDN-005", sat, claims=("verify", "verify_hosted"))


def test_who_knows_the_learner_by_every_hash_passes() -> None:
    assert decided("verified", "verified", "unverified").outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("states", "pointed"),
    [
        (("unverified", "verified", "unverified"), "twin"),
        (("verified", "refused", "unverified"), "without-salt"),
        (("verified", "verified", "verified"), "item"),
    ],
    ids=["leaves out the salt", "always adds one", "compares nothing"],
)
def test_who_takes_another_hash_is_named_with_the_item(states: Any, pointed: str) -> None:
    ending = decided(*states)
    assert ending.outcome is Outcome.FAIL
    assert [finding.actual.partition(" ")[0] for finding in ending.findings] == [pointed]


@pytest.mark.parametrize(
    "states",
    [("refused", "refused", "refused"), ("verified", "verified", None), ("verified", None, "refused")],
    ids=["refuses all", "silent on the wrong one", "silent on a right one"],
)
def test_who_takes_or_tells_too_little_shows_nothing(states: Any) -> None:
    assert decided(*states).outcome is Outcome.INCOMPLETE
