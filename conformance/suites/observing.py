"""What the checks that look back see in an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from conformance.document import DocumentError, ParseLimits
from conformance.suites.answer import Answer, parsed_once
from conformance.suites.outcomes import incomplete, not_applicable


def require_some(answers: Iterable[Answer], what: str) -> list[Answer]:
    """The answers; ends the check as incomplete when there is none."""
    found = list(answers)
    if not found:
        incomplete(f"{what} was not seen in this run")
    return found


def is_success(answer: Answer) -> bool:
    """True for 2xx."""
    return 200 <= (answer.status or 0) < 300


def is_error(answer: Answer) -> bool:
    """True for 4xx and 5xx."""
    return (answer.status or 0) >= 400


def beginning_of(answer: Answer) -> str:
    """What came instead of a status object, in a few words."""
    return f"{answer.media_type or 'no Content-Type'}: {answer.response.text[:60]!r}"


def says_json(answer: Answer) -> bool:
    """False for what names itself as something else, of which other rows speak."""
    return not answer.media_type or answer.media_type.endswith("json")


def json_fault(answer: Answer, limits: ParseLimits) -> str:
    """What keeps a body from being JSON in UTF-8; empty when nothing does."""
    try:
        answer.response.body.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"byte {error.start} is not UTF-8"
    try:
        parsed = parsed_once(answer.response.body, limits)
    except DocumentError as error:
        return error.message
    return next((fault.finding.message for fault in parsed.faults if fault.code == "byte-order-mark"), "")


def minor_entries(body: Mapping[str, Any]) -> Sequence[Any]:
    """The entries of the code minor of a status object, well formed or not."""
    minor = body.get("imsx_codeMinor")
    entries = minor.get("imsx_codeMinorField") if isinstance(minor, dict) else None
    return entries if isinstance(entries, list) else ()


def told_to_wait(answers: Iterable[Answer]) -> str:
    """What a note says of answers that ask to wait; ends the check when there are none."""
    waits = [answer for answer in answers if answer.status in (429, 503)]
    if not waits:
        not_applicable("the target never asked to wait (429 or 503)")
    sent = sum(answer.header("retry-after") is not None for answer in waits)
    return f"{sent} of {len(waits)} answers with 429 or 503 had Retry-After"
