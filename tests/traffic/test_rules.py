"""What an edition hands in of its consumers: its checks, a right consumer, and the wrong ones."""

from __future__ import annotations

import pytest

from conformance.rulebooks import find
from conformance.traffic import ConsumerRules
from conformance.traffic.assignment import Assignment

RULES = find("clr10").consumer


def test_its_right_consumer_is_a_class_that_takes_an_assignment() -> None:
    assert RULES is not None
    consumer = RULES.reference_consumer(Assignment("https://a.test", "read", "mira", "secret"))
    consumer.close()


def test_its_checks_and_wrong_consumers_are_those_of_the_shared_rules_too() -> None:
    assert RULES is not None
    assert {check.requirement.partition("-")[0] for check in RULES.checks} == {"OAUTH", "CLR10"}
    assert {one.breaks[0].partition("-")[0] for one in RULES.wrong_consumers} == {"OAUTH", "CLR10"}


def test_an_edition_without_a_right_consumer_says_so() -> None:
    with pytest.raises(LookupError, match="toy has no reference consumer"):
        _ = ConsumerRules("toy", ()).reference_consumer
