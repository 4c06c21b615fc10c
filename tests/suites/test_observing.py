"""What the checks that look back see in an answer."""

from __future__ import annotations

import pytest

from conformance.document import ParseLimits
from conformance.suites.answer import Answer
from conformance.suites.observing import beginning_of, is_error, is_success, json_fault, minor_entries, says_json

from .conftest import reply


@pytest.mark.parametrize(
    ("content_type", "shown"), [("text/html; charset=utf-8", "text/html: '<p>'"), ("", "no Content-Type: '<p>'")]
)
def test_what_came_is_shown_from_its_beginning(content_type: str, shown: str) -> None:
    assert beginning_of(Answer(reply("<p>", content_type=content_type), "a list")) == shown


@pytest.mark.parametrize(
    ("code", "success", "error"), [(200, True, False), (304, False, False), (400, False, True), (503, False, True)]
)
def test_a_status_is_a_success_or_an_error_or_neither(code: int, success: bool, error: bool) -> None:
    answer = Answer(reply({}, code=code), "a list")

    assert (is_success(answer), is_error(answer)) == (success, error)


@pytest.mark.parametrize(
    ("content_type", "says"),
    [("application/json", True), ("application/ld+json", True), ("", True), ("text/html", False)],
)
def test_what_names_itself_as_json_says_so(content_type: str, says: bool) -> None:
    assert says_json(Answer(reply({}, content_type=content_type), "a list")) is says


@pytest.mark.parametrize(
    ("body", "fault"),
    [(b"{}", ""), (b'{"a":"\xe9"}', "is not UTF-8"), (b"{", "JSON"), (b"\xef\xbb\xbf{}", "byte order mark")],
)
def test_what_keeps_a_body_from_being_json_is_told(body: bytes, fault: str) -> None:
    found = json_fault(Answer(reply(body), "a list"), ParseLimits())

    assert (fault.lower() in found.lower()) if fault else found == ""


@pytest.mark.parametrize("body", [{}, {"imsx_codeMinor": []}, {"imsx_codeMinor": {"imsx_codeMinorField": {}}}])
def test_a_status_object_of_another_form_has_no_entries(body: dict[str, object]) -> None:
    assert list(minor_entries(body)) == []
