"""Refusals of OAuth endpoints: an error code in a JSON body (RFC 6749, section 5.2; RFC 7591, section 3.2.2)."""

from __future__ import annotations

from collections.abc import Collection

from conformance.suites.answer import Answer
from conformance.suites.outcomes import Incomplete

TOKEN_ERRORS = frozenset(
    {
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
    }
)


def error_code(answer: Answer) -> str:
    """The error code in the body; empty when there is none that can be read."""
    try:
        body = answer.response.json()
    except ValueError:
        return ""
    error = body.get("error") if isinstance(body, dict) else None
    return error if isinstance(error, str) else ""


def granted(answer: Answer) -> bool:
    """True for a success that gives something; an error with the status of a success gives nothing."""
    if answer.status is None or not 200 <= answer.status < 300:
        return False
    return not error_code(answer) or any(name in answer.object() for name in ("access_token", "client_id"))


def expect_refusal(answer: Answer, errors: Collection[str], *, statuses: Collection[int] = (400,), why: str) -> None:
    """Demand one of these status codes with one of these error codes.

    ``why`` says what was not refused. Raises ``Broken``, or ``Incomplete`` when no answer came.
    """
    numbers = "4xx" if len(statuses) > 2 else " or ".join(map(str, sorted(statuses)))
    expected = f"{numbers} with {' or '.join(sorted(errors))}"
    if granted(answer.arrived()):
        answer.broken(why, expected=expected, actual=str(answer.status))
    error = error_code(answer)
    seen = f"{answer.status} with {error or 'no error code'}"
    if answer.status not in statuses or error not in errors:
        answer.broken(f"{answer.operation} was refused with {seen}", expected=expected, actual=seen)


def expect_refused(
    answer: Answer, errors: Collection[str], *, statuses: Collection[int] = range(400, 500), why: str
) -> None:
    """Demand a refusal, whatever it is written in: how errors are written is judged once, by rows of its own.

    A code of RFC 6749 or RFC 7591 that stands for something else than these is none. ``why`` says what was not
    refused. Raises ``Broken``, or ``Incomplete`` when no answer came.
    """
    if granted(answer.arrived()):
        answer.broken(why, expected=f"a refusal with {' or '.join(sorted(errors))}", actual=str(answer.status))
    error = error_code(answer)
    written_as_success = 200 <= (answer.status or 0) < 300
    if not (answer.status in statuses or written_as_success) or error in TOKEN_ERRORS - set(errors):
        expect_refusal(answer, errors, statuses=statuses, why=why)


def refused(answer: Answer, status: int, *, see: str) -> Answer:
    """The refusal of a wrong request, which the row ``see`` asks for; raises ``Incomplete`` when it was not refused."""
    if answer.arrived().status != status:
        raise Incomplete(f"a wrong {answer.operation} was answered {answer.status}, not {status} (see {see})")
    return answer


def expect_no_entry(answer: Answer, *, why: str, after: Answer | None = None) -> None:
    """Demand that a protected operation refuses a token, with whatever 4xx (with which, a rule of its own says).

    ``why`` says what is wrong when it does not; ``after`` is the answer that took the token's worth away.
    Raises ``Broken``, or ``Incomplete`` for any other answer.
    """
    if answer.arrived().status in (200, 201, 202, 204, 304):
        answer.broken(why, expected="401", actual=str(answer.status), after=after)
    answer.require(*range(400, 500))


def expect_error_json(answer: Answer) -> None:
    """Demand the media type application/json, and a JSON object with the string ``error``; raises ``Broken``."""
    if answer.media_type != "application/json":
        answer.broken(
            "the error is not sent as application/json", expected="application/json", actual=answer.media_type or "none"
        )
    if not isinstance(answer.object().get("error"), str):
        answer.broken(
            "the error body lacks error",
            expected="a string",
            actual=str(answer.object().get("error")),
            pointer="/error",
        )


def directives(answer: Answer) -> frozenset[str]:
    """The names of the Cache-Control directives, in lower case."""
    names = (part.partition("=")[0].strip().lower() for part in (answer.header("cache-control") or "").split(","))
    return frozenset(name for name in names if name)
