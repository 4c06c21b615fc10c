"""Status objects: which row speaks of what is wrong with one."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.rulebooks.clr20.provider.statuses import CODES, SHAPE, faults_of, minors_of, text_of

ENTRY = {"imsx_codeMinorFieldName": "gate", "imsx_codeMinorFieldValue": "forbidden"}
RIGHT: dict[str, Any] = {
    "imsx_codeMajor": "failure",
    "imsx_severity": "error",
    "imsx_description": "no",
    "imsx_codeMinor": {"imsx_codeMinorField": [ENTRY]},
}


def found(body: dict[str, Any]) -> list[tuple[str, str]]:
    return [(fault.row, fault.pointer) for fault in faults_of(body)]


def test_a_right_one_has_no_faults() -> None:
    assert found(RIGHT) == []
    assert found({"imsx_codeMajor": "unsupported", "imsx_severity": "error"}) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"traceId": "1"}, [(SHAPE, "")]),
        ({"imsx_severity": None}, [(SHAPE, "")]),
        ({"imsx_codeMinor": {}}, [(SHAPE, "/imsx_codeMinor")]),
        ({"imsx_codeMinor": "forbidden"}, [(SHAPE, "/imsx_codeMinor")]),
        (
            {"imsx_codeMinor": {"imsx_codeMinorField": []}},
            [(SHAPE, "/imsx_codeMinor/imsx_codeMinorField")],
        ),
        (
            {"imsx_codeMinor": {"imsx_codeMinorField": [{"imsx_codeMinorFieldName": "gate"}]}},
            [(SHAPE, "/imsx_codeMinor/imsx_codeMinorField/0")],
        ),
        ({"imsx_codeMajor": "error"}, [(CODES, "/imsx_codeMajor")]),
        ({"imsx_severity": "Error"}, [(CODES, "/imsx_severity")]),
    ],
)
def test_each_fault_has_its_row(change: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    body = {name: value for name, value in {**RIGHT, **change}.items() if value is not None}

    assert found(body) == expected


def test_another_spelling_is_a_matter_of_codes_and_hides_nothing() -> None:
    entry = {"imsx_CodeMinorFieldName": "gate", "imsx_CodeMinorFieldValue": "no_such_code"}
    body = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_CodeMinor": {"imsx_CodeMinorField": [entry]},
    }

    assert {row for row, _ in found(body)} == {CODES}
    assert minors_of(body) == ["no_such_code"]
    assert any(fault.actual == "no_such_code" for fault in faults_of(body))


@pytest.mark.parametrize("body", [{}, {"imsx_codeMinor": 5}, {"imsx_codeMinor": {"imsx_codeMinorField": [5, None]}}])
def test_what_has_another_form_is_read_as_far_as_it_goes(body: dict[str, Any]) -> None:
    assert minors_of(body) == []
    assert text_of(body, "imsx_description") == ""
    assert list(faults_of(body))
