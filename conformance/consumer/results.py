"""A sitting as the run record keeps it."""

from __future__ import annotations

from typing import Final

from conformance.consumer.sitting import Played
from conformance.exchanges.specimens import Specimen
from conformance.exchanges.visible import beginning
from conformance.record import Attested, OutcomeResult, ReportedItem, SittingResult, SpecimenResult
from conformance.traffic import Run, Sitting
from conformance.traffic.attested import answer_to
from conformance.traffic.specimens import report_of, state_of

_ITEMS: Final = 100
_LONG: Final = 300


def result_of(sitting: Sitting, played: Played) -> SittingResult:
    """What is kept of a sitting beside its exchanges; what the consumer says is cut where it is long."""
    return SittingResult(
        scenario=sitting.scenario,
        task=sitting.task,
        ends=tuple(run.end.how for run in sitting.runs),
        codes=tuple(run.end.code for run in sitting.runs),
        first=sitting.exchanges[0].number if sitting.exchanges else 0,
        count=len(sitting.exchanges),
        seconds=round(played.seconds, 3),
        output=sitting.runs[-1].output,
        mended=sitting.mended,
        late=sitting.late,
        answers=tuple(
            Attested(one.about, one.question, one.value, one.words, one.at, one.screenshot) for one in sitting.answers
        ),
        specimens=tuple(_specimen(sitting, one) for one in sitting.specimens),
        outcomes=tuple(_outcome(run) for run in sitting.runs if run.outcome or run.unusable),
    )


def _specimen(sitting: Sitting, specimen: Specimen) -> SpecimenResult:
    reported, state = report_of(sitting, specimen), state_of(sitting, specimen)
    asked = sitting.tells_by == "ask" and answer_to(sitting, specimen.id) is not None
    otherwise = "person" if asked else "exit code"
    return SpecimenResult(
        start=specimen.start,
        id=specimen.id,
        kind=specimen.kind,
        name=specimen.name,
        change=specimen.change,
        twin=specimen.twin,
        right=tuple(sorted(specimen.states)),
        state=state or "",
        reason=beginning(reported.reason, _LONG) if reported else "",
        told_by="" if state is None else "outcome" if reported else otherwise,
    )


def _outcome(run: Run) -> OutcomeResult:
    told = run.outcome
    if told is None:
        return OutcomeResult(run.number, unusable=beginning(run.unusable, 2 * _LONG))
    return OutcomeResult(
        run.number,
        result=told.result,
        reason=beginning(told.reason, _LONG),
        records=tuple(
            ReportedItem(beginning(one.id, _LONG), one.state, beginning(one.reason, _LONG))
            for one in told.records[:_ITEMS]
        ),
        count=len(told.records),
        unknown=len(told.unknown),
    )
