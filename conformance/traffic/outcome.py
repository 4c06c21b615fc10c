"""What came of a sitting beyond its requests: what the consumer reports of each record, and what a person saw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from conformance.exchanges.specimens import State

Result = Literal["done", "refused", "failed"]
"""What came of one start, in the consumer's own words: it did its task, it refused what it met, or it could not."""


@dataclass(frozen=True, slots=True)
class ReportedRecord:
    """What the consumer makes of one item: its id (or its place, a JSON pointer), a state, and why.

    ``document`` is the item as the consumer keeps it, when it tells that; ``None`` otherwise.
    """

    id: str
    state: State
    reason: str = ""
    document: Any = None


@dataclass(frozen=True, slots=True)
class ReportedOutcome:
    """The outcome of one start of the consumer, as it reported it.

    ``unknown`` are ids that it names though nothing with that id was served to it; ``records`` holds none of these.
    """

    result: Result = "done"
    reason: str = ""
    records: tuple[ReportedRecord, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered to a question about one item, or about what is shown: attested, not seen by us.

    ``about`` is the id of a specimen, or of a question that belongs to a scenario; ``question`` is what was asked.
    ``not-shown`` says that the consumer does not show the item at all. ``words`` are the person's own. ``screenshot``
    is the path of a file beside the record (empty: none), ``at`` when it was answered (ISO 8601 in UTC).
    """

    about: str
    value: Literal["yes", "no", "cannot-tell", "not-shown"]
    words: str = ""
    screenshot: str = ""
    question: str = ""
    at: str = ""
