"""Reads the outcome that a consumer reports, within bounds: JSON in a file, or posted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from conformance.document import DocumentError, ParseLimits, parse
from conformance.exchanges.specimens import STATES
from conformance.traffic.outcome import ReportedOutcome, ReportedRecord

MOST_BYTES: Final = 4 * 1024 * 1024
MOST_RECORDS: Final = 1000


class OutcomeError(ValueError):
    """What the consumer reported cannot be used; the message says why."""


def from_file(path: Path) -> ReportedOutcome | None:
    """The outcome in that file, ``None`` when there is none; raises ``OutcomeError`` when it cannot be used."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutcomeError(f"it cannot be read: {error.strerror or error}") from error
    return from_bytes(content)


def from_bytes(content: bytes) -> ReportedOutcome:
    """The outcome in these bytes; raises ``OutcomeError`` when it cannot be used."""
    try:
        value = parse(content, ParseLimits(size=MOST_BYTES, depth=60)).value
    except DocumentError as error:
        raise OutcomeError(error.message) from error
    if not isinstance(value, dict):
        raise OutcomeError("it is not a JSON object")
    return _outcome(value)


def _outcome(value: Mapping[str, Any]) -> ReportedOutcome:
    result = value.get("result", "done")
    if result not in ("done", "refused", "failed"):
        raise OutcomeError("result is none of done, refused, failed")
    records = value.get("records") or []
    if not isinstance(records, list) or len(records) > MOST_RECORDS:
        raise OutcomeError(f"records is not an array of at most {MOST_RECORDS}")
    return ReportedOutcome(result, str(value.get("reason") or ""), tuple(map(_record, records)))


def _record(value: Any) -> ReportedRecord:
    if not isinstance(value, dict) or not isinstance(value.get("id"), str) or value.get("state") not in STATES:
        raise OutcomeError(f"each of records has an id and a state, one of {', '.join(STATES)}")
    return ReportedRecord(value["id"], value["state"], str(value.get("reason") or ""), value.get("document"))
