"""What is played with a consumer in a trial: enough to name it, and not all that others are named by."""

from __future__ import annotations

import pytest

from conformance.consumer.run import consumer_rules
from conformance.selfcheck.consumer_plan import parts_for, plan_for
from conformance.selfcheck.consumers import wrong_consumers

BOOK = "clr10"
RULES = consumer_rules(BOOK)


def played(name: str = "") -> dict[str, set[str]]:
    """The scenarios by task that are played with that wrong consumer, or with the right one."""
    wrong = wrong_consumers(BOOK).get(name)
    parts = parts_for(plan_for(RULES, wrong), RULES, wrong)
    return {task: {one.scenario.id for one in parts if one.task == task} for task in {one.task for one in parts}}


def test_the_right_consumer_does_all_that_it_can() -> None:
    right = played()
    assert {"read", "write", "delete", "verify"} <= set(right)
    assert {"plain", "copy-differs", "alg-none"} <= right["verify"]
    assert {"plain", "foreign-certificate"} <= right["read"]


@pytest.mark.parametrize(
    ("name", "meets", "spared"),
    [
        ("hosted-for-ever", {"plain", "hosted-expired", "alg-none"}, {"foreign-certificate", "hosted-out-of-scope"}),
        ("any-host-will-do", {"hosted-out-of-scope"}, {"foreign-certificate"}),
    ],
)
def test_a_wrong_verifier_meets_records_and_no_other_listener(name: str, meets: set[str], spared: set[str]) -> None:
    assert set(played(name)) == {"verify"}
    assert meets <= played(name)["verify"]
    assert not spared & played(name)["verify"]


def test_who_is_wrong_in_what_it_sends_meets_no_records_that_are_laid() -> None:
    assert {"plain", "foreign-certificate"} <= played("asks-for-json")["read"]
    assert not {"copy-differs", "alg-none"} & played("asks-for-json")["read"]


def test_what_shows_that_it_is_wrong_is_played_in_any_case() -> None:
    for one in wrong_consumers(BOOK).values():
        own = {name for check in RULES.checks if check.requirement in one.breaks for name in check.scenarios}
        met = {name for scenarios in played(one.id).values() for name in scenarios}
        assert not own or own & met, one.id
