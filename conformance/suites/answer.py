"""An answer of the target, with the two ways to demand something of it: ``expect`` and ``require``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NoReturn, Self

from conformance.document import DocumentError, Parsed, ParseLimits, parse
from conformance.exchanges import Response
from conformance.record import Finding
from conformance.suites.outcomes import Broken, Incomplete

# Bytes, and how many bodies of at most that size are remembered: only a few long ones, since they fill the memory.
SHORT, MOST_SHORT = 32 * 1024, 256
LONG, MOST_LONG = 512 * 1024, 16

# A body with neither is not a status object; parsing every page of a list to learn that would take long.
_STATUS_SIGNS = (b"imsx_", b"\\u")


def _no_faults(_value: Any, _class_name: str) -> Sequence[Finding]:
    return ()


@dataclass(frozen=True, slots=True)
class AnswerRules:
    """What an edition says of answers: which of its rows speak of what keeps an answer from being used.

    ``success`` names for an operation the row that has a right request succeed: what cannot be decided without one
    names it. ``success_is_json`` and ``error_is_json`` are the rows that want the body of a success, and of an error,
    to be JSON. ``faults_of`` gives what is wrong with a body of a class of the contract.
    """

    success: Mapping[str, str] = field(default_factory=dict)
    success_is_json: str = ""
    error_is_json: str = ""
    faults_of: Callable[[Any, str], Sequence[Finding]] = _no_faults


class Answer:
    """One response to an API or OAuth request.

    ``expect…`` ends the check as broken when the demand is not met; ``require…`` ends it as
    incomplete, for demands that another requirement makes (the right request before the wrong one).
    """

    def __init__(
        self, response: Response, operation: str, limits: ParseLimits | None = None, rules: AnswerRules | None = None
    ) -> None:
        self.response = response
        self.operation = operation
        self._limits = limits or ParseLimits()
        self._rules = rules or AnswerRules()

    @property
    def status(self) -> int | None:
        """The status code; ``None`` when no usable answer came."""
        return self.response.status

    @property
    def media_type(self) -> str:
        """Media type of the body in lower case, without parameters; empty when there is none."""
        return (self.response.headers.get("content-type") or "").partition(";")[0].strip().lower()

    def header(self, name: str) -> str | None:
        """The first header of that name."""
        return self.response.headers.get(name)

    def expect(self, *statuses: int, why: str = "", after: Answer | None = None) -> Self:
        """Demand one of these status codes; raises ``Broken``, or ``Incomplete`` when no answer came.

        ``after`` is an earlier answer that promised this one: evidence too.
        """
        self.arrived()
        if self.status not in statuses:
            self.broken(
                why or f"{self.operation} answered {self._seen()}",
                expected=_one_of(statuses),
                actual=self._seen(),
                after=after,
            )
        return self

    def require(self, *statuses: int) -> Self:
        """Demand one of these status codes before the real question; raises ``Incomplete``."""
        self.arrived()
        if self.status not in statuses:
            raise Incomplete(
                f"{self.operation} was answered {self._seen()}, not {_one_of(statuses)}, and the rest depends on it"
                f"{self._row_of_success(statuses)}"
            )
        return self

    def arrived(self) -> Self:
        """Demand an answer other than a request to wait (429, or 503 with Retry-After); raises ``Incomplete``."""
        if self.response.failure is not None or self.status is None:
            raise Incomplete(
                f"{self.operation}: {self.response.failure.message if self.response.failure else 'no answer'}"
            )
        if self.status == 429 or (self.status == 503 and self.header("retry-after")):
            raise Incomplete(f"{self.operation}: the target asks to wait (it answered {self.status})")
        return self

    def json(self) -> Any:
        """The body as JSON; raises ``Incomplete`` when it is none, with the row that tells of that."""
        try:
            return self.value()
        except DocumentError as error:
            row = self._rules.error_is_json if (self.status or 0) >= 400 else self._rules.success_is_json
            raise Incomplete(f"{self.operation}: the body is not JSON: {error}{_see(row)}") from error

    def object(self) -> dict[str, Any]:
        """The body as a JSON object; raises ``Broken`` when it is something else."""
        value = self.expect_json()
        if not isinstance(value, dict):
            raise self.evidence("the body is not a JSON object", expected="a JSON object", actual=type(value).__name__)
        return value

    def expect_json(self) -> Any:
        """The body as JSON; raises ``Broken`` when it is none."""
        try:
            return self.value()
        except DocumentError as error:
            raise self.evidence("the body is not JSON", expected="JSON", actual=str(error)) from error

    def expect_document(self, class_name: str) -> dict[str, Any]:
        """The body as a document of that class of the contract; raises ``Broken`` with what the schema says."""
        value = self.object()
        findings = self._rules.faults_of(value, class_name)
        if findings:
            first = findings[0]
            self.broken(
                f"the body is not a valid {class_name}: {first.message} ({first.requirement})",
                expected=first.expected,
                actual=first.actual,
                pointer=first.pointer,
            )
        return value

    @property
    def status_body(self) -> dict[str, Any] | None:
        """The body when it is a status object, well formed or not; ``None`` when it is something else."""
        if not any(sign in self.response.body for sign in _STATUS_SIGNS):
            return None
        try:
            value = self.value()
        except DocumentError:
            return None
        return value if isinstance(value, dict) and any(name.startswith("imsx_") for name in value) else None

    def expect_status_body(self) -> dict[str, Any]:
        """Demand a status object; raises ``Broken``. Whether it is well formed is for the rows of area ERR."""
        body = self.status_body
        if body is None:
            raise self.evidence(
                f"the {self.status} of {self.operation} has no status object as its body",
                expected="a status object with imsx_codeMajor and imsx_severity",
                actual=self.media_type or "no media type" if self.response.body else "no body",
            )
        return body

    def broken(
        self, message: str, *, expected: str = "", actual: str = "", pointer: str = "", after: Answer | None = None
    ) -> NoReturn:
        """End the check as broken, with this answer as the evidence, and the one that it comes ``after``."""
        raise self.evidence(message, expected=expected, actual=actual, pointer=pointer, after=after)

    def evidence(
        self, message: str, *, expected: str = "", actual: str = "", pointer: str = "", after: Answer | None = None
    ) -> Broken:
        """The end of a check as broken, with this answer (and an earlier one) as the evidence; to be raised."""
        exchanges = tuple(answer.response.index for answer in (after, self) if answer is not None)
        return Broken(message, [Finding("", message, expected, actual, pointer, exchanges=exchanges)])

    def code_minors(self) -> list[str]:
        """The code minor values of a status object, in order; empty when it has none."""
        body = self.json()
        minor = body.get("imsx_codeMinor") if isinstance(body, dict) else None
        fields = minor.get("imsx_codeMinorField") if isinstance(minor, dict) else None
        entries: Iterable[Any] = fields if isinstance(fields, list) else ()
        return [str(entry.get("imsx_codeMinorFieldValue")) for entry in entries if isinstance(entry, dict)]

    def expect_code_minor(self, value: str) -> Self:
        """Demand that the status object carries this code minor."""
        seen = self.code_minors()
        if value not in seen:
            self.broken(
                f"the {self.status} body lacks the code minor {value}", expected=value, actual=", ".join(seen) or "none"
            )
        return self

    def value(self) -> Any:
        """The body as JSON, which others may hold too: do not change it. Raises ``DocumentError`` when it is none."""
        return parsed_once(self.response.body, self._limits).value

    def _row_of_success(self, statuses: Iterable[int]) -> str:
        """The row that speaks of a right request that does not succeed, where that was demanded."""
        return _see(self._rules.success.get(self.operation, "")) if min(statuses) < 300 else ""

    def _seen(self) -> str:
        return str(self.status) if self.response.failure is None else self.response.failure.code


def parsed_once(body: bytes, limits: ParseLimits) -> Parsed:
    """What ``parse`` says of a body; several checks read the same one, and none may change it."""
    if len(body) <= SHORT:
        return _short(body, limits)
    return _long(body, limits) if len(body) <= LONG else parse(body, limits)


_short = lru_cache(MOST_SHORT)(parse)
_long = lru_cache(MOST_LONG)(parse)


def _see(row: str) -> str:
    return f" (see {row})" if row else ""


def _one_of(statuses: Iterable[int]) -> str:
    """The status codes in words; many in a row as a range: ``200 or 400 to 499``."""
    runs: list[list[int]] = []
    for status in sorted(statuses):
        if runs and status == runs[-1][-1] + 1:
            runs[-1].append(status)
        else:
            runs.append([status])
    parts = (f"{run[0]} to {run[-1]}" if len(run) > 2 else " or ".join(map(str, run)) for run in runs)
    return " or ".join(parts)
