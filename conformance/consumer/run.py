"""One run against a consumer: from the plan to the run record."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from conformance.consumer.otherwise import CHECK, Otherwise, by_requirement, ended_otherwise
from conformance.consumer.parts import Key, Part, parts_of
from conformance.consumer.private import redactor_of, transcript_of
from conformance.consumer.results import result_of
from conformance.consumer.series import Means, Series
from conformance.consumer.sitting import Played
from conformance.consumer.telling import diagnoses, refused_by
from conformance.exchanges import Redactor, withhold
from conformance.plan.consumer import ConsumerPlan
from conformance.plan.public import public
from conformance.record import Outcome, Problem, RunRecord
from conformance.rulebooks import find, not_judged
from conformance.run import CheckEnding, Circumstances, Run
from conformance.standard import Role, load
from conformance.traffic import ConsumerRules, Traffic, judge
from conformance.verdicts import RunRole

CONSUMER = RunRole("consumer", frozenset({Role.CONSUMER, Role.VERIFIER}))


class ConsumerRun:
    """The run of one plan: its sittings, and the record at the end.

    ``todo`` are the parts to play (all of the plan, when left out), ``known`` those of an earlier run that are there
    already; ``command`` is the command line that started the run, for the record to name. Without ``keep_exchanges``
    the record holds none and quotes as it came: it is for whoever counts verdicts, and never written. ``series`` makes
    what plays the parts. Raises
    ``UsageFault`` when the plan leaves nothing to judge.
    """

    def __init__(
        self,
        plan: ConsumerPlan,
        means: Means,
        todo: Sequence[Part] | None = None,
        *,
        known: Mapping[Key, tuple[Played, ...]] | None = None,
        command: str = "",
        keep_exchanges: bool = True,
        series: Callable[..., Series] = Series,
    ) -> None:
        self.plan = plan
        self.rules = consumer_rules(means.terms.book)
        self.results = Run(load(means.terms.book), plan.selection, CONSUMER, plan=plan.name)
        self._todo = parts_of(plan) if todo is None else todo
        self.series = series(self._todo, means, self.rules.not_reached, known)
        self._command = command
        self._keep_exchanges = keep_exchanges

    @property
    def traffic(self) -> Traffic:
        """What all sittings so far show together."""
        return Traffic.of((each.told for each in self.series.played), self.plan.claims, self.results.standard.facts)

    def play(self) -> None:
        """Play all sittings, and those on which a breach of time rests once more, alone; see ``Series.play``."""
        self.series.play()
        timed = [check for check in self.rules.checks if check.timed]
        late = [ending.check for ending in judge(timed, self.traffic) if ending.outcome is Outcome.FAIL]
        if late:
            self.series.again(frozenset(name for check in late for name in check.scenarios))

    def finish(self, *problems: Problem) -> RunRecord:
        """Judge what was played and make the record; ``problems`` are those that the caller met."""
        traffic = self.traffic
        redactor = redactor_of(self.plan)
        transcript = transcript_of(traffic.sittings if self._keep_exchanges else (), redactor)
        transcript.learn_persons()
        for diagnosis in diagnoses(traffic):
            self.results.diagnosed(diagnosis)
        self._judge(traffic)
        self._take_otherwise(self._otherwise(traffic))
        record = self.results.finish(
            Circumstances(
                plan=public(self.plan, redactor)
                | {"role": CONSUMER.name, "command": [redactor.text(part) for part in self.plan.command]},
                target=self._target(redactor),
                problems=(*self.series.problems, *problems),
                nothing_ran=self._nothing_ran(),
                command=redactor.text(self._command),
                personal_data="replaced" if redactor.persons else "kept",
            )
        )
        told = replace(record, sittings=tuple(map(result_of, traffic.sittings, self.series.played)))
        if not self._keep_exchanges:
            return told
        return replace(withhold.from_record(told, redactor), exchanges=transcript.exchanges())

    def _judge(self, traffic: Traffic) -> None:
        if not traffic.sittings:
            return
        left_out = self._left_out()
        for ending in judge(self.rules.checks, traffic):
            if not self.results.knows(ending.check.requirement):
                continue
            needed = left_out.intersection(ending.check.scenarios or left_out)
            if ending.outcome is Outcome.INCOMPLETE and needed:
                self.results.left_out([ending.check.requirement])
            else:
                self.results.take(
                    ending.check.id,
                    [ending.check.requirement],
                    CheckEnding(ending.outcome, ending.reason or refused_by(ending.findings, traffic), ending.findings),
                    exchanges=ending.exchanges,
                )

    def _left_out(self) -> set[str]:
        """The scenarios that the user has left out on the command line of a run that came to the others."""
        if self.series.problems:
            return set()
        played = frozenset[str]().union(*(part.scenarios for part in self._todo))
        return {part.scenario.id for part in parts_of(self.plan)} - played

    def _otherwise(self, traffic: Traffic) -> tuple[Otherwise, ...]:
        """The legal scenarios that end otherwise than the plain one, where no check looks at them."""
        looked_at = {name for check in self.rules.checks for name in check.scenarios}
        legal = {part.scenario.id: part.scenario for part in self._todo if part.scenario.as_plain}
        return tuple(ended_otherwise(traffic, {name: one for name, one in legal.items() if name not in looked_at}))

    def _take_otherwise(self, found: Sequence[Otherwise]) -> None:
        """What a requirement names breaks it, where the plan asks for it; the rest is told beside the verdicts."""
        for name, findings in by_requirement(found).items():
            if self.results.knows(name) and self.results.judges(self.results.standard.own_id(name)):
                self.results.take(CHECK, [name], CheckEnding(Outcome.FAIL, findings=findings))
        for one in found:
            if not one.obliged_by:
                self.results.diagnosed(one.diagnosis)

    def _target(self, redactor: Redactor) -> dict[str, object]:
        command = redactor.text(shlex.join(self.plan.command)) or "a function of this process"
        return {"name": command, "claims": sorted(self.plan.claims)}

    def _nothing_ran(self) -> str:
        if self.series.problems:
            return "the consumer did not get through the sitting in which nothing is wrong"
        return "no check of it ran"


def consumer_rules(book: str) -> ConsumerRules:
    """How a consumer of an edition is looked at; raises ``UsageFault`` when none can be judged."""
    rules = find(book).consumer
    if rules is None:
        raise not_judged("consumer", book)
    return rules
