"""A sitting that goes on: the mock of a scenario, the starts of the consumer so far, and what they show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from conformance.consumer.sitting import moved
from conformance.consumer.stage import Stage
from conformance.one_sitting.judgement import Judgement
from conformance.one_sitting.judging import judge_sitting
from conformance.plan.selection import Inferred
from conformance.traffic import End, Run, Sitting
from mock_provider.scenarios import Scenario

How = Literal["through", "refused", "crashed", "stopped"]
"""How a consumer ended: it went through, it refused and said so, it crashed, or it is not known to have ended."""


class LiveSitting:
    """One consumer at one mock, as long as it lasts."""

    def __init__(self, stage: Stage, scenario: Scenario, task: str) -> None:
        self.stage = stage
        self.scenario = scenario
        self.task = task
        self._ends: list[How] = []
        self._endpoints = stage.endpoints

    @property
    def start(self) -> int:
        """The number of this start of the consumer, from 1."""
        return len(self._ends) + 1

    @property
    def learner(self) -> str:
        """The user name of the learner of this start."""
        return self.scenario.learners[self.start - 1]

    def again(self, how: How = "through") -> None:
        """The consumer has ended like this and is started once more, for the next learner of the scenario.

        Raises ``ValueError`` where the scenario has no other start.
        """
        if self.start >= self.scenario.starts:
            told = "once" if self.scenario.starts == 1 else f"{self.scenario.starts} times"
            raise ValueError(f"in the scenario {self.scenario.id} a consumer is started {told}")
        self._ends.append(how)
        mock = self.stage.mock
        mock.recorder.run = self.start
        if self.scenario.between is not None:
            self.scenario.between(mock, self.start)
            self._endpoints |= moved(self._endpoints, self.stage.endpoints, self.start)

    def told(self, how: How) -> Sitting:
        """The sitting so far, of which the last start has ended like this."""
        ends = (*self._ends, how)
        recorder, settings = self.stage.mock.recorder, self.stage.mock.settings
        return Sitting(
            scenario=self.scenario.id,
            task=self.task,
            base_url=self.stage.mock.url,
            runs=tuple(
                Run(number, learner, End(end))
                for number, (learner, end) in enumerate(zip(self.scenario.learners, ends, strict=False), 1)
            ),
            exchanges=recorder.exchanges(),
            handshakes=recorder.handshakes(),
            endpoints=self._endpoints,
            elsewhere=self.stage.elsewhere,
            client=settings.client_id,
            dropped=recorder.dropped,
        )

    def judge(self, how: How, *, claims: Iterable[str], inferred: Inferred = "warn") -> Judgement:
        """What the sitting so far shows of a consumer that claims this, without secrets."""
        sitting = self.told(how)
        shown = self.stage.mock.recorder.shown
        for one in sitting.exchanges:
            shown.text(one, "")  # so that a secret of any exchange is known to all
        last = sitting.exchanges[-1:]
        return judge_sitting(
            sitting,
            self.stage.mock.settings.book,
            claims=claims,
            inferred=inferred,
            show=lambda text: shown.text(last[0], text) if last else text,
        )
