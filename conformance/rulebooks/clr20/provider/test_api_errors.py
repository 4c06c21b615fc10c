"""API: what errors say, looked at when all other checks have met them. Runs late."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.rulebooks.clr20.provider.edition import JSON
from conformance.rulebooks.clr20.provider.statuses import (
    CODES,
    DESCRIPTION,
    MAJOR,
    SEVERITY,
    SHAPE,
    StatusFault,
    faults_of,
    minors_of,
    text_of,
)
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.answer import Answer
from conformance.suites.calling import with_final_slash
from conformance.suites.gathering import Gathered
from conformance.suites.history import History, Seen
from conformance.suites.marks import requirement
from conformance.suites.observing import beginning_of, is_error, json_fault, require_some, says_json, told_to_wait
from conformance.suites.outcomes import incomplete

MINORS = {401: "unauthorizedrequest", 403: "forbidden", 404: "not_found", 429: "server_busy", 503: "server_busy"}
"""Status -> the code minor that goes with it."""
USUAL = (400, 401, 404, 405, 500)
"""The errors of the contract of which it does not say that they should give a reason."""

StatusBody = tuple[Answer, dict[str, Any]]


@pytest.fixture
def seen(target: Clr20Target, history: History) -> tuple[Seen, ...]:
    """Every answer from below the base URL so far, errors among them; ends the check when there is none."""
    if not any(history.errors()):
        target.api.get_credentials(token=None)
        target.api.get_profile(token=None)
    own = tuple(one for one in history if one.answer.response.url.startswith(target.base))
    if not own:
        incomplete("the target answered nothing")
    return own


@pytest.fixture
def errors(seen: tuple[Seen, ...]) -> list[Answer]:
    """The answers with 4xx and 5xx."""
    return require_some((one.answer for one in seen if is_error(one.answer)), "an error response")


@pytest.fixture
def status_bodies(errors: list[Answer]) -> list[StatusBody]:
    """The errors with a status object as their body."""
    found = [(answer, body) for answer in errors if (body := answer.status_body) is not None]
    if not found:
        incomplete("no error response had a status object (see CLR20-API-34)")
    return found


@requirement("CLR20-API-34")
def test_errors_are_status_objects(errors: list[Answer]) -> None:
    # What a server in trouble, or the proxy in front of it, writes under a 5xx decides nothing.
    faults, refusals = Gathered(), [answer for answer in errors if (answer.status or 0) < 500]
    for answer in require_some(refusals, "a refusal"):
        what, body = f"the {answer.status} of {answer.operation}", answer.status_body
        if body is None:
            actual = beginning_of(answer) if answer.response.body else "no body"
            faults.add(answer, f"{what} has no status object", expected="a status object", actual=actual)
        elif answer.media_type != JSON:
            actual = answer.media_type or "no Content-Type"
            faults.add(answer, f"{what} is not sent as {JSON}", expected=JSON, actual=actual)
        else:
            _add(faults, answer, body, SHAPE)
    faults.report()


@requirement("CLR20-API-35")
def test_codes_are_those_of_the_standard(status_bodies: list[StatusBody]) -> None:
    faults = Gathered()
    for answer, body in status_bodies:
        _add(faults, answer, body, CODES)
    faults.report()


def _add(faults: Gathered, answer: Answer, body: dict[str, Any], row: str) -> None:
    found: list[StatusFault] = [fault for fault in faults_of(body) if fault.row == row]
    for fault in found:
        faults.add(answer, fault.message, expected=fault.expected, actual=fault.actual, pointer=fault.pointer)


@requirement("CLR20-API-36")
def test_codes_go_with_the_status(status_bodies: list[StatusBody]) -> None:
    faults = Gathered()
    for answer, body in status_bodies:
        major, severity = text_of(body, MAJOR), text_of(body, SEVERITY)
        if major == "failure" and severity != "error":
            message = f"the status object of a {answer.status} says failure, and not severity error"
            faults.add(answer, message, expected="error", actual=severity or "none", pointer=f"/{SEVERITY}")
        expected, minors = MINORS.get(answer.status or 0), minors_of(body)
        if expected and minors and expected not in minors:
            message = f"the code minor of a {answer.status} is not {expected}"
            faults.add(answer, message, expected=expected, actual=", ".join(minors), pointer="/imsx_codeMinor")
    faults.report()


@requirement("CLR20-API-46")
def test_refusals_say_why(status_bodies: list[StatusBody]) -> None:
    judged = [(answer, body) for answer, body in status_bodies if answer.status not in USUAL]
    if not judged:
        incomplete("no 403 with a status object was seen, nor another error of which the standard says this")
    faults = Gathered()
    for answer, body in judged:
        if not text_of(body, DESCRIPTION):
            message = f"a {answer.status} does not say why"
            faults.add(answer, message, expected=f"a sentence in {DESCRIPTION}", actual="none")
    faults.report()


@requirement("CLR20-API-38")
def test_no_request_meets_a_500(seen: tuple[Seen, ...]) -> None:
    faults = Gathered()
    for one in seen:
        if one.answer.status == 500:
            message = f"{one.answer.operation} ends in a 500"
            faults.add(one.answer, message, expected="no 500", actual="500")
    faults.report()


@requirement("CLR20-API-39")
def test_retry_after(seen: tuple[Seen, ...], note: Callable[[str], None]) -> None:
    note(told_to_wait(one.answer for one in seen))


@requirement("CLR20-API-43")
def test_bodies_are_in_utf_8(target: Clr20Target, seen: tuple[Seen, ...]) -> None:
    bodies = [one.answer for one in seen if one.answer.response.body and says_json(one.answer)]
    if not bodies:
        incomplete("no body that says it is JSON was received (see CLR20-API-07)")
    faults = Gathered()
    for answer in bodies:
        fault = json_fault(answer, target.parse_limits)
        if "UTF-8" in fault or "byte order mark" in fault.lower():
            message = f"a body of {answer.operation} is not in UTF-8"
            faults.add(answer, message, expected="JSON in UTF-8", actual=fault)
    faults.report()


@requirement("CLR20-API-43")
def test_paths_have_no_final_slash(target: Clr20Target, seen: tuple[Seen, ...]) -> None:
    faults = Gathered()
    for response in target.wire.transcript.responses:
        slashed = with_final_slash(response) if response.url.startswith(target.base) else None
        if slashed:
            what = response.url.removeprefix(target.base).partition("?")[0]
            message = f"{what} is redirected to the same path with a final slash"
            actual = f"{response.status} to {slashed}"
            faults.add(target.session.answer(response, what), message, expected=f"an answer at {what}", actual=actual)
    faults.report()
