"""What a run tells beside its verdicts: departures that were let pass, and requests that came late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance.exchanges.visible import beginning
from conformance.record import Diagnosis, Finding
from conformance.traffic import Traffic

_LONG = 300


def diagnoses(traffic: Traffic) -> Iterator[Diagnosis]:
    """What a reader has to know of the sittings to read the verdicts."""
    mended = dict.fromkeys(name for sitting in traffic.plain for name in sitting.mended)
    for name in mended:
        yield Diagnosis(
            "departure",
            "warning",
            f"a strict provider refuses what the consumer sends ({name}); it was let pass, so that the rest is judged",
            f"`clr-conformance mock` says at each request what is wrong; `--lenient {name}` lets it pass.",
        )
    late = sum(sitting.late for sitting in traffic.sittings)
    if late:
        yield Diagnosis(
            "late requests",
            "warning",
            f"{late} requests came when their sitting was over, and were answered 410",
            "A sitting ends when the command ends: let the command wait until the consumer has finished.",
        )
    yield from _of_outcomes(traffic)
    flooded = [sitting.scenario for sitting in traffic.sittings if sitting.dropped]
    if flooded:
        yield Diagnosis(
            "too many requests",
            "warning",
            f"more requests came than are kept, of which the last ones were judged, in {', '.join(flooded)}",
            "Look whether the consumer repeats a request without end.",
        )


def _of_outcomes(traffic: Traffic) -> Iterator[Diagnosis]:
    """What is wrong with outcomes: each fault once, with the starts that have it."""
    starts = [(f"{one.scenario} (start {run.number})", run) for one in traffic.sittings for run in one.runs]
    for why in dict.fromkeys(run.unusable for _, run in starts if run.unusable):
        where = ", ".join(name for name, run in starts if run.unusable == why)
        yield Diagnosis(
            "outcome not usable",
            "warning",
            f"what the consumer reports decides nothing in {beginning(where, _LONG)}: {why}",
            "`clr-conformance plan schema --role outcome` prints what an outcome has to be.",
        )
    strange = [(name, run.outcome.unknown) for name, run in starts if run.outcome and run.outcome.unknown]
    if strange:
        ids = dict.fromkeys(each for _, unknown in strange for each in unknown)
        yield Diagnosis(
            "record not served",
            "warning",
            f"outcomes speak of items that were not served: {beginning(', '.join(ids), _LONG)}; what they say of them "
            f"is left out, in {beginning(', '.join(name for name, _ in strange), _LONG)}",
            "Report each item by the id that stands in it, or by its place in the file as a JSON Pointer.",
        )
    late = sum(sitting.late_outcomes for sitting in traffic.sittings)
    if late:
        yield Diagnosis(
            "late outcomes",
            "warning",
            f"{late} outcomes were posted when their start was over, and were answered 410",
            "A start ends when the command ends: let the command wait until the outcome is posted.",
        )


def refused_by(findings: Sequence[Finding], traffic: Traffic) -> str | None:
    """A sentence for findings of what the mock refused, or took though a strict one would not; ``None`` for others."""
    cited = {number for finding in findings for number in finding.exchanges[:1]}
    for one in traffic.exchanges:
        if one.number in cited and one.reason and not one.struck:
            return f"A strict provider refuses the request: {one.reason}"
        if one.number in cited and one.taken:
            return "A strict provider refuses the request; here it was let pass so that the rest could be judged."
    return None
