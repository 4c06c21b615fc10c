"""What a run plays: scenarios with their tasks, and the variations of the mock as scenarios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conformance.consumer.unusual import unusual_scenarios
from conformance.errors import UsageFault
from conformance.names import did_you_mean, near
from conformance.plan.consumer import ConsumerPlan
from conformance.standard import book_of, facts
from conformance.traffic.values import PLAIN
from mock_provider.scenarios import Scenario, scenarios, tasks_of

Key = tuple[str, str]
"""The id of a scenario, and a task."""


@dataclass(frozen=True, slots=True)
class Part:
    """A scenario with one of its tasks: what one sitting plays.

    ``joined`` are the scenarios of which the sitting plays all at once, where it is one of several.
    """

    scenario: Scenario
    task: str
    joined: tuple[Scenario, ...] = ()

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.scenario.id, self.task

    @property
    def scenarios(self) -> frozenset[str]:
        """The ids of the scenarios that it plays."""
        return frozenset(one.id for one in self.joined or (self.scenario,))

    @property
    def plain(self) -> bool:
        """True where nothing is wrong."""
        return self.scenario.id == PLAIN


def every_scenario(book: str, *, with_variations: bool = False) -> Mapping[str, Scenario]:
    """All scenarios of an edition by id, the plain one first; variations come last when they are asked for."""
    known = {**scenarios(book)}
    found = {PLAIN: known.pop(PLAIN), **known}
    if with_variations:
        found |= {one.id: one for one in unusual_scenarios(book) if one.id not in found}
    return found


def parts_of(plan: ConsumerPlan, only: Sequence[str] = (), *, with_variations: bool = False) -> tuple[Part, ...]:
    """What a run of that plan plays, in order; with ``only`` these scenarios beside the plain one.

    Raises ``UsageFault`` for a task that the edition does not have, for a scenario that there is not, or that the
    plan's claims leave out.
    """
    book = book_of(plan.standard)
    _check_tasks(plan, book)
    known = every_scenario(book, with_variations=with_variations)
    if only:
        every = known if with_variations else every_scenario(book, with_variations=True)
        known = {PLAIN: known[PLAIN], **{name: _named(name, every, plan) for name in only}}
    return tuple(
        Part(scenario, task)
        for scenario in known.values()
        if _claimed(scenario, plan)
        for task in _tasks(scenario, plan)
    )


def known_scenario(name: str, known: Mapping[str, Scenario]) -> Scenario:
    """The scenario of that id; raises ``UsageFault`` when there is none."""
    if name not in known:
        raise UsageFault(
            "scenario-unknown",
            f"there is no scenario {name!r}",
            "it is mistyped, or of another edition",
            did_you_mean(near(name, known)) or "`clr-conformance scenarios` lists them.",
        )
    return known[name]


def _named(name: str, known: Mapping[str, Scenario], plan: ConsumerPlan) -> Scenario:
    scenario = known_scenario(name, known)
    if not _claimed(scenario, plan) or not _tasks(scenario, plan):
        needed = [claim for claim in scenario.claims if claim not in plan.claims] or [" or ".join(scenario.tasks)]
        raise UsageFault(
            "scenario-not-claimed",
            f"the scenario {name} is not played: the plan {plan.name} does not claim {', '.join(needed)}",
            "it is for consumers that do more",
            "Claim it in the plan, or take a plan that does.",
        )
    return scenario


def _check_tasks(plan: ConsumerPlan, book: str) -> None:
    known = tasks_of(book)
    strange = [task for task in plan.tasks if task not in known]
    if strange:
        raise UsageFault(
            "task-not-played",
            f"the plan {plan.name} claims {' and '.join(strange)}; no consumer of {facts(book).name} is asked for it",
            "it was written for another edition",
            f"Set claims.{strange[0]} to false, or name another edition in the plan (standard).",
        )


def _claimed(scenario: Scenario, plan: ConsumerPlan) -> bool:
    return plan.claims.issuperset(scenario.claims)


def _tasks(scenario: Scenario, plan: ConsumerPlan) -> tuple[str, ...]:
    claimed = tuple(task for task in scenario.tasks if task in plan.tasks)
    return claimed or tuple(task for task in scenario.instead if task in plan.tasks)[:1]
