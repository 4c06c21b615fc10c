"""Grouping: one fault on many items is one finding with its count and the first places."""

import pytest

from conformance.document.findings import group, pattern, shown
from conformance.record import Finding


def fault(pointer: str, actual: str = "absent", message: str = "An Assertion has no term") -> Finding:
    return Finding("CLR10-ASR-001", message, "a term", actual, pointer)


def test_the_same_fault_is_one_finding_with_its_count() -> None:
    (finding,) = group(fault(f"/assertions/{index}") for index in range(76))
    assert finding.count == 76
    assert finding.pointer == "/assertions/0"
    assert finding.pointers == tuple(f"/assertions/{index}" for index in range(5))


def test_each_kind_of_place_is_shown_before_the_second_of_any() -> None:
    places = [*(f"/assertions/{index}/issuer" for index in range(9)), "/publisher"]
    (finding,) = group(fault(place) for place in places)
    assert finding.pointers[:2] == ("/assertions/0/issuer", "/publisher")


def test_other_values_are_counted() -> None:
    (finding,) = group([fault("/a/0", '"x"'), fault("/a/1", '"y"'), fault("/a/2", '"x"')])
    assert finding.actual == '"x" (and 1 other)'


def test_other_messages_and_other_requirements_stand_apart() -> None:
    other = Finding("CLR10-ASR-002", "An Assertion has no term", pointer="/assertions/1")
    found = group([fault("/assertions/0"), fault("/assertions/1", message="Another fault"), other])
    assert [finding.count for finding in found] == [1, 1, 1]
    assert found[0].pointers == ()


@pytest.mark.parametrize(
    ("pointer", "kind"),
    [
        ("", ""),
        ("/assertions/12/results/0", "/assertions/*/results/*"),
        ("/signedAssertions/3#/achievement", "/signedAssertions/*#/achievement"),
        ("/x1/2y", "/x1/2y"),
    ],
)
def test_places_are_of_a_kind_when_only_indexes_differ(pointer: str, kind: str) -> None:
    assert pattern(pointer) == kind


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (3.5, "3.5"),
        ("Grün", '"Grün"'),
        ({"a": 1, "b": 2}, "an object with a, b"),
        ({}, "an object with no members"),
        ([1, 2], "an array of 2"),
        (10**30, "a number of more than 64 bits"),
    ],
)
def test_values_are_shown_as_json(value: object, text: str) -> None:
    assert shown(value) == text


def test_long_values_are_cut() -> None:
    assert len(shown("x" * 10_000_000)) == 80
