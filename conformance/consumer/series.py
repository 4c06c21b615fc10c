"""All sittings of a run: the plain one of each task first, then the scenarios that the plan's claims let in."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from conformance.consumer.causes import cause
from conformance.consumer.listener import Audience, NoAudience
from conformance.consumer.process import Stop
from conformance.consumer.sitting import Starter, play
from conformance.consumer.terms import Terms
from conformance.plan.consumer import ConsumerPlan
from conformance.record import Problem
from conformance.rulebooks import find
from conformance.traffic import ConsumerRules, Sitting, Traffic
from conformance.traffic.values import PLAIN
from mock_provider.scenarios import Scenario

MOST_WORKERS = 2
Key = tuple[str, str]
"""The id of a scenario, and a task."""


@dataclass(frozen=True, slots=True)
class Part:
    """A scenario with one of its tasks: what one sitting plays."""

    scenario: Scenario
    task: str

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.scenario.id, self.task


@dataclass(frozen=True, slots=True)
class Played:
    """A sitting that ended, and the seconds that it took."""

    sitting: Sitting
    seconds: float


def parts(scenarios: Mapping[str, Scenario], plan: ConsumerPlan, only: Sequence[str] = ()) -> tuple[Part, ...]:
    """What a run plays, in order; with ``only`` these scenarios beside the plain one, which is always played."""
    return tuple(
        Part(scenario, task)
        for scenario in sorted(scenarios.values(), key=lambda one: one.id != PLAIN)
        if plan.claims.issuperset(scenario.claims) and (not only or scenario.id in (PLAIN, *only))
        for task in scenario.tasks
        if task in plan.tasks
    )


class Series:
    """Plays the parts of a run; ``played`` holds what came of them in the order of the parts, ``problems`` the causes.

    ``known`` are sittings of an earlier run that need not be played again. A failure of the mock or of the consumer's
    command ends the series with its exception, ``KeyboardInterrupt`` too: what was played until then is there.
    """

    def __init__(
        self,
        todo: Sequence[Part],
        start: Starter,
        terms: Terms,
        *,
        stop: Stop | None = None,
        workers: int = 1,
        audience: Audience | None = None,
        known: Mapping[Key, Played] | None = None,
    ) -> None:
        self._todo = todo
        self._start = start
        self._terms = terms
        self._stop = stop or Stop()
        self._workers = workers
        self._audience = audience or NoAudience()
        self._done: dict[Key, Played] = dict(known or {})
        self._rules = _rules(terms.book)
        self.problems: list[Problem] = []

    @property
    def played(self) -> tuple[Played, ...]:
        """The sittings that ended, in the order of the parts."""
        return tuple(self._done[part.key] for part in self._todo if part.key in self._done)

    def play(self) -> None:
        """Play the plain sittings one by one, then all others of the tasks in which the consumer got through."""
        self._audience.begins(sum(part.key not in self._done for part in self._todo))
        lost = {part.task for part in self._todo if part.scenario.id == PLAIN and not self._gets_through(part)}
        self._together([part for part in self._todo if part.task not in lost and part.key not in self._done])

    def _gets_through(self, part: Part) -> bool:
        if part.key not in self._done:
            self._keep(part, self._sat(part))
        sitting = self._done[part.key].sitting
        why = self._rules.not_reached(Traffic.of([sitting]))
        if why or not sitting.by_itself:
            self.problems.append(cause(sitting, why or "it had to be ended"))
            return False
        return True

    def _together(self, todo: Sequence[Part]) -> None:
        with ThreadPoolExecutor(max_workers=self._workers, thread_name_prefix="sitting") as pool:
            running: dict[Future[Played], Part] = {}
            try:
                left = iter(todo)
                self._hand_out(pool, left, running)
                while running:
                    ended, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in ended:
                        self._keep(running.pop(future), future.result())
                    self._hand_out(pool, left, running)
            except BaseException:
                self._stop.ask()
                raise

    def _hand_out(self, pool: ThreadPoolExecutor, left: Iterator[Part], running: dict[Future[Played], Part]) -> None:
        for part in left:
            running[pool.submit(self._sat, part)] = part
            if len(running) >= self._workers:
                return

    def _sat(self, part: Part) -> Played:
        begun = time.monotonic()
        sitting = play(part.scenario, part.task, self._start, self._terms)
        return Played(sitting, time.monotonic() - begun)

    def _keep(self, part: Part, played: Played) -> None:
        if played.sitting.end.how == "stopped":
            return
        self._done[part.key] = played
        self._audience.played(played.sitting, played.seconds)


def workers_of(plan: ConsumerPlan, wanted: int | None = None) -> int:
    """How many sittings go on at a time: as asked for, as planned, or as many as the machine bears."""
    return wanted or plan.workers or min(MOST_WORKERS, os.cpu_count() or 1)


def traffic_of(played: Iterable[Played], plan: ConsumerPlan) -> Traffic:
    """What all sittings show together."""
    return Traffic.of((each.sitting for each in played), plan.claims)


def _rules(book: str) -> ConsumerRules:
    rules = find(book).consumer
    if rules is None:
        raise LookupError(f"no consumer of the edition {book} can be judged")
    return rules
