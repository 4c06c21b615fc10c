"""The proof of what is said of consumers: a right one is blamed for nothing, a wrong one for what it does wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stderr
from dataclasses import replace
from functools import cache
from io import StringIO
from types import MappingProxyType

from conformance.consumer.own import called
from conformance.consumer.run import ConsumerRun
from conformance.consumer.series import Means
from conformance.consumer.standing import Standing
from conformance.consumer.starting import in_process
from conformance.consumer.terms import Terms
from conformance.plan.consumer import ConsumerPlan, SittingLimits
from conformance.plan.consumer_file import load as load_plan
from conformance.record import RunRecord
from conformance.rulebooks import find
from conformance.selfcheck.blend import Kind
from conformance.selfcheck.evidence import supported
from conformance.selfcheck.trial import Trial, messages
from conformance.standard import Standard, load
from conformance.traffic import ConsumerRules
from conformance.traffic.assignment import OwnConsumer
from conformance.traffic.wrong import WrongConsumer

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
    """A whole plan with that consumer (``RIGHT``: the reference consumer); what its run learnt."""
    start = time.perf_counter()
    plan = plan_of(consumer_id, book)
    kind = reference(book)
    if consumer_id != RIGHT:
        kind = wrong_consumers(book)[consumer_id].of(kind)
    means = Means(in_process(called(kind)), replace(Terms.of(plan), real_tls=False, standing=mocks))
    run = ConsumerRun(plan, means, keep_exchanges=False)
    with redirect_stderr(StringIO()):
        run.play()
    return _learnt(consumer_id, run.finish(), time.perf_counter() - start)


def reference(book: str) -> type[OwnConsumer]:
    """The class of the right consumer of an edition."""
    return _rules(book).reference_consumer


def plan_of(consumer_id: str, book: str) -> ConsumerPlan:
    """The plan of a trial: all that the reference consumer can do, inferred rules as strict as the others.

    A wrong consumer plays the tasks in which it is wrong.
    """
    rules = _rules(book)
    plan = load_plan(rules.plan)
    left_out = {"verify"} if consumer_id == RIGHT else {"read", "write", "delete", "verify"}
    tasks = set() if consumer_id == RIGHT else set(wrong_consumers(book)[consumer_id].tasks)
    return replace(
        plan,
        claims=(plan.claims - left_out) | tasks,
        inferred="fail",
        limits=SittingLimits(start=20.0, stop=1.0),
    )


def failed(consumer_id: str, why: str, _book: str = "") -> Trial:
    """A trial that came to no result: nothing is known of any requirement."""
    return Trial(consumer_id, _kind(consumer_id), {}, {}, frozenset(), (f"trial-failed: {why}",), 0.0)


def _learnt(consumer_id: str, record: RunRecord, seconds: float) -> Trial:
    found = {result.id: messages(result.checks) for result in record.requirements}
    return Trial(
        id=consumer_id,
        kind=_kind(consumer_id),
        verdicts={result.id: result.verdict for result in record.requirements},
        messages={name: texts for name, texts in found.items() if texts},
        # Every exchange of a wrong consumer is its own: what a finding cites, it did.
        supported=supported(record, None),
        problems=tuple(f"{problem.code}: {problem.message}" for problem in record.problems),
        seconds=seconds,
    )


def _kind(consumer_id: str) -> Kind:
    return "fault" if consumer_id != RIGHT else "clean"


def _rules(book: str) -> ConsumerRules:
    rules = find(book).consumer
    if rules is None:
        raise LookupError(f"no consumer of {book} can be judged")
    return rules
