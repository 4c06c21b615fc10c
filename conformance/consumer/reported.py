"""What one start of the consumer reported, by file and by post together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from conformance.consumer.outcome import OutcomeError, from_file
from conformance.consumer.outcome_box import Box, Complete
from conformance.consumer.served_ids import ids_given
from conformance.exchanges.served import Served
from conformance.exchanges.specimens import Specimen
from conformance.traffic.outcome import ReportedOutcome

Source = Callable[[], ReportedOutcome | None]


@dataclass(frozen=True, slots=True)
class Reported:
    """The outcome of a start, or why what was reported cannot be used; neither when nothing was reported."""

    outcome: ReportedOutcome | None = None
    unusable: str = ""


def reported(file: Path | None, box: Box, complete: Complete) -> Reported:
    """What is in the file and what was posted; both may say the same, and a contradiction cannot be used."""
    why: list[str] = []
    found: list[ReportedOutcome] = []
    sources: tuple[Source, ...] = (lambda: _in(file, complete), box.close)
    for source in sources:
        try:
            outcome = source()
        except OutcomeError as error:
            why.append(str(error))
        else:
            found += [outcome] if outcome else []
    if not why and len(found) > 1 and found[0] != found[1]:
        why.append("the outcome in the file and the one that was posted differ")
    if why:
        return Reported(unusable="; ".join(why))
    return Reported(found[0] if found else None)


def _in(file: Path | None, complete: Complete) -> ReportedOutcome | None:
    outcome = from_file(file) if file else None
    return complete(outcome) if outcome else None


def completing(handed: str, specimens: Iterable[Specimen], exchanges: Callable[[], Iterable[Served]]) -> Complete:
    """Names in an outcome the ids that are of nothing which the consumer was given, and drops their records."""

    def complete(outcome: ReportedOutcome) -> ReportedOutcome:
        known = ids_given(handed, specimens, exchanges()) if outcome.records else frozenset()
        records = tuple(one for one in outcome.records if _record_of(one.id) in known or one.id in known)
        unknown = dict.fromkeys(one.id for one in outcome.records if one not in records)
        return replace(outcome, records=records, unknown=tuple(unknown))

    return complete


def _record_of(name: str) -> str:
    """The id before a place in that record: ``urn:uuid:1#/signedAssertions/0``."""
    record, sign, place = name.partition("#")
    return record if sign and place.startswith("/") else name
