"""What a consumer made of the specimens that were laid before it, and what follows from that; pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final

from conformance.exchanges.specimens import Specimen, State, TellsBy, in_words
from conformance.record import Finding
from conformance.traffic.attested import about, answer_to
from conformance.traffic.outcome import ReportedRecord
from conformance.traffic.seen import Met, Note, Seen, Undecided, readable
from conformance.traffic.values import Run, Sitting, Traffic

_WAYS: Final = (
    "let it write its outcome to CLR_OUTCOME_FILE or post it to CLR_OUTCOME_URL, set `outcome: exit-code` in the plan, "
    "or run it --by-hand"
)
_SILENT: Final[Mapping[TellsBy, str]] = {
    "report": f"it does not tell what it makes of the record: {_WAYS}",
    "exit-code": "its exit code does not tell what it makes of this record: let it write its outcome to "
    "CLR_OUTCOME_FILE or post it to CLR_OUTCOME_URL",
    "ask": "nobody has said how the record is shown: run it --by-hand and answer the question",
    "none": f"the plan says `outcome: none`, so that nothing tells what it makes of the record: {_WAYS}",
}

_UNNAMED = (
    "its outcome does not name the item: let it report each assertion and endorsement by its id, or set "
    "`outcome: exit-code` in the plan where one result stands for the whole record"
)

Decide = Callable[[Sitting, Specimen], Iterable[Seen]]
"""What follows for a requirement from one specimen."""


def laid(traffic: Traffic, *scenarios: str) -> Iterator[tuple[Sitting, Specimen]]:
    """Every specimen of these scenarios, with the sitting in which it was laid."""
    for sitting in traffic.sittings:
        for specimen in sitting.specimens:
            if specimen.scenario in scenarios:
                yield sitting, specimen


def state_of(sitting: Sitting, specimen: Specimen) -> State | None:
    """What the consumer made of it; ``None`` when nothing tells."""
    reported, run = report_of(sitting, specimen), _run(sitting, specimen)
    if reported is not None:
        return reported.state
    if run is not None and run.unusable:
        return None
    attested = _attested(sitting, specimen) if sitting.tells_by == "ask" else None
    return attested or _by_exit_code(sitting, specimen, run)


def report_of(sitting: Sitting, specimen: Specimen) -> ReportedRecord | None:
    """What the consumer reported of it, by its id, its place, or that behind its record's id; ``None`` for nothing.

    A consumer that reports one of them twice has the worse of it: ``verified`` counts only when nothing contradicts.
    """
    run = _run(sitting, specimen)
    if run is None or run.outcome is None:
        return None
    names = {specimen.id, f"{specimen.record}#{specimen.place}"}
    if _alone_at_its_place(sitting, specimen):
        names.add(specimen.place)
    named = [one for one in run.outcome.records if one.id in names]
    if named:
        return min(named, key=lambda one: one.state == "verified")
    if run.outcome.result == "refused" and not run.outcome.records and sitting.task == "verify":
        return ReportedRecord(specimen.id, "refused", run.outcome.reason)
    return None


def fetched(sitting: Sitting, specimen: Specimen) -> bool:
    """True when everything was asked for that has to be asked before the item may be called verified."""
    return all(asked_for(sitting, url) for url in specimen.fetches)


def asked_for(sitting: Sitting, url: str, run: int | None = None) -> bool:
    """True when the consumer asked for that URL, in that start where one is named."""
    return any(one.url.partition("#")[0] == url for one in sitting.exchanges if run is None or one.run == run)


def unasked(sitting: Sitting, specimen: Specimen, what: str, url: str) -> Finding:
    """The finding that the consumer calls an item verified without having asked for what that takes."""
    return Finding(
        "",
        f"{specimen.kind} taken as verified, and {what} was not fetched",
        expected=f"a request for {url}",
        actual=f"{specimen.name} ({specimen.id}): verified, without such a request",
        pointer=specimen.place,
        exchanges=_last(sitting, specimen),
    )


def not_taken(traffic: Traffic, *scenarios: str) -> Iterator[Seen]:
    """The rule that a wrong item is not taken, over the specimens of these scenarios.

    A specimen counts only when its twin was taken; who takes the specimen itself breaks the rule in any case.
    """
    yield from each_of(traffic, scenarios, lambda sitting, one: () if one.right else judged(sitting, one))


def each_of(traffic: Traffic, scenarios: Collection[str], decide: Decide) -> Iterator[Seen]:
    """What is decided of the specimens of these scenarios, each by itself.

    A scenario in which one of them stays open is not decided by the others of that sitting.
    """
    for sitting in traffic.sittings:
        laid_here = (one for one in sitting.specimens if one.scenario in scenarios)
        seen = [each for one in laid_here for each in decide(sitting, one)]
        undecided = {each.scenario for each in seen if isinstance(each, Undecided)}
        yield from (each for each in seen if not (isinstance(each, Met) and each.scenario in undecided))


def judged(sitting: Sitting, specimen: Specimen) -> Iterator[Seen]:
    """What follows from what the consumer made of one specimen with a change."""
    state = state_of(sitting, specimen)
    if state is None:
        yield left_open(sitting, specimen)
    elif state not in specimen.states:
        yield wrong_state(sitting, specimen, state)
    else:
        yield from _beside_its_twin(sitting, specimen)


def taken(traffic: Traffic, *scenarios: str, which: Callable[[Specimen], bool] = lambda _: True) -> Iterator[Seen]:
    """The rule that a right item is taken, over the right specimens of these scenarios that ``which`` picks.

    It counts where the consumer takes another right item of the same sitting, and no changed one: who takes none or all
    shows nothing.
    """
    yield from each_of(
        traffic, scenarios, lambda sitting, one: _earned(sitting, one) if one.right and which(one) else ()
    )


def _earned(sitting: Sitting, specimen: Specimen) -> Iterator[Seen]:
    if any(not one.right and state_of(sitting, one) == "verified" for one in sitting.specimens):
        yield Undecided("the consumer takes a changed record too, so that nothing follows", specimen.scenario)
    else:
        yield from _right(sitting, specimen)


def told_apart(traffic: Traffic, *scenarios: str) -> Iterator[Seen]:
    """The rule that right items are taken and wrong ones are not, over all specimens of these scenarios."""
    yield from each_of(traffic, scenarios, lambda sitting, one: (_right if one.right else judged)(sitting, one))


def _right(sitting: Sitting, specimen: Specimen) -> Iterator[Seen]:
    state = state_of(sitting, specimen)
    if state is None:
        yield left_open(sitting, specimen)
    elif state == "verified":
        yield met_with(sitting, specimen)
    elif any(one.id != specimen.id and state_of(sitting, one) == "verified" for one in sitting.specimens):
        yield wrong_state(sitting, specimen, state)
    else:
        yield Undecided("the consumer takes no right record either", specimen.scenario)


def wrong_state(sitting: Sitting, specimen: Specimen, state: State) -> Finding:
    """The finding that the consumer makes something else of an item than a right one does."""
    what = specimen.change or "nothing is wrong with it"
    by_a_person = sitting.tells_by == "ask" and report_of(sitting, specimen) is None
    why = f"{', as a person attests' if by_a_person else ''}{_because(sitting, specimen)}"
    return Finding(
        "",
        f"{specimen.kind} taken as {state}: {what}",
        expected=in_words(specimen.states),
        actual=f"{specimen.name} ({specimen.id}), start {specimen.start}: {state}{why}",
        pointer=specimen.place,
        exchanges=_last(sitting, specimen),
    )


def _beside_its_twin(sitting: Sitting, specimen: Specimen) -> Iterator[Seen]:
    twin = next((one for one in sitting.specimens if one.id == specimen.twin), None)
    took = None if twin is None else state_of(sitting, twin)
    if twin is None or took is None:
        why = _SILENT[sitting.tells_by]
        yield Undecided(f"what it makes of the right record is not told: {why}", specimen.scenario)
    elif took != "verified":
        why = _because(sitting, twin)
        yield Undecided(
            f"it takes the right record as {took}{why}, so that nothing follows for the other", specimen.scenario
        )
    elif not fetched(sitting, twin):
        yield Undecided("it calls the right record verified without having asked for it", specimen.scenario)
    else:
        yield met_with(sitting, specimen)
        if sitting.tells_by == "ask" and report_of(sitting, specimen) is None:
            yield Note(f"as a person attests: {specimen.name} is not shown as verified")


def met_with(sitting: Sitting, specimen: Specimen) -> Met:
    """The specimen decides: it is what the requirement speaks of."""
    return Met(specimen.scenario, _last(sitting, specimen))


def _last(sitting: Sitting, specimen: Specimen) -> tuple[int, ...]:
    """The last exchange of the start in which it was laid; none where there was none."""
    return tuple(one.number for one in sitting.exchanges if one.run == specimen.start)[-1:]


def _because(sitting: Sitting, specimen: Specimen) -> str:
    reported = report_of(sitting, specimen)
    return f" ({readable(' '.join(reported.reason.split()))})" if reported is not None and reported.reason else ""


def left_open(sitting: Sitting, specimen: Specimen) -> Undecided:
    """The consumer does not tell what it makes of the specimen: why, and the ways to decide."""
    run = _run(sitting, specimen)
    if run is not None and run.unusable:
        why = f"what it reports in start {run.number} cannot be used: {run.unusable}"
    elif run is not None and run.end.how not in ("through", "refused"):
        why = str(run.end)
    elif run is not None and run.outcome is not None and run.outcome.records:
        why = _UNNAMED
    elif run is not None and run.outcome is not None and run.outcome.result == "failed":
        told = readable(f": {run.outcome.reason}") if run.outcome.reason else ""
        why = f"it reports that it failed{told}, which is no word on the item: let it report the item by its id"
    else:
        why = _SILENT[sitting.tells_by]
    return Undecided(why, specimen.scenario)


def _run(sitting: Sitting, specimen: Specimen) -> Run | None:
    return next((run for run in sitting.runs if run.number == specimen.start), None)


def _alone_at_its_place(sitting: Sitting, specimen: Specimen) -> bool:
    """Where one start meets several records, the same place is in each of them."""
    there = [one for one in sitting.specimens if (one.start, one.place) == (specimen.start, specimen.place)]
    return len(there) <= 1


def _by_exit_code(sitting: Sitting, specimen: Specimen, run: Run | None) -> State | None:
    """What the end of a start tells of the file that was handed over in it.

    A refusal is of something in the file: which item that is, is known where one alone could be refused rightly.
    """
    if run is None or sitting.task != "verify":
        return None
    if run.end.how == "through":
        return "verified" if sitting.tells_by == "exit-code" else None
    there = [one for one in sitting.specimens if one.start == specimen.start]
    wrong = [one for one in there if not one.right]
    return "refused" if run.end.how == "refused" and [specimen] in (there, wrong) else None


def _attested(sitting: Sitting, specimen: Specimen) -> State | None:
    """What a person saw: who is not shown an item at all has a consumer that does not take it."""
    answer = answer_to(sitting, about(specimen))
    if answer is None or answer.value == "cannot-tell":
        return None
    if answer.value != "no":
        return "verified" if answer.value == "yes" else "refused"
    for state in sorted(specimen.states):
        also = answer_to(sitting, f"{about(specimen)}#{state}")
        if also is not None and also.value in ("yes", "no"):
            return state if also.value == "yes" else "unverified"
    return "unverified" if "unverified" in specimen.states else None
