"""Which scenarios a plan plays, and with which task."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.consumer.parts import parts_of
from conformance.plan.consumer import ConsumerPlan
from conformance.plan.consumer_file import load


def plan(*claims: str) -> ConsumerPlan:
    return replace(load("consumer-full"), claims=frozenset({*claims, "dynamic_registration"}))


def tasks(scenario: str, plan: ConsumerPlan) -> list[str]:
    return [part.task for part in parts_of(plan) if part.scenario.id == scenario]


@pytest.mark.parametrize(
    ("claims", "played"),
    [(("read",), ["read"]), (("read", "write"), ["read"]), (("write", "delete"), ["write"]), (("delete",), ["delete"])],
)
def test_a_scenario_of_login_is_played_once_by_whatever_the_consumer_does(claims: list[str], played: list[str]) -> None:
    assert tasks("state-foreign", plan(*claims)) == played


def test_a_scenario_of_the_list_is_for_those_who_read() -> None:
    assert tasks("pages-cursor", plan("read", "write")) == ["read"]
    assert tasks("pages-cursor", plan("write")) == []


def test_the_plain_one_is_played_with_each_task() -> None:
    assert tasks("plain", plan("read", "write", "delete")) == ["read", "write", "delete"]
