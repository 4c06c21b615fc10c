"""Consumers as processes of their own, for tests: how a plan is made for one, and what its record shows."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from conformance.consumer.parts import Key, parts_of
from conformance.consumer.quiet import quiet_mock
from conformance.consumer.run import ConsumerRun
from conformance.consumer.series import Means
from conformance.consumer.sitting import Played
from conformance.consumer.starting import Consumer, as_process, in_process
from conformance.consumer.terms import Terms
from conformance.plan.consumer import ConsumerPlan, Login
from conformance.plan.consumer_file import load
from conformance.record import RunRecord, Verdict
from conformance.traffic import Traffic

FOREIGN = Path(__file__).parents[1] / "foreign" / "consumer"
WALLET = (sys.executable, str(FOREIGN / "wallet.py"), "{task}")
"""The consumer by other hands; it wants ``login: browser``."""

OURS = (sys.executable, "-m", "conformance.consumer.own")

BLAMED = {Verdict.FAIL, Verdict.WARN}

AT_A_TIME = 6
"""Sittings that go on at a time: most of a sitting is spent waiting, for a process to start or for what is slow."""


def wrong(way: str) -> tuple[str, ...]:
    """The command of the wallet that is wrong in that way."""
    return (sys.executable, str(FOREIGN / "wrong.py"), way, "{task}")


@cache
def _shipped(name: str) -> ConsumerPlan:
    return load(name)


def plan_for(
    command: Sequence[str], name: str = "consumer-read", *, login: Login = "browser", without: Sequence[str] = ()
) -> ConsumerPlan:
    """A shipped plan for that command, ``without`` these of its claims."""
    plan = _shipped(name)
    return replace(plan, command=tuple(command), login=login, claims=plan.claims - {*without})


class Told:
    """What a run came to: its record, the traffic before anything was hidden, and its sittings for other plans."""

    def __init__(self, run: ConsumerRun, played: Mapping[Key, tuple[Played, ...]]) -> None:
        self.played = played
        self.traffic: Traffic = run.traffic
        self.record: RunRecord = run.finish()

    def rows(self, *verdicts: Verdict) -> set[str]:
        """The requirements that came to one of these verdicts."""
        return {row.id for row in self.record.requirements if row.verdict in verdicts}

    @property
    def blamed(self) -> set[str]:
        """The requirements that were found broken."""
        return self.rows(*BLAMED)

    def reason(self, requirement: str) -> str:
        """Why a requirement has its verdict."""
        return next(row.reason or "" for row in self.record.requirements if row.id == requirement)

    def ends(self, scenario: str) -> tuple[str, ...]:
        """How each start ended in the last sitting of that scenario."""
        return [one for one in self.record.sittings if one.scenario == scenario][-1].ends


def told(
    plan: ConsumerPlan,
    only: Collection[str] | None = None,
    *,
    here: Consumer | None = None,
    known: Mapping[Key, tuple[Played, ...]] | None = None,
) -> Told:
    """Plays the plan, with ``only`` these scenarios beside the plain one; ``here`` is a consumer in this process.

    ``known`` are sittings of the same consumer with another plan: a scenario with a task is played as it is whatever
    the plan, so that only what they lack is played.
    """
    terms = Terms.of(plan)
    start = in_process(here) if here else as_process(plan.command, terms)
    played = {**(known or {})}
    means = Means(
        start,
        terms,
        workers=AT_A_TIME,
        keep=lambda part, sittings: played.update({part.key: sittings}),
    )
    todo = parts_of(plan, tuple(only or ()))
    chosen = [part for part in todo if only is None or part.plain or part.scenario.id in only]
    run = ConsumerRun(plan, means, chosen, known=known)
    with quiet_mock():
        run.play()
    return Told(run, played)
