"""50 consumers at once, under each fault and under pairs of faults: none is dropped, none meets what is not its own."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from typing import Any

import pytest

from mock_provider.behaviour import Behaviour, Trigger
from mock_provider.behaviours import faults, variations
from mock_provider.clr10.content.generator import known_ids
from tests.mock_provider.behaviour.consumer import Consumer
from tests.mock_provider.behaviour.crowd import Crowd

AT_ONCE = 50
LEARNERS = ("jonas", "amal", "sofia", "nils")
SLOW = ("var-http-slow-in-time", "var-http-slow-start")
"""Change when an answer comes, not what comes."""
PLAYED = [
    one
    for one in (*faults().values(), *variations().values())
    if (one.on_request or one.on_response) and not one.settings and one.id not in SLOW
]
PAIRS = 8


def consumers(crowd: Crowd) -> list[Consumer]:
    """50 consumers of four learners, each of whom has records."""
    ids = known_ids(crowd.settings)
    generated = [row for row in crowd.rows("clrs")["clrs"] if row[6] and not row[4] and not row[5]]
    records = {name: next(row for row in generated if row[2] == f"user:{name}") for name in LEARNERS}
    found = []
    for number in range(AT_ONCE):
        learner = LEARNERS[number % len(LEARNERS)]
        clr = json.loads(records[learner][8])
        assert clr["learner"]["id"] == ids[f"learner_{learner}"]
        found.append(Consumer(crowd, number, learner, clr))
    return found


def names_a_crash(fault: Behaviour) -> bool:
    """Whether a fault says of itself that it ends in a 5xx."""
    return bool(re.search(r"\b5\d\d\b", f"{fault.title} {fault.how}"))


def kept(crowd: Crowd) -> list[tuple[Any, ...]]:
    """What the mock was filled with."""
    return [row for row in crowd.rows("clrs")["clrs"] if "of-consumer-" not in row[0]]


def all_sit(crowd: Crowd) -> list[Consumer]:
    """50 consumers at once from their first to their last request; what the mock was filled with stays as it was."""
    sitting = consumers(crowd)
    before = kept(crowd)
    crowd.restore({"clrs": before})
    crowd.run(one.sit() for one in sitting)
    assert kept(crowd) == before
    assert all(answer.whole for one in sitting for answer in one.answers)
    return sitting


def test_without_a_fault_every_consumer_gets_through(quiet: Crowd) -> None:
    steps = {tuple(answer.status for answer in one.answers) for one in all_sit(quiet)}
    connected = (200, 200, 400, 200, 303, 401, 200)
    read = (200, 200, 200, 400, 200, 200, 401, 401, 200, 404, 200, 200, 200, 200)
    written = (201, 304, 200, 400, 403, 400, 400, 200, 401, 204, 404, 200)
    assert steps == {connected + read + written + (200, 200, 401)}


def in_batches(played: Sequence[Behaviour]) -> list[Sequence[Behaviour]]:
    return [played[start : start + AT_ONCE] for start in range(0, len(played), AT_ONCE)]


def each_its_own(crowd: Crowd, batch: Sequence[Behaviour], **trigger: Any) -> list[Consumer]:
    """The faults, each for a consumer of its own."""
    crowd.faults.clear()
    crowd.failures.said.clear()
    for number, fault in enumerate(batch):
        crowd.faults.switch_on(fault, Trigger(client=f"consumer-{number}", **trigger))
    sitting = all_sit(crowd)
    crowd.faults.clear()
    assert not crowd.failures.said
    return sitting


@pytest.fixture(scope="module", params=in_batches(PLAYED), ids=lambda batch: f"{batch[0].id}...{batch[-1].id}")
def batch(request: pytest.FixtureRequest) -> Sequence[Behaviour]:
    faults: Sequence[Behaviour] = request.param
    return faults


@pytest.fixture(scope="module")
def sat(crowd: Crowd, batch: Sequence[Behaviour]) -> list[Consumer]:
    return each_its_own(crowd, batch)


def strikes(one: Consumer) -> list[bool]:
    return [bool(answer.struck) for answer in one.answers]


def test_each_fault_meets_its_own_consumer_and_a_strike_is_a_change(
    batch: Sequence[Behaviour], sat: list[Consumer]
) -> None:
    for fault, one in zip([*batch, *[None] * AT_ONCE], sat, strict=False):
        assert {name for answer in one.answers for name in answer.struck} <= {fault.id if fault else ""}
        assert [answer.changed for answer in one.answers] == strikes(one), fault
        assert max(answer.status for answer in one.answers) < 500 or (fault and names_a_crash(fault)), fault


def test_the_next_strike_is_the_first_exchange_that_the_fault_can_change(
    crowd: Crowd, batch: Sequence[Behaviour], sat: list[Consumer]
) -> None:
    for fault, always, once in zip(batch, sat, each_its_own(crowd, batch, next=1), strict=False):
        assert sum(strikes(once)) == any(strikes(always)), fault
        if any(strikes(always)):
            assert strikes(once).index(True) == strikes(always).index(True), fault


DRAWN = [random.Random(f"pair {number}").sample(PLAYED, 2) for number in range(PAIRS)]


@pytest.mark.parametrize("pair", DRAWN, ids=lambda pair: f"{pair[0].id}+{pair[1].id}")
def test_pairs_of_faults_break_no_more_than_they_name(quiet: Crowd, pair: Sequence[Behaviour]) -> None:
    for fault in pair:
        quiet.faults.switch_on(fault)
    for one in all_sit(quiet):
        assert [answer.changed for answer in one.answers] == strikes(one)
        assert max(answer.status for answer in one.answers) < 500 or any(map(names_a_crash, pair))
