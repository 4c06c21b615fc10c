"""What every answer of the run has to hold, looked at when all other checks are done. Runs last but documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from conformance.document import DocumentError
from conformance.document.schema import valid
from conformance.rulebooks.clr10.document import RULES
from conformance.rulebooks.clr10.provider.edition import BOOK, FACTS, MEDIA_TYPE
from conformance.rulebooks.clr10.provider.errors import see_some_errors
from conformance.rulebooks.clr10.provider.observing import asks_for_ld_json, length_of
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.suites.answer import Answer
from conformance.suites.contract import ContractValidator
from conformance.suites.gathering import Gathered
from conformance.suites.history import History, Seen
from conformance.suites.marks import requirement
from conformance.suites.observing import (
    beginning_of,
    is_error,
    is_success,
    json_fault,
    minor_entries,
    require_some,
    says_json,
    told_to_wait,
)
from conformance.suites.outcomes import incomplete, not_applicable
from conformance.suites.paging import links, total_count
from conformance.suites.urls import origin

THE_CLR = FACTS.operations["getClr"].class_name
A_PAGE = FACTS.operations["getClrs"].class_name

MINORS: Mapping[int, str] = {
    401: "unauthorizedrequest",
    403: "forbidden",
    500: "internal_server_error",
    503: "server_busy",
}
"""Status -> the code minor that goes with it."""


@pytest.fixture
def seen(target: ClrTarget, history: History) -> tuple[Seen, ...]:
    """Every answer of the target's own origin so far, errors among them; ends the check when there is none."""
    see_some_errors(target)
    own = tuple(one for one in history if origin(one.answer.response.url) == origin(target.base))
    if not own:
        incomplete("the target answered nothing")
    return own


@pytest.fixture
def successes(seen: tuple[Seen, ...]) -> list[Answer]:
    """The answers with 2xx and a body."""
    return require_some(
        (one.answer for one in seen if is_success(one.answer) and one.answer.response.body), "a success with a body"
    )


@pytest.fixture
def errors(seen: tuple[Seen, ...]) -> list[Answer]:
    """The answers with 4xx and 5xx, but for the 410 that may be the CLR itself."""
    return require_some(
        (one.answer for one in seen if is_error(one.answer) and one.class_name != THE_CLR),
        "an error response",
    )


@pytest.fixture
def status_bodies(errors: list[Answer]) -> list[tuple[Answer, dict[str, Any]]]:
    """The errors with a status object as their body."""
    bodies = [(answer, answer.status_body) for answer in errors]
    found = [(answer, body) for answer, body in bodies if body is not None]
    if not found:
        incomplete("no error response had a status object (see CLR10-API-013)")
    return found


@pytest.fixture
def pages(seen: tuple[Seen, ...]) -> list[Answer]:
    """The pages of getClrs."""
    return require_some((one.answer for one in seen if one.class_name == A_PAGE), "a page of GET /clrs")


# media types and encoding


@requirement("CLR10-API-008")
def test_successes_are_ld_json(successes: list[Answer]) -> None:
    faults = Gathered()
    for answer in filter(asks_for_ld_json, successes):
        if answer.media_type != MEDIA_TYPE:
            message = f"the {answer.status} of {answer.operation} is not {MEDIA_TYPE}"
            faults.add(answer, message, expected=MEDIA_TYPE, actual=answer.media_type or "no Content-Type")
    faults.report()


@requirement("CLR10-API-013")
def test_errors_are_status_objects(errors: list[Answer]) -> None:
    faults = Gathered()
    for answer in errors:
        what = f"the {answer.status} of {answer.operation}"
        if answer.status_body is None:
            actual = beginning_of(answer) if answer.response.body else "no body"
            faults.add(answer, f"{what} has no status object", expected="a status object", actual=actual)
        elif answer.media_type != MEDIA_TYPE:
            actual = answer.media_type or "no Content-Type"
            faults.add(answer, f"{what} is not {MEDIA_TYPE}", expected=MEDIA_TYPE, actual=actual)
    faults.report()


@requirement("CLR10-API-016")
def test_bodies_are_json_in_utf_8(target: ClrTarget, seen: tuple[Seen, ...]) -> None:
    # CLR10-PST-011 tells of a 304 with a body.
    bodies = [
        one.answer for one in seen if one.answer.response.body and one.answer.status != 304 and says_json(one.answer)
    ]
    if not bodies:
        incomplete("no body that says it is JSON was received (see CLR10-API-008)")
    faults = Gathered()
    known: dict[bytes, str] = {}
    for answer in bodies:
        fault = known.get(answer.response.body)
        if fault is None:
            fault = known[answer.response.body] = json_fault(answer, target.parse_limits)
        if fault:
            faults.add(
                answer, f"a body of {answer.operation} is not JSON in UTF-8", expected="JSON, UTF-8", actual=fault
            )
    faults.report()


@requirement("CLR10-API-022")
def test_retry_after(seen: tuple[Seen, ...], note: Callable[[str], None]) -> None:
    note(told_to_wait(one.answer for one in seen))


# status objects


@requirement("CLR10-ERR-007")
def test_errors_say_failure(status_bodies: list[tuple[Answer, dict[str, Any]]]) -> None:
    faults = Gathered()
    for answer, body in status_bodies:
        majors = ("failure", "unsupported") if answer.status == 405 else ("failure",)
        what = f"the status object of a {answer.status}"
        major, severity = str(body.get("imsx_codeMajor")), str(body.get("imsx_severity"))
        if major not in majors:
            message, expected = f"{what} does not say failure", " or ".join(majors)
            faults.add(answer, message, expected=expected, actual=major, pointer="/imsx_codeMajor")
        if severity != "error":
            message = f"{what} does not have severity error"
            faults.add(answer, message, expected="error", actual=severity, pointer="/imsx_severity")
    faults.report()


@requirement("CLR10-ERR-008")
def test_code_minors_go_with_the_status(status_bodies: list[tuple[Answer, dict[str, Any]]]) -> None:
    judged = [answer for answer, _ in status_bodies if answer.status in MINORS]
    if not judged:
        incomplete("no 401, 403, 500 or 503 with a status object was seen")
    faults = Gathered()
    for answer in judged:
        expected = MINORS[answer.status or 0]
        if expected not in answer.code_minors():
            actual = ", ".join(answer.code_minors()) or "none"
            message = f"a {answer.status} lacks the code minor {expected}"
            faults.add(answer, message, expected=expected, actual=actual, pointer="/imsx_codeMinor")
    faults.report()


@requirement("CLR10-ERR-009")
def test_code_minors_name_the_system(status_bodies: list[tuple[Answer, dict[str, Any]]]) -> None:
    faults, entries = Gathered(), 0
    for answer, body in status_bodies:
        for index, entry in enumerate(minor_entries(body)):
            entries += 1
            name = entry.get("imsx_codeMinorFieldName") if isinstance(entry, dict) else None
            if not isinstance(name, str) or not name.strip():
                faults.add(
                    answer,
                    "a code minor entry does not name the system that reports the error",
                    expected="a name",
                    actual=str(name),
                    pointer=f"/imsx_codeMinor/imsx_codeMinorField/{index}/imsx_codeMinorFieldName",
                )
    if not entries:
        not_applicable("no status object had a code minor")
    faults.report()


# headers of lists


@requirement("CLR10-GCS-017")
def test_total_counts_are_numbers(pages: list[Answer]) -> None:
    sent = [page for page in pages if page.header("x-total-count") is not None]
    if not sent:
        not_applicable("X-Total-Count is not sent")
    faults = Gathered()
    for page in sent:
        total = total_count(page)
        if total is None:
            actual = str(page.header("x-total-count"))
            faults.add(page, "X-Total-Count is not an integer of 0 or more", expected="an integer", actual=actual)
        elif total < length_of(page):
            message = "X-Total-Count is below the number of CLRs on the page"
            faults.add(page, message, expected=f"{length_of(page)} or more", actual=str(total))
    faults.report()


@requirement("CLR10-GCS-023")
def test_links_have_first_and_last(pages: list[Answer]) -> None:
    linked = [page for page in pages if links(page)]
    if not linked:
        not_applicable("no page had paging links")
    faults = Gathered()
    for page in linked:
        relations = links(page)
        for relation in ("first", "last"):
            if relation not in relations:
                message = f"a Link header lacks the relation {relation}"
                faults.add(page, message, expected=f'rel="{relation}"', actual=", ".join(relations) or "no relation")
    faults.report()


# the contract


@requirement("CLR10-PAY-004")
def test_answers_follow_the_contract(target: ClrTarget, seen: tuple[Seen, ...]) -> None:
    faults, contract = Gathered(), _contract_at(target)
    for one in seen:
        answer = one.answer
        if not answer.response.url.startswith(target.base) or not answer.response.body or not says_json(answer):
            continue
        for error in contract.errors(answer):
            if error.name == "ResponseNotFound" or (error.part == "body" and not _is_told_elsewhere(one, target)):
                message = f"the {answer.status} of {answer.operation} departs from the contract: {error.message}"
                faults.add(
                    answer, message, expected=f"the contract's {one.class_name}", actual=error.name or error.part
                )
    faults.report()


def _contract_at(target: ClrTarget) -> ContractValidator:
    return target.memory.recall((ContractValidator, target.base), lambda: ContractValidator(BOOK, target.base))


def _is_told_elsewhere(seen: Seen, target: ClrTarget) -> bool:
    """True when the checks of documents tell of the body, or take it as it is."""
    answer = seen.answer
    if seen.class_name is None or (is_error(answer) and answer.status_body is None):
        return True
    try:
        value = answer.value()
    except DocumentError:
        return True
    return not valid(RULES.model, seen.class_name, value)
