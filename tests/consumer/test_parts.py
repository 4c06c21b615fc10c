"""Which scenarios a plan plays, and with which task."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.consumer.parts import parts_of
from conformance.errors import UsageFault
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


@pytest.mark.parametrize("task", ["delete", "verify"])
def test_a_task_that_the_edition_does_not_have_is_a_slip_in_the_plan(task: str) -> None:
    wrong = replace(load("clr2-consumer-full"), claims=frozenset({"read", task}))
    with pytest.raises(UsageFault, match=rf"claims {task}; no consumer of CLR 2\.0") as raised:
        parts_of(wrong)
    assert raised.value.problem.code == "task-not-played"


@pytest.mark.parametrize("name", ["clr2-consumer-read", "clr2-consumer-write", "clr2-consumer-full"])
def test_a_shipped_plan_of_clr20_plays_what_it_claims(name: str) -> None:
    shipped = load(name)
    assert {part.task for part in parts_of(shipped) if part.plain} == {"read", "write"} & shipped.claims
    assert len(parts_of(shipped)) > 25
