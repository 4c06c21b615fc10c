"""One run against a consumer: from the plan to the run record."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace

from conformance.consumer.listener import Audience
from conformance.consumer.private import redactor_of, transcript_of
from conformance.consumer.process import Stop
from conformance.consumer.series import Part, Played, Series, parts, traffic_of, workers_of
from conformance.consumer.sitting import Starter
from conformance.consumer.terms import Terms
from conformance.errors import UsageFault
from conformance.exchanges import Redactor, withhold
from conformance.names import did_you_mean, near
from conformance.plan.consumer import ConsumerPlan
from conformance.plan.public import public
from conformance.record import Problem, RunRecord, SittingResult
from conformance.rulebooks import find
from conformance.run import CheckEnding, Circumstances, Run
from conformance.standard import Role, book_of, load
from conformance.traffic import ConsumerRules, Sitting, Traffic, judge
from conformance.verdicts import RunRole
from mock_provider.scenarios import scenarios

CONSUMER = RunRole("consumer", frozenset({Role.CONSUMER, Role.VERIFIER}))


class ConsumerRun:
    """The run of one plan: its sittings, and the record at the end.

    ``only`` names scenarios that are played beside the plain one; all when it is empty. ``command`` is the command
    line that started the run, for the record to name. Raises ``UsageFault`` when the plan leaves nothing to judge, or
    for a scenario that there is not.
    """

    def __init__(
        self,
        plan: ConsumerPlan,
        terms: Terms,
        start: Starter,
        *,
        only: Sequence[str] = (),
        stop: Stop | None = None,
        workers: int | None = None,
        audience: Audience | None = None,
        command: str = "",
    ) -> None:
        self.plan = plan
        self.rules = _rules(terms.book, plan)
        self.results = Run(load(terms.book), plan.selection, CONSUMER, plan=plan.name)
        self._command = command
        self.series = Series(
            _todo(plan, only),
            start,
            terms,
            stop=stop,
            workers=workers_of(plan, workers),
            audience=audience,
        )

    def play(self) -> None:
        """Play all sittings; see ``Series.play``."""
        self.series.play()

    def finish(self, *problems: Problem) -> RunRecord:
        """Judge what was played and make the record; ``problems`` are those that the caller met."""
        played = self.series.played
        traffic = traffic_of(played, self.plan)
        redactor = redactor_of(self.plan)
        transcript = transcript_of(traffic.sittings, redactor)
        transcript.learn_persons()
        self._judge(traffic)
        record = self.results.finish(
            Circumstances(
                plan=public(self.plan, redactor) | {"role": CONSUMER.name},
                target=self._target(redactor),
                problems=(*self.series.problems, *problems),
                nothing_ran=self._nothing_ran(),
                command=redactor.by_name(self._command),
                personal_data="replaced" if redactor.persons else "kept",
            )
        )
        told = replace(record, sittings=tuple(map(_result, traffic.sittings, played)))
        return replace(withhold.from_record(told, redactor), exchanges=transcript.exchanges())

    def _judge(self, traffic: Traffic) -> None:
        if not traffic.sittings:
            return
        for ending in judge(self.rules.checks, traffic):
            if self.results.knows(ending.check.requirement):
                self.results.take(
                    ending.check.id,
                    [ending.check.requirement],
                    CheckEnding(ending.outcome, ending.reason, ending.findings),
                    exchanges=ending.exchanges,
                )

    def _target(self, redactor: Redactor) -> dict[str, object]:
        command = redactor.text(shlex.join(self.plan.command)) or "a function of this process"
        return {"name": command, "claims": sorted(self.plan.claims)}

    def _nothing_ran(self) -> str:
        if self.series.problems:
            return "the consumer did not get through the sitting in which nothing is wrong"
        return "no check of it ran"


def _rules(book: str, plan: ConsumerPlan) -> ConsumerRules:
    rules = find(book).consumer
    if rules is None:
        raise UsageFault(
            "nothing-selected",
            f"no consumer of the edition {plan.standard} can be judged",
            "its rules have no checks for a consumer",
            "Name another edition in the plan (`standard`).",
        )
    return rules


def _todo(plan: ConsumerPlan, only: Sequence[str]) -> tuple[Part, ...]:
    known = scenarios(book_of(plan.standard))
    for name in only:
        if name not in known:
            raise UsageFault(
                "scenario-unknown",
                f"there is no scenario {name!r}",
                "it is mistyped, or of another edition",
                did_you_mean(near(name, known)) or "`clr-conformance scenarios` lists them.",
            )
    return parts(known, plan, only)


def _result(sitting: Sitting, played: Played) -> SittingResult:
    first = sitting.exchanges[0].number if sitting.exchanges else 0
    return SittingResult(
        scenario=sitting.scenario,
        task=sitting.task,
        ends=tuple(run.end.how for run in sitting.runs),
        codes=tuple(run.end.code for run in sitting.runs),
        first=first,
        count=len(sitting.exchanges),
        seconds=round(played.seconds, 3),
        output=sitting.runs[-1].output,
        mended=sitting.mended,
        late=sitting.late,
    )
