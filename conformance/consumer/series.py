"""All sittings of a run: the plain one of each task first, then the scenarios that the plan's claims let in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from conformance.consumer.causes import cause
from conformance.consumer.late import Lingering
from conformance.consumer.listener import Audience, NoAudience
from conformance.consumer.mending import EVERY_MEND, mends_taken, was_refused, with_mends
from conformance.consumer.parts import Key, Part
from conformance.consumer.process import Stop
from conformance.consumer.sitting import Played, Starter, play
from conformance.consumer.terms import Terms
from conformance.plan.consumer import ConsumerPlan
from conformance.record import Problem
from conformance.traffic import Sitting, Traffic

MOST_WORKERS = 2
NotReached = Callable[[Traffic], str]


@dataclass(frozen=True, slots=True)
class Means:
    """What sittings are played with: how the consumer is started, on which terms, how many at a time, who watches.

    ``keep`` is called with each part that was played, as it falls.
    """

    start: Starter
    terms: Terms
    stop: Stop = field(default_factory=Stop)
    workers: int = 1
    audience: Audience = field(default_factory=NoAudience)
    keep: Callable[[Part, tuple[Played, ...]], None] = lambda _part, _played: None


class Series:
    """Plays the parts of a run; ``problems`` are the causes why some could not be played.

    ``not_reached`` says why a plain sitting did not get as far as the rest needs. ``known`` are sittings of an earlier
    run that need not be played again. A failure of the mock or of the consumer's command ends the series with its
    exception, ``KeyboardInterrupt`` too: what was played until then is there.
    """

    def __init__(
        self,
        todo: Sequence[Part],
        means: Means,
        not_reached: NotReached,
        known: Mapping[Key, tuple[Played, ...]] | None = None,
    ) -> None:
        self._todo = todo
        self._means = means
        self._not_reached = not_reached
        self._done = {**(known or {})}
        self._mended: dict[str, tuple[str, ...]] = {}
        self._lingering = Lingering()
        self.problems: list[Problem] = []

    @property
    def played(self) -> tuple[Played, ...]:
        """The sittings that ended, in the order of the parts; of a part that was repeated mended, both."""
        return tuple(one for part in self._todo for one in self._done.get(part.key, ()))

    @property
    def left(self) -> int:
        """How many parts were not played."""
        return sum(part.key not in self._done for part in self._todo)

    def play(self) -> None:
        """Play the plain sittings one by one, then all others of the tasks in which the consumer got through."""
        self._means.audience.begins(self.left)
        try:
            lost = {part.task for part in self._todo if part.plain and not self._gets_through(part)}
            todo = [part for part in self._todo if part.task not in lost and part.key not in self._done]
            self._together(todo, self._means.workers)
        finally:
            self._lingering.close()

    def again(self, scenarios: frozenset[str]) -> None:
        """Play the parts of these scenarios once more, one by one; their sittings take the place of the first ones."""
        todo = [part for part in self._todo if part.scenario.id in scenarios and part.key in self._done]
        self._means.audience.begins(len(todo))
        try:
            self._together(todo, 1)
        finally:
            self._lingering.close()

    def _gets_through(self, part: Part) -> bool:
        if part.key not in self._done:
            self._keep(part, self._sat(part))
        sittings = [one.sitting for one in self._done.get(part.key, ())]
        if not sittings:
            return False
        self._mended[part.task] = sittings[-1].mended
        why = [self._why_not(sitting) for sitting in sittings]
        if all(why):
            self.problems.append(cause(sittings[-1], why[-1]))
        return not all(why)

    def _why_not(self, sitting: Sitting) -> str:
        if sitting.dropped:
            return "it sent more requests than are kept"
        return self._not_reached(Traffic.of([sitting])) or ("" if sitting.by_itself else "it had to be ended")

    def _together(self, todo: Sequence[Part], workers: int) -> None:
        with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="sitting") as pool:
            running: dict[Future[tuple[Played, ...]], Part] = {}
            left = iter(todo)
            try:
                self._hand_out(pool, left, running, workers)
                while running:
                    ended, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in ended:
                        self._keep(running.pop(future), future.result())
                    self._hand_out(pool, left, running, workers)
            except BaseException:
                self._means.stop.ask()
                raise

    def _hand_out(
        self,
        pool: ThreadPoolExecutor,
        left: Iterator[Part],
        running: dict[Future[tuple[Played, ...]], Part],
        workers: int,
    ) -> None:
        while len(running) < workers:
            part = next(left, None)
            if part is None:
                return
            running[pool.submit(self._sat, part)] = part

    def _sat(self, part: Part) -> tuple[Played, ...]:
        """The sitting; where the mock refused what the consumer sent, also its repetition with that mended."""
        known = self._mended.get(part.task, ())
        first = self._play(part, known)
        if known or not was_refused(first.sitting) or not self._cut_short(part, first.sitting):
            return (first,)
        second = self._play(part, (EVERY_MEND,))
        taken = mends_taken(second.sitting)
        return (first, with_mends(second, taken)) if taken else (first,)

    def _cut_short(self, part: Part, sitting: Sitting) -> bool:
        return bool(self._why_not(sitting)) if part.plain else not sitting.through

    def _play(self, part: Part, mended: tuple[str, ...]) -> Played:
        means = self._means
        return play(part.scenario, part.task, means.start, means.terms, mended=mended, lingering=self._lingering)

    def _keep(self, part: Part, played: tuple[Played, ...]) -> None:
        if any(one.sitting.end.how == "stopped" for one in played):
            return
        self._done[part.key] = played
        self._means.keep(part, played)
        for one in played:
            self._means.audience.played(one.sitting, one.seconds)


def workers_of(plan: ConsumerPlan, wanted: int | None = None) -> int:
    """How many sittings go on at a time: as asked for, as planned, or as many as the machine bears."""
    return wanted or plan.workers or min(MOST_WORKERS, os.cpu_count() or 1)
