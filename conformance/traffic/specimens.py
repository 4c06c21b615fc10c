"""What a consumer made of the specimens that were laid before it, and what follows from that; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from conformance.exchanges.specimens import Specimen, State
from conformance.record import Finding
from conformance.traffic.attested import answer_to
from conformance.traffic.outcome import ReportedRecord
from conformance.traffic.seen import Met, Note, Seen, Undecided
from conformance.traffic.values import Run, Sitting, Traffic

_SILENT = (
    "it does not tell what it makes of the record: let it write its outcome to CLR_OUTCOME_FILE or post it to "
    "CLR_OUTCOME_URL, set `outcome: exit-code` in the plan, or run it --by-hand"
)


def laid(traffic: Traffic, *scenarios: str) -> Iterator[tuple[Sitting, Specimen]]:
    """Every specimen of these scenarios, with the sitting in which it was laid."""
    for sitting in traffic.sittings:
        for specimen in sitting.specimens:
            if specimen.scenario in scenarios:
                yield sitting, specimen


def state_of(sitting: Sitting, specimen: Specimen) -> State | None:
    """What the consumer made of it; ``None`` when nothing tells."""
    reported = report_of(sitting, specimen)
    if reported is not None:
        return reported.state
    run = _run(sitting, specimen)
    if sitting.tells_by == "ask":
        return _attested(sitting, specimen)
    if run is None:
        return None
    if sitting.task != "verify":
        return None
    if run.end.how == "refused":
        return "refused"
    return "verified" if sitting.tells_by == "exit-code" and run.end.how == "through" else None


def report_of(sitting: Sitting, specimen: Specimen) -> ReportedRecord | None:
    """What the consumer reported of it, by its id or its place; ``None`` when it did not.

    A consumer that reports one of them twice has the worse of it: ``verified`` counts only when nothing contradicts.
    """
    run = _run(sitting, specimen)
    if run is None or run.outcome is None:
        return None
    named = [one for one in run.outcome.records if one.id and one.id in (specimen.id, specimen.place)]
    if named:
        return min(named, key=lambda one: one.state == "verified")
    if run.outcome.result == "refused" and not run.outcome.records and sitting.task == "verify":
        return ReportedRecord(specimen.id, "refused", run.outcome.reason)
    return None


def fetched(sitting: Sitting, specimen: Specimen) -> bool:
    """True when everything was asked for that has to be asked before the item may be called verified."""
    asked = {one.url.partition("#")[0] for one in sitting.exchanges}
    return all(url in asked for url in specimen.fetches)


def not_taken(traffic: Traffic, *scenarios: str) -> Iterator[Seen]:
    """The rule that a wrong item is not taken, over the specimens of these scenarios.

    A specimen counts only when its twin was taken; who takes the specimen itself breaks the rule in any case.
    """
    for sitting, specimen in laid(traffic, *scenarios):
        if not specimen.right:
            yield from judged(sitting, specimen)


def judged(sitting: Sitting, specimen: Specimen) -> Iterator[Seen]:
    """What follows from what the consumer made of one specimen with a change."""
    state = state_of(sitting, specimen)
    if state is None:
        yield Undecided(_silent(sitting, specimen), specimen.scenario)
    elif state not in specimen.states:
        yield wrong_state(sitting, specimen, state)
    else:
        yield from _beside_its_twin(sitting, specimen)


def taken(traffic: Traffic, *scenarios: str, which: Callable[[Specimen], bool] = lambda _: True) -> Iterator[Seen]:
    """The rule that a right item is taken, over the right specimens of these scenarios that ``which`` picks.

    It counts where the consumer takes another right item of the same sitting: who takes none shows nothing.
    """
    for sitting, specimen in laid(traffic, *scenarios):
        if not specimen.right or not which(specimen):
            continue
        state = state_of(sitting, specimen)
        if state is None:
            yield Undecided(_silent(sitting, specimen), specimen.scenario)
        elif state == "verified":
            yield _met(sitting, specimen)
        elif any(one.id != specimen.id and state_of(sitting, one) == "verified" for one in sitting.specimens):
            yield wrong_state(sitting, specimen, state)
        else:
            yield Undecided("the consumer takes no right record either", specimen.scenario)


def wrong_state(sitting: Sitting, specimen: Specimen, state: State) -> Finding:
    """The finding that the consumer makes something else of an item than a right one does."""
    exchanges = tuple(one.number for one in sitting.exchanges if one.run == specimen.start)[-1:]
    what = specimen.change or "nothing is wrong with it"
    return Finding(
        "",
        f"{specimen.kind} taken as {state}: {what}",
        expected=" or ".join(sorted(specimen.states)),
        actual=f"{specimen.name} ({specimen.id}): {state}{_because(sitting, specimen)}",
        pointer=specimen.place,
        exchanges=exchanges,
    )


def _beside_its_twin(sitting: Sitting, specimen: Specimen) -> Iterator[Seen]:
    twin = next((one for one in sitting.specimens if one.id == specimen.twin), None)
    took = None if twin is None else state_of(sitting, twin)
    if twin is None or took is None:
        yield Undecided(f"what it makes of the right record is not told: {_SILENT}", specimen.scenario)
    elif took != "verified":
        why = _because(sitting, twin)
        yield Undecided(
            f"it takes the right record as {took}{why}, so that nothing follows for the other", specimen.scenario
        )
    elif not fetched(sitting, twin):
        yield Undecided("it calls the right record verified without having asked for it", specimen.scenario)
    else:
        yield _met(sitting, specimen)
        if sitting.tells_by == "ask" and report_of(sitting, specimen) is None:
            yield Note(f"as a person attests: {specimen.name} is not shown as verified")


def _met(sitting: Sitting, specimen: Specimen) -> Met:
    return Met(specimen.scenario, tuple(one.number for one in sitting.exchanges if one.run == specimen.start)[-1:])


def _because(sitting: Sitting, specimen: Specimen) -> str:
    reported = report_of(sitting, specimen)
    return f" ({reported.reason})" if reported is not None and reported.reason else ""


def _silent(sitting: Sitting, specimen: Specimen) -> str:
    run = _run(sitting, specimen)
    if run is not None and run.end.how not in ("through", "refused"):
        return str(run.end)
    return _SILENT


def _run(sitting: Sitting, specimen: Specimen) -> Run | None:
    return next((run for run in sitting.runs if run.number == specimen.start), None)


def _attested(sitting: Sitting, specimen: Specimen) -> State | None:
    """What a person saw: who is not shown an item at all has a consumer that does not take it."""
    answer = answer_to(sitting, specimen.id)
    if answer is None or answer.value == "cannot-tell":
        return None
    if answer.value != "no":
        return "verified" if answer.value == "yes" else "refused"
    if "unverified" in specimen.states:
        return "unverified"
    named = {state: answer_to(sitting, f"{specimen.id}#{state}") for state in sorted(specimen.states)}
    if any(one is not None and one.value == "yes" for one in named.values()):
        return next(state for state, one in named.items() if one is not None and one.value == "yes")
    return "unverified" if any(one is not None and one.value == "no" for one in named.values()) else None
