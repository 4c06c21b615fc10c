"""A sitting that goes on: the mock of a scenario, the starts of the consumer so far, and what they show."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from conformance.consumer.laying import table
from conformance.consumer.outcome import from_bytes
from conformance.consumer.outcome_box import Box
from conformance.consumer.reported import completing, reported
from conformance.consumer.sitting import moved
from conformance.consumer.stage import Stage
from conformance.exchanges.served import Served
from conformance.one_sitting.judgement import Judgement
from conformance.one_sitting.judging import Show, judge_sitting
from conformance.plan.selection import Inferred
from conformance.traffic import End, Run, Sitting
from mock_provider.recorder import Recorder
from mock_provider.scenarios import Scenario

How = Literal["through", "refused", "crashed", "stopped"]
"""How a consumer ended: it went through, it refused and said so, it crashed, or it is not known to have ended."""


class LiveSitting:
    """One consumer at one mock, as long as it lasts; ``claims`` is what the consumer claims to do.

    In a scenario with records to judge it lays them before the consumer: ``document`` is the file of this start, for
    one that is told to verify (``None`` for any other). Files are written into ``folder``.
    """

    def __init__(self, stage: Stage, scenario: Scenario, task: str, claims: Collection[str], folder: Path) -> None:
        self.stage = stage
        self.scenario = scenario
        self.task = task
        self.claims = frozenset(claims)
        self.document: Path | None = None
        self._folder = folder
        self._table = table(scenario, task, stage.mock, self.claims)
        self._ended: list[Run] = []
        self._endpoints = stage.endpoints
        self._serve()

    @property
    def starts(self) -> int:
        """How often the consumer is started: once for each learner, or for each file."""
        return max(len(self._table.starts), self.scenario.starts)

    @property
    def start(self) -> int:
        """The number of this start of the consumer, from 1."""
        return len(self._ended) + 1

    @property
    def outcome_file(self) -> Path:
        """Where the consumer may write the outcome of this start, in place of ``report``."""
        return self._folder / f"outcome-{self.start}.json"

    @property
    def learner(self) -> str:
        """The user name of the learner of this start."""
        learners = self.scenario.learners
        return learners[self.start - 1] if len(learners) == self.starts else learners[0]

    def again(self, how: How = "through") -> None:
        """The consumer has ended like this and is started once more, for the next learner or the next file.

        Raises ``ValueError`` where the scenario has no other start.
        """
        if self.start >= self.starts:
            told = "once" if self.starts == 1 else f"{self.starts} times"
            raise ValueError(f"in the scenario {self.scenario.id} a consumer is started {told}")
        self._ended.append(self._run(how))
        mock = self.stage.mock
        mock.recorder.run = self.start
        if self.scenario.between is not None:
            self.scenario.between(mock, self.start)
            self._endpoints |= moved(self._endpoints, self.stage.endpoints, self.start)
        self._serve()

    def report(self, outcome: Mapping[str, Any]) -> None:
        """What the consumer makes of the records of this start, in the form of ``CLR_OUTCOME_FILE``.

        Raises ``OutcomeError`` for what cannot be used.
        """
        content = json.dumps(outcome).encode()
        from_bytes(content)
        self.outcome_file.write_bytes(content)

    def told(self, how: How) -> Sitting:
        """The sitting so far, of which the last start has ended like this."""
        recorder, settings = self.stage.mock.recorder, self.stage.mock.settings
        return Sitting(
            scenario=self.scenario.id,
            task=self.task,
            base_url=self.stage.mock.url,
            runs=(*self._ended, self._run(how)),
            exchanges=recorder.exchanges(),
            handshakes=recorder.handshakes(),
            endpoints=self._endpoints,
            elsewhere=self.stage.elsewhere,
            client=settings.client_id,
            dropped=recorder.dropped,
            specimens=self._table.specimens,
        )

    def judge(self, how: How, *, claims: Iterable[str] | None = None, inferred: Inferred = "warn") -> Judgement:
        """What the sitting so far shows of the consumer, without secrets; ``claims`` may be other ones than its own."""
        sitting, mock = self.told(how), self.stage.mock
        claimed = self.claims if claims is None else claims
        show = without_secrets(mock.recorder, sitting.exchanges)
        return judge_sitting(sitting, mock.settings.book, claims=claimed, inferred=inferred, show=show)

    def _run(self, how: How) -> Run:
        given = self._table.of_start(self.start)
        complete = completing(self._table.given(self.start), given, self.stage.mock.recorder.exchanges)
        came = reported(self.outcome_file, Box(), complete)
        return Run(self.start, self.learner, End(how), outcome=came.outcome, unusable=came.unusable)

    def _serve(self) -> None:
        mock = self.stage.mock
        self.document = self._table.serve(self.start, self._folder)
        if mock.settings.auto_login:
            mock.app.state.authorization.agree_as(self.learner)


def without_secrets(recorder: Recorder, exchanges: Sequence[Served]) -> Show:
    """Takes the secrets of these exchanges, which are the recorder's, out of a text."""
    shown = recorder.shown
    for one in exchanges:
        shown.text(one, "")  # so that a secret of any exchange is known to all
    return lambda text: shown.text(exchanges[-1], text) if exchanges else text
