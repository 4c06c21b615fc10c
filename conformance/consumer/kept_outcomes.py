"""What was laid before a consumer and what came of it, as JSON and back: for a run that was broken off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from conformance.exchanges.specimens import Specimen
from conformance.traffic.outcome import Answer, ReportedOutcome, ReportedRecord

Change = Callable[[str], str]


def written_specimen(one: Specimen) -> dict[str, Any]:
    """A specimen as JSON."""
    return {**asdict(one), "states": sorted(one.states)}


def read_specimen(row: Mapping[str, Any]) -> Specimen:
    """A specimen from JSON."""
    return Specimen(**{**row, "states": frozenset(row["states"]), "fetches": tuple(row["fetches"])})


def written_outcome(one: ReportedOutcome | None, hide: Change) -> dict[str, Any] | None:
    """An outcome as JSON, with marks for secrets in its words."""
    if one is None:
        return None
    row = asdict(one)
    row["records"] = [{**each, "reason": hide(each["reason"])} for each in row["records"]]
    return {**row, "reason": hide(one.reason)}


def read_outcome(row: Mapping[str, Any] | None, show: Change) -> ReportedOutcome | None:
    """An outcome from JSON."""
    if row is None:
        return None
    records = tuple(ReportedRecord(**{**each, "reason": show(each["reason"])}) for each in row["records"])
    return ReportedOutcome(row["result"], show(row["reason"]), records)


def read_answer(row: Mapping[str, Any], show: Change) -> Answer:
    """An answer from JSON."""
    return Answer(**{**row, "words": show(row["words"])})
