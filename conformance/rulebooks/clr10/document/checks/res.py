"""Results, their descriptions and rubrics, and artifacts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from conformance.document.nodes import Node
from conformance.document.scales import number, one_of, outside
from conformance.record import Finding
from conformance.rulebooks.clr10.document.checks.results import described
from conformance.rulebooks.clr10.document.register import check


def _level_ids(description: dict[str, Any]) -> list[Any]:
    levels = description.get("rubricCriterionLevels")
    return [entry.get("id") for entry in levels if isinstance(entry, dict)] if isinstance(levels, list) else []


def _allowed(description: dict[str, Any]) -> list[Any]:
    values = description.get("allowedValues")
    return values if isinstance(values, list) else []


def _outside(text: Any, description: dict[str, Any]) -> str:
    """The range of the description that a number is outside of, in words."""
    return outside(text, description.get("valueMin"), description.get("valueMax"))


@check("CLR10-RES-002", "Assertion", when="results")
def a_status_result_has_a_status(assertion: Node) -> Iterator[Finding]:
    """A result whose description has resultType Status has status."""
    for index, result, description in described(assertion):
        if description and description.get("resultType") == "Status" and "status" not in result:
            yield assertion.finding(
                "A result has no status though its description has the resultType Status",
                at=("results", index, "status"),
                expected="one of Completed, Enrolled, Failed, InProgress, OnHold, Withdrew",
            )


@check("CLR10-RES-003", "Assertion", when="results")
def a_result_says_something(assertion: Node) -> Iterator[Finding]:
    """A result has value, status or achievedLevel."""
    for index, result, description in described(assertion):
        wants_status = description is not None and description.get("resultType") == "Status"
        if not wants_status and not result.keys() & {"value", "status", "achievedLevel"}:
            yield assertion.finding(
                "A result has neither value nor status nor achievedLevel",
                at=("results", index),
                expected="one of the three",
            )


@check("CLR10-RES-004", "Assertion", when="results", subject=("ResultDescription", "allowedValues"))
def a_value_is_an_allowed_one(assertion: Node) -> Iterator[Finding]:
    """value is one of allowedValues."""
    for index, result, description in described(assertion):
        allowed = _allowed(description) if description else []
        if allowed and isinstance(result.get("value"), str) and result["value"] not in allowed:
            yield assertion.finding(
                "The value of a result is not among the allowedValues of its description",
                at=("results", index, "value"),
                expected=one_of(allowed),
            )


@check("CLR10-RES-005", "Assertion", when="results", subject=("ResultDescription", "valueMax"))
def a_value_is_in_its_range(assertion: Node) -> Iterator[Finding]:
    """value lies within valueMin and valueMax when all are numbers."""
    for index, result, description in described(assertion):
        limits = _outside(result.get("value"), description) if description else ""
        if limits:
            yield assertion.finding(
                "The value of a result is outside the range of its description",
                at=("results", index, "value"),
                expected=limits,
            )


@check("CLR10-RES-006", "Assertion", when="results", subject=("Result", "achievedLevel"))
def an_achieved_level_is_described(assertion: Node) -> Iterator[Finding]:
    """achievedLevel is the id of a level of the description."""
    for index, result, description in described(assertion):
        level = result.get("achievedLevel")
        if description is not None and isinstance(level, str) and level not in _level_ids(description):
            yield assertion.finding(
                "The achievedLevel of a result is not a level of its description",
                at=("results", index, "achievedLevel"),
                expected="the id of an entry of rubricCriterionLevels",
            )


@check("CLR10-RES-009", "ResultDescription", when="requiredValue")
def a_required_value_is_possible(description: Node) -> Iterator[Finding]:
    """requiredValue is among allowedValues or within the range."""
    value, allowed = description.value["requiredValue"], _allowed(description.value)
    limits = _outside(value, description.value)
    if allowed and isinstance(value, str) and value not in allowed:
        limits = one_of(allowed)
    elif allowed:
        limits = ""
    if limits:
        yield description.finding(
            "The requiredValue of a description cannot be reached", at="requiredValue", expected=limits
        )


@check("CLR10-RES-010", "ResultDescription", when="requiredLevel")
def a_required_level_is_described(description: Node) -> Iterator[Finding]:
    """requiredLevel is the id of a level of the description."""
    level = description.text("requiredLevel")
    if level is not None and level not in _level_ids(description.value):
        yield description.finding(
            "The requiredLevel of a description is not one of its levels",
            at="requiredLevel",
            expected="the id of an entry of rubricCriterionLevels",
        )


@check("CLR10-RES-011", "ResultDescription")
def scales_run_from_low_to_high(description: Node) -> Iterator[Finding]:
    """allowedValues and rubricCriterionLevels that are numbers rise."""
    value = description.value
    falling = ["allowedValues"] if "allowedValues" in value and _falls(_allowed(value)) else []
    if "rubricCriterionLevels" in value:
        points = [level.get("points") for level in description.objects("rubricCriterionLevels")]
        falling += ["rubricCriterionLevels"] if _falls(points) else []
    for member in falling:
        yield description.finding(f"{member} do not run from low to high", at=member, expected="the lowest one first")


def _falls(scale: Sequence[Any]) -> bool:
    numbers: list[float] = []
    for text in scale:
        found = number(text)
        if found is None:
            return False
        numbers.append(found)
    return any(high < low for low, high in pairwise(numbers))


@check("CLR10-RES-015", "Artifact")
def an_artifact_has_a_url(artifact: Node) -> Iterator[Finding]:
    """An artifact has a url."""
    if "url" not in artifact.value:
        yield artifact.finding("An artifact has no url", at="url", expected="a URL or a data URI")
