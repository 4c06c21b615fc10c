"""How far a consumer got when nothing was wrong: what everything else is measured by."""

from __future__ import annotations

from conformance.traffic import Sitting, Traffic
from conformance.traffic.specimens import state_of

_STEPS = {
    "read": ("authorize", "token", "getClrs"),
    "write": ("authorize", "token", "postClr"),
    "pass-on": ("authorize", "token", "getClrs", "postClr"),
    "delete": ("authorize", "token", "deleteClr"),
}
"""What a task needs, one after the other; ``authorize`` may be missing where a client has a grant of its own."""

_ENDS = {"refused": "it takes something as wrong", "crashed": "it tells nothing"}


def not_reached(traffic: Traffic) -> str:
    """Why the first plain sitting did not get as far as its task needs; empty when it did."""
    return next((why for why in map(_missing, traffic.plain[:1]) if why), "" if traffic.plain else "it was not played")


def _missing(sitting: Sitting) -> str:
    if sitting.task == "verify":
        return _not_taken(sitting)
    if not sitting.exchanges:
        return "the consumer sent no request"
    for step in _STEPS.get(sitting.task, ()):
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
