"""What is played with a consumer in a trial: all that the right one can do, of a wrong one what it is wrong in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from conformance.consumer.parts import Part, parts_of
from conformance.plan.consumer import ConsumerPlan, SittingLimits
from conformance.plan.consumer_file import load as load_plan
from conformance.standard import load
from conformance.traffic import ConsumerRules
from conformance.traffic.wrong import WrongConsumer

_TASKS = frozenset({"read", "write", "delete", "verify"})


def plan_for(rules: ConsumerRules, wrong: WrongConsumer | None) -> ConsumerPlan:
    """The plan of a trial, inferred rules as strict as the others.

    The right consumer (``None``) does all that it can do, a wrong one the tasks in which it is wrong.
    """
    plan = _shipped(rules.plan)
    claims = plan.claims if wrong is None else (plan.claims - _TASKS) | {*wrong.tasks}
    return replace(plan, claims=claims, inferred="fail", limits=SittingLimits(start=20.0, stop=1.0))


@cache
def _shipped(name: str) -> ConsumerPlan:
    return load_plan(name)


def parts_for(plan: ConsumerPlan, rules: ConsumerRules, wrong: WrongConsumer | None) -> Sequence[Part]:
    """What is played of the plan of a trial.

    Who is wrong in what it makes of records meets no other listener than the usual one, and who is wrong in what it
    sends no records that are laid before it: each trial would take twice as long, and the right consumer meets both.
    What it breaks is played in any case.
    """
    parts = parts_of(plan)
    if wrong is None:
        return parts
    own_id = load(rules.book).own_id
    fallen = {*wrong.breaks, *wrong.consequences}
    shown = {name for check in rules.checks if own_id(check.requirement) in fallen for name in check.scenarios}
    return [part for part in parts if part.scenario.id in shown or not _costly(part)]


def _costly(part: Part) -> bool:
    return part.scenario.listener is not None if part.task == "verify" else part.scenario.lay is not None
