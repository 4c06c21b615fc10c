"""What a verifier makes of a token that it cannot read: it says so, and neither falls over it nor skips it."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchanges.specimens import Specimen
from conformance.record import Finding
from conformance.traffic import Run, Sitting, Traffic
from conformance.traffic.seen import Met, Seen, Undecided
from conformance.traffic.specimens import each_of, judged, report_of, state_of

_EXPECTED = "that the token is not verified, said under its place or for the record as a whole"


def broken_tokens(traffic: Traffic, scenario: str) -> Iterator[Seen]:
    """The rule that a token which cannot be read is reported as not verified."""
    yield from each_of(traffic, (scenario,), lambda sitting, one: () if one.right else _told(traffic, sitting, one))


def _told(traffic: Traffic, sitting: Sitting, specimen: Specimen) -> Iterator[Seen]:
    run = next((one for one in sitting.runs if one.number == specimen.start), None)
    twin = next((one for one in sitting.specimens if one.id == specimen.twin), None)
    if state_of(sitting, specimen) is not None or run is None or twin is None:
        yield from judged(sitting, specimen)
    elif run.end.how == "crashed" and _survives(traffic, sitting, run):
        yield _breach("It falls over a token that it cannot read", sitting, specimen, str(run.end))
    elif _gives_up(sitting, run):
        yield from _given_up(sitting, specimen, twin)
    elif _skips(sitting, run) and report_of(sitting, twin) is not None:
        actual = "it is done with the record, and says nothing of the token"
        yield _breach("It says nothing of a token that it cannot read", sitting, specimen, actual)
    else:
        yield from judged(sitting, specimen)


def _survives(traffic: Traffic, sitting: Sitting, crashed: Run) -> bool:
    """True when it ends as it should where every token can be read.

    That is in another start of the sitting when each start is given one record, else in another sitting.
    """
    others = [run for run in sitting.runs if run.number != crashed.number]
    others += [
        run
        for one in traffic.sittings
        if one.specimens and one.task == sitting.task and one.scenario != sitting.scenario
        for run in one.runs
    ]
    return any(run.end.how in ("through", "refused") for run in others)


def _gives_up(sitting: Sitting, run: Run) -> bool:
    """True when it says of its one record that it could not do it."""
    return sitting.task == "verify" and run.outcome is not None and run.outcome.result == "failed"


def _given_up(sitting: Sitting, specimen: Specimen, twin: Specimen) -> Iterator[Seen]:
    if state_of(sitting, twin) == "verified":
        yield Met(specimen.scenario, _last(sitting, specimen))
    else:
        yield Undecided("it does not take the right record, so that nothing follows for the other", specimen.scenario)


def _skips(sitting: Sitting, run: Run) -> bool:
    """True when it says that all is well, and names nothing that may be the token in its own words.

    That is a name that nobody knows, or a record as a whole that it does not take as verified.
    """
    told = run.outcome
    if run.end.how != "through" or told is None or told.result != "done" or told.unknown:
        return False
    names = {name for one in sitting.specimens for name in (one.id, one.place) if name}
    return all(one.state == "verified" for one in told.records if one.id not in names)


def _breach(message: str, sitting: Sitting, specimen: Specimen, actual: str) -> Finding:
    return Finding(
        "",
        f"{message}: {specimen.change}",
        expected=_EXPECTED,
        actual=f"{specimen.name} ({specimen.place}): {actual}",
        pointer=specimen.place,
        exchanges=_last(sitting, specimen),
    )


def _last(sitting: Sitting, specimen: Specimen) -> tuple[int, ...]:
    """The last exchange of the start in which it was laid; none where there was none."""
    return tuple(one.number for one in sitting.exchanges if one.run == specimen.start)[-1:]
