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
    """An outcome as JSON, with marks for secrets in its texts."""
    row: dict[str, Any] | None = None if one is None else _changed(asdict(one), hide)
    return row


def read_outcome(row: Mapping[str, Any] | None, show: Change) -> ReportedOutcome | None:
    """An outcome from JSON."""
    if row is None:
        return None
    shown = _changed(row, show)
    records = tuple(ReportedRecord(**each) for each in shown["records"])
    return ReportedOutcome(shown["result"], shown["reason"], records, tuple(shown["unknown"]))


def _changed(value: Any, change: Change) -> Any:
    """The value with every text in it changed, names of members too: a consumer may name them as it likes."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {change(name): _changed(member, change) for name, member in value.items()}
    return [_changed(entry, change) for entry in value] if isinstance(value, (list, tuple)) else value


def read_answer(row: Mapping[str, Any], show: Change) -> Answer:
    """An answer from JSON."""
    return Answer(**{**row, "words": show(row["words"])})
