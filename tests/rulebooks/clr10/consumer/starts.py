"""Sittings in which each specimen is laid before a consumer in a start of its own, which it reports of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from conformance.exchanges.specimens import NOT_TAKEN, TAKEN, Specimen, State
from conformance.traffic import End, Run, Sitting
from conformance.traffic.outcome import ReportedOutcome, ReportedRecord
from tests.traffic.building import API, served


def specimen(name: str, place: str = "/signedAssertions/0", **members: Any) -> Specimen:
    """A right item with that name; ``twin`` makes it a changed one of which nobody takes anything for good."""
    known = {"states": NOT_TAKEN, "change": "it was changed"} if "twin" in members else {"states": TAKEN}
    return Specimen(f"urn:{name}", "Assertion", name, place, **{**known, **members})


def pair(scenario: str, *, states: frozenset[State] = NOT_TAKEN, **twin: Any) -> tuple[Specimen, Specimen]:
    """A right item and a changed one; ``twin`` are members of the right one."""
    right = specimen("right", scenario=scenario, **twin)
    return right, specimen("changed", scenario=scenario, twin=right.id, states=states, start=2)


def told(*records: tuple[str, State], result: Any = "done", **members: Any) -> ReportedOutcome:
    """An outcome with these ids and states."""
    return ReportedOutcome(result, "", tuple(ReportedRecord(*one) for one in records), **members)


def start(number: int, outcome: ReportedOutcome | None = None, how: Any = "through") -> Run:
    """A start of the consumer that ended so."""
    return Run(number, "mira", End(how), outcome=outcome)


def sitting(scenario: str, specimens: Sequence[Specimen], runs: Sequence[Run], **members: Any) -> Sitting:
    """A sitting with these specimens and starts; every start asks for one thing."""
    asked = [served("getKey", url=f"{API}/keys/{run.number}", run=run.number) for run in runs]
    asked += [served("", url=url, run=1) for url in members.pop("asked", ())]
    numbered = tuple(replace(one, number=number) for number, one in enumerate(asked))
    return Sitting(
        scenario, members.pop("task", "verify"), API, tuple(runs), numbered, specimens=tuple(specimens), **members
    )


def of_states(scenario: str, specimens: Sequence[Specimen], *states: State | None, **members: Any) -> Sitting:
    """A sitting in which the consumer reports these states, one for each specimen; ``None`` where it is silent."""
    runs = [
        start(one.start, None if state is None else told((one.id, state)))
        for one, state in zip(specimens, states, strict=True)
    ]
    return sitting(scenario, specimens, runs, **members)
