"""What is shown of a sitting while it goes on: each request as it comes, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from conformance.consumer.laying import Table
from conformance.consumer.parts import Part
from conformance.consumer.sitting import Beside
from conformance.consumer.stage import Stage
from conformance.consumer.terms import Terms
from conformance.exchanges.served import Served
from conformance.one_sitting.judging import judge_sitting
from conformance.plan.selection import Inferred
from conformance.traffic import End, Run, Sitting
from mock_provider.console import Found, Timeline, Weight, judged


@dataclass(frozen=True, slots=True)
class Watching:
    """Follows the mock of each sitting in a timeline."""

    timeline: Timeline
    terms: Terms
    inferred: Inferred = "warn"

    def beside(self, part: Part, named: str, lay: Callable[[Table], None]) -> Beside:
        """What goes on beside the starts of the consumer in a sitting of that part.

        ``named`` stands above its lines; ``lay`` is called with what is laid before the consumer.
        """

        @contextmanager
        def following(stage: Stage, table: Table) -> Iterator[None]:
            recorder = stage.mock.recorder
            lay(table)
            self.timeline.note(named)

            def judge(exchanges: Sequence[Served]) -> Iterator[Found]:
                return self._found(part, stage, table, exchanges)

            with self.timeline.following(recorder), judged(self.timeline, recorder, judge):
                yield

        return following

    def _found(self, part: Part, stage: Stage, table: Table, exchanges: Sequence[Served]) -> Iterator[Found]:
        recorder = stage.mock.recorder
        numbers = sorted({one.run for one in exchanges}) or [1]
        sitting = Sitting(
            scenario=part.scenario.id,
            task=part.task,
            base_url=stage.mock.url,
            # It goes on: what the consumer has left undone so far says nothing.
            runs=tuple(Run(number, part.scenario.learners[0], End("unclear")) for number in numbers),
            exchanges=tuple(exchanges),
            endpoints=stage.endpoints,
            elsewhere=stage.elsewhere,
            client=stage.mock.settings.client_id,
            specimens=table.specimens,
            tells_by="ask",
        )
        last = exchanges[-1]
        judgement = judge_sitting(
            sitting,
            self.terms.book,
            claims=self.terms.claims,
            inferred=self.inferred,
            show=lambda text: recorder.shown.text(last, text),
        )
        for breach in judgement.breaches:
            weight: Weight = "fail" if breach.fails else "warn"
            yield Found(breach.requirement, breach.message, weight, next(iter(breach.exchanges), 0))
