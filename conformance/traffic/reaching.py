"""How far a consumer got when nothing was wrong: what everything else is measured by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from conformance.traffic.specimens import state_of
from conformance.traffic.values import Sitting, Traffic

_LOGIN = ("authorize", "token")
"""What comes first in every task; ``authorize`` may be missing where a client has a grant of its own."""

_ENDS = {"refused": "it takes something as wrong", "crashed": "it tells nothing"}


def reaching(tasks: Mapping[str, Sequence[str]]) -> Callable[[Traffic], str]:
    """What says why the first plain sitting did not get as far as its task needs; empty when it did.

    ``tasks`` has for each of them the operations of the API that it calls, one after the other, when there is a token.
    """

    def not_reached(traffic: Traffic) -> str:
        if not traffic.plain:
            return "it was not played"
        first = traffic.plain[0]
        return _missing(first, (*_LOGIN, *tasks[first.task]) if first.task in tasks else ())

    return not_reached


def _missing(sitting: Sitting, steps: Sequence[str]) -> str:
    if sitting.task == "verify":
        return _not_taken(sitting)
    if not sitting.exchanges:
        return "the consumer sent no request"
    for step in steps:
        asked = sitting.requests(step)
        if step == "authorize" and not asked and sitting.requests("token", ok=True):
            continue
        if not asked:
            return f"it never came to {step}"
        if step != "authorize" and not any(one.ok for one in asked):
            return f"{step} was refused: {asked[-1].reason or asked[-1].status}"
    return ""


def _not_taken(sitting: Sitting) -> str:
    """Who does not take a right record, or falls over it, shows nothing by the others; who tells nothing may go on."""
    states = {specimen: state_of(sitting, specimen) for specimen in sitting.specimens}
    for specimen, state in states.items():
        if state not in (None, "verified"):
            return f"{specimen.name} ({specimen.id}), with which nothing is wrong, is taken as {state}"
    silent = None in states.values()
    return (
        f"of a record with which nothing is wrong, {_ENDS[sitting.end.how]}"
        if silent and sitting.end.how in _ENDS
        else ""
    )
