"""ERR, and what all answers have to hold: wrong error bodies and headers are named by their requirement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.plan import Plan

from .conftest import Breakage, Told, members, on, told

SEEN = ["CLR10-GCS-004", "CLR10-API-020"]
"""Requirements whose checks bring a 401 and a 405."""


def status_object(change: Callable[[dict[str, Any]], object]) -> Breakage:
    """A provider whose status objects are changed."""

    def changed(answer: Told) -> None:
        if answer.status >= 400 and b"imsx_codeMajor" in answer.body:
            body = answer.json
            change(body)
            answer.json = body

    return told(changed)


LEGAL: dict[str, Breakage] = {
    "as it is": told(lambda answer: None),
    "405 is a failure": status_object(lambda body: body.update(imsx_codeMajor="failure")),
    "a description more or less": status_object(lambda body: body.pop("imsx_description", None)),
    "two code minors": status_object(
        lambda body: body["imsx_codeMinor"]["imsx_codeMinorField"].append(
            {"imsx_codeMinorFieldName": "gateway", "imsx_codeMinorFieldValue": "unknown"}
        )
    ),
}


@pytest.mark.parametrize("legal", LEGAL)
def test_a_right_status_object_is_not_blamed(judged, legal: str) -> None:
    found = judged(LEGAL[legal], ["ERR", *SEEN])

    assert not found.named
    assert found["CLR10-ERR-007"] == found["CLR10-ERR-008"] == found["CLR10-ERR-009"] == "pass"


def test_code_minors_are_optional(judged) -> None:
    silent = status_object(lambda body: body.pop("imsx_codeMinor"))

    assert judged(silent, ["CLR10-ERR-009", *SEEN])["CLR10-ERR-009"] == "not-applicable"


def test_the_same_fault_is_told_once(judged) -> None:
    """However many answers have it: with how often, and in which exchanges."""
    found = judged(on("GET", "/clrs", lambda answer: answer.headers.update({"x-total-count": "-1"})), ["CLR10-GCS-017"])
    (result,) = (result for result in found.record.requirements if result.id == "CLR10-GCS-017")
    observed = next(check for check in result.checks if check.id == "provider.observed.total_counts_are_numbers")

    (finding,) = observed.findings
    assert finding.count > 1
    assert 1 < len(finding.exchanges) <= 5


def test_extension_members_count_in_a_rehearsal_only(judged) -> None:
    extended = on("GET", "/clrs", members(**{"ext:colour": "blue"}))

    def lenient(plan: Plan) -> Plan:
        return replace(plan, inferred="warn")

    assert "CLR10-CON-012" in judged(extended, ["CLR10-CON-012"]).named
    relaxed = judged(extended, ["CLR10-CON-012"], change=lenient)
    assert relaxed["CLR10-CON-012"] == "pass"
    assert "ext:colour" in relaxed.why("CLR10-CON-012")
