"""The proof of what is said of consumers: a right one is blamed for nothing, a wrong one for what it does wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stderr
from dataclasses import dataclass, replace
from functools import cache
from io import StringIO
from types import MappingProxyType

from conformance.consumer.otherwise import NOT_TAKEN
from conformance.consumer.own import called
from conformance.consumer.parts import Key, parts_of
from conformance.consumer.run import ConsumerRun
from conformance.consumer.series import Means
from conformance.consumer.sitting import Played
from conformance.consumer.standing import Standing
from conformance.consumer.starting import in_process
from conformance.consumer.terms import Terms
from conformance.plan.consumer import ConsumerPlan
from conformance.record import RunRecord, Verdict
from conformance.rulebooks import find
from conformance.selfcheck.consumer_blend import ConsumerBlend, consumer_blend
from conformance.selfcheck.consumer_plan import parts_for, plan_for
from conformance.selfcheck.evidence import supported
from conformance.selfcheck.matrix import CRASHES
from conformance.selfcheck.trial import Trial, messages
from conformance.standard import Standard, load
from conformance.traffic import ConsumerRules
from conformance.traffic.assignment import OwnConsumer
from conformance.traffic.wrong import WrongConsumer

_JUDGED = (Verdict.PASS, Verdict.WARN, Verdict.FAIL)
PROCESSES_PER_CORE = 2
"""A consumer waits for half of its time: for what Retry-After names, for a response that is slow."""

RIGHT = ""
"""The id of the right consumer."""


@cache
def wrong_consumers(book: str) -> Mapping[str, WrongConsumer]:
    """Every deliberately wrong consumer of an edition by its id, with requirements by the ids that it gives them."""
    standard = load(book)
    return MappingProxyType({one.id: _renamed(one, standard) for one in _rules(book).wrong_consumers})


def _renamed(one: WrongConsumer, standard: Standard) -> WrongConsumer:
    return replace(
        one,
        breaks=tuple(map(standard.own_id, one.breaks)),
        consequences={standard.own_id(row): standard.with_own_ids(why) for row, why in one.consequences.items()},
    )


def series(ids: Iterable[str], deliver: Callable[[Trial], None], book: str) -> None:
    """Play a whole plan with each of these consumers, in this process, and deliver what each trial learnt."""
    with Standing() as mocks:
        for consumer_id in ids:
            try:
                deliver(trial(consumer_id, book, mocks))
            except Exception as error:
                deliver(failed(consumer_id, f"{type(error).__name__}: {error}", book))


def trial(consumer_id: str, book: str, mocks: Standing | None = None) -> Trial:
    """A whole plan with that consumer (``RIGHT``: the reference consumer); what its run learnt.

    With variations in the id (see ``consumer_blend``) the mock is unusual in these ways.
    """
    start = time.perf_counter()
    played = consumer_blend(consumer_id, wrong_consumers(book), book)
    plan = plan_for(_rules(book), played.fault)
    kind = reference(book)
    if played.fault is not None:
        kind = played.fault.of(kind)
    before = _plain(book) if played.variations and played.fault is None else None
    run = ConsumerRun(
        plan,
        Means(in_process(called(kind)), replace(Terms.of(plan), real_tls=False, standing=mocks)),
        played.parts(plan) if played.variations else parts_for(plan, _rules(book), played.fault),
        known=before.played if before else None,
        keep_exchanges=False,
    )
    with redirect_stderr(StringIO()):
        run.play()
    found = _learnt(played, run.finish(), time.perf_counter() - start)
    return found if before is None else replace(found, problems=(*found.problems, *before.lost(found.verdicts)))


@dataclass(frozen=True, slots=True)
class _Plain:
    """What the right consumer does where nothing is unusual: its sittings, and the requirements that they show."""

    played: Mapping[Key, tuple[Played, ...]]
    verdicts: Mapping[str, Verdict]

    def lost(self, verdicts: Mapping[str, Verdict]) -> tuple[str, ...]:
        """A line for each requirement that can no longer be decided."""
        undecided = (name for name, one in self.verdicts.items() if one is Verdict.PASS)
        return tuple(
            f"{CRASHES[1]} {name} passes in the plain sitting and is {verdicts[name].value} here"
            for name in undecided
            if verdicts[name] in (Verdict.INCOMPLETE, Verdict.NOT_APPLICABLE)
        )


@cache
def _plain(book: str) -> _Plain:
    """Played once in each process, since it is the measure of all that is unusual."""
    plan = plan_of(RIGHT, book)
    played: dict[Key, tuple[Played, ...]] = {}
    means = Means(
        in_process(called(_rules(book).reference_consumer)),
        replace(Terms.of(plan), real_tls=False),
        keep=lambda part, one: played.update({part.key: one}),
    )
    run = ConsumerRun(plan, means, [part for part in parts_of(plan) if part.plain], keep_exchanges=False)
    run.play()
    return _Plain(played, {result.id: result.verdict for result in run.finish().requirements})


def reference(book: str) -> type[OwnConsumer]:
    """The class of the right consumer of an edition."""
    return _rules(book).reference_consumer


def plan_of(consumer_id: str, book: str) -> ConsumerPlan:
    """The plan of a trial of that consumer; see ``plan_for``."""
    return plan_for(_rules(book), wrong_consumers(book).get(consumer_id))


def failed(consumer_id: str, why: str, book: str = "") -> Trial:
    """A trial that came to no result: nothing is known of any requirement."""
    kind = consumer_blend(consumer_id, wrong_consumers(book), book).kind
    return Trial(consumer_id, kind, {}, {}, frozenset(), (f"trial-failed: {why}",), 0.0)


def _learnt(played: ConsumerBlend, record: RunRecord, seconds: float) -> Trial:
    found = {result.id: messages(result.checks) for result in record.requirements}
    not_taken = () if played.fault else tuple(one.message for one in record.doctor if one.step == NOT_TAKEN)
    verdicts = {result.id: result.verdict for result in record.requirements}
    breaks = played.fault.breaks if played.fault else ()
    return Trial(
        id=played.id,
        kind=played.kind,
        verdicts=verdicts,
        messages={name: texts for name, texts in found.items() if texts},
        # Every exchange of a wrong consumer is its own: what a finding cites, it did.
        supported=supported(record, None),
        problems=(
            *(f"{problem.code}: {problem.message}" for problem in record.problems),
            *(f"{CRASHES[1]} {message}" for message in not_taken),
        ),
        seconds=seconds,
        # Some checks look at sittings alone in which nothing is changed.
        struck=not breaks or any(verdicts[name] in _JUDGED for name in breaks),
    )


def _rules(book: str) -> ConsumerRules:
    rules = find(book).consumer
    if rules is None:
        raise LookupError(f"no consumer of {book} can be judged")
    return rules
