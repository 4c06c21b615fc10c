"""Area MOD: results and the descriptions that they refer to: values, limits, levels, states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.document.nodes import Node
from conformance.document.scales import number, one_of, outside
from conformance.document.walk import Document
from conformance.record import Finding
from conformance.rulebooks.clr20.document.reading import many, objects
from conformance.rulebooks.clr20.document.relevant import check_each

Described = tuple[Node, Mapping[str, Any]]
"""A Result, and the ResultDescription of its achievement that it names."""


def _named(document: Document) -> Iterator[tuple[Node, Mapping[str, Any] | None]]:
    """The results that name a description, each with what has that id in the achievement."""
    for result in document.having("Result", "resultDescription"):
        reference, subject = result.text("resultDescription"), result.parent
        if reference is not None and subject is not None and "achievement" in subject.value:
            yield result, _descriptions(subject).get(reference)


def _described(document: Document) -> Iterator[Described]:
    return ((result, description) for result, description in _named(document) if description is not None)


def _descriptions(subject: Node) -> Mapping[str, Mapping[str, Any]]:
    """The descriptions of the awarded achievement by id, looked up once per subject."""
    if subject.memo is None:
        subject.memo = {
            each["id"]: each
            for achievement in objects(subject.value["achievement"])
            for each in objects(achievement.get("resultDescription"))
            if isinstance(each.get("id"), str)
        }
    found: Mapping[str, Mapping[str, Any]] = subject.memo
    return found


@check_each("CLR20-MOD-39", _named)
def results_refer_to_a_description(place: tuple[Node, Mapping[str, Any] | None]) -> Iterator[Finding]:
    """resultDescription is the id of a ResultDescription of the awarded achievement."""
    result, description = place
    if description is None:
        message = "A Result refers to no ResultDescription of the Achievement that is awarded"
        expected = "the id of an entry of achievement.resultDescription"
        yield result.finding(message, at="resultDescription", expected=expected)


def _levels(document: Document) -> Iterator[tuple[Node, str, Mapping[str, Any]]]:
    """What names a level: results with their description, and descriptions themselves."""
    for result, description in _described(document):
        if result.text("achievedLevel") is not None:
            yield result, "achievedLevel", description
    for node in document.having("ResultDescription", "requiredLevel"):
        if node.text("requiredLevel") is not None:
            yield node, "requiredLevel", node.value


@check_each("CLR20-MOD-40", _levels)
def levels_are_described(place: tuple[Node, str, Mapping[str, Any]]) -> Iterator[Finding]:
    """achievedLevel and requiredLevel are ids of levels of the description."""
    node, member, description = place
    if node.text(member) not in [each.get("id") for each in objects(description.get("rubricCriterionLevel"))]:
        message = f"{member} of a {node.kind} is not a level of its ResultDescription"
        yield node.finding(message, at=member, expected="the id of an entry of rubricCriterionLevel")


def _limits(description: Mapping[str, Any]) -> bool:
    return bool(many(description.get("allowedValue"))) or {"valueMin", "valueMax"} <= description.keys()


def _missed(value: Any, description: Mapping[str, Any]) -> str:
    """What a value should have been, in words; empty when it is allowed, or nothing is said of it.

    A value that is in the list is allowed whatever the limits, and the other way round.
    """
    allowed = many(description.get("allowedValue"))
    low, high = description.get("valueMin"), description.get("valueMax")
    if not isinstance(value, str) or value in allowed:
        return ""
    if None not in (number(value), number(low), number(high)):
        return outside(value, low, high)
    return one_of(allowed) if allowed else ""


def _required(document: Document) -> Iterator[Node]:
    return (node for node in document.having("ResultDescription", "requiredValue") if _limits(node.value))


@check_each("CLR20-MOD-41", _required)
def a_required_value_is_possible(description: Node) -> Iterator[Finding]:
    """requiredValue is one of allowedValue, or between valueMin and valueMax."""
    expected = _missed(description.value["requiredValue"], description.value)
    if expected:
        message = "requiredValue of a ResultDescription cannot be reached"
        yield description.finding(message, at="requiredValue", expected=expected)


def _valued(document: Document) -> Iterator[Described]:
    return (
        (result, description)
        for result, description in _described(document)
        if "value" in result.value and _limits(description)
    )


@check_each("CLR20-MOD-42", _valued)
def a_value_is_possible(place: Described) -> Iterator[Finding]:
    """The value of a result is one of allowedValue, or between valueMin and valueMax."""
    result, description = place
    expected = _missed(result.value["value"], description)
    if expected:
        message = "The value of a Result is not one that its ResultDescription allows"
        yield result.finding(message, at="value", expected=expected)


def _of_status(document: Document) -> Iterator[Node]:
    return (result for result, description in _described(document) if description.get("resultType") == "Status")


@check_each("CLR20-MOD-43", _of_status)
def a_status_result_has_a_status(result: Node) -> Iterator[Finding]:
    """A result whose description has the resultType Status has a status."""
    if "status" not in result.value:
        message = "A Result has no status though its ResultDescription has the resultType Status"
        yield result.finding(message, at="status", expected="Completed, Enrolled, Failed ...")


def _rubrics(document: Document) -> Iterator[Node]:
    for node in document.having("ResultDescription", "resultType"):
        if node.value["resultType"] == "RubricCriterionLevel":
            yield node


@check_each("CLR20-MOD-68", _rubrics)
def a_rubric_lists_its_levels(description: Node) -> Iterator[Finding]:
    """A description with the resultType RubricCriterionLevel lists the levels."""
    if not many(description.value.get("rubricCriterionLevel")):
        message = "A ResultDescription with the resultType RubricCriterionLevel lists no levels"
        yield description.finding(message, at="rubricCriterionLevel", expected="the levels, from low to high")
