"""What is lost of a record in what a consumer keeps of it."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.rulebooks.clr10.consumer.kept_members import kept_copy, lost_members

RESULT = {"id": "urn:r", "type": "Result", "value": "C"}
ASSERTION = {"id": "urn:a", "type": "Assertion", "creditsEarned": 3.0, "results": [RESULT]}
OTHER = {"id": "urn:b", "type": "Assertion", "role": "Student"}
CLR = {
    "@context": "https://context.test",
    "id": "urn:clr",
    "type": "Clr",
    "name": "Record",
    "assertions": [ASSERTION, OTHER],
    "signedAssertions": ["a.b.c", "d.e.f"],
    "learner": {"id": "urn:l", "type": "Profile", "address": {"type": "Address", "addressLocality": "Nordhaven"}},
    "endorsements": [],
    "partial": None,
}


def without(*path: str | int) -> dict[str, Any]:
    """The record without what the path leads to."""

    def cut(value: Any, rest: tuple[str | int, ...]) -> Any:
        entries = dict(value) if isinstance(value, dict) else dict(enumerate(value))
        if len(rest) > 1:
            entries[rest[0]] = cut(entries[rest[0]], rest[1:])
        else:
            del entries[rest[0]]
        return entries if isinstance(value, dict) else [*entries.values()]

    changed: dict[str, Any] = cut(CLR, path)
    return changed


def lost(kept: Any) -> list[tuple[str, str]]:
    return [*lost_members(CLR, kept)]


@pytest.mark.parametrize(
    "kept",
    [
        CLR,
        {**CLR, "own": 4},
        {**CLR, "assertions": [OTHER, ASSERTION]},
        {**CLR, "signedAssertions": ["d.e.f", "a.b.c"]},
        {**CLR, "name": "record", "assertions": [{**ASSERTION, "creditsEarned": "3"}, OTHER]},
        without("@context"),
        without("endorsements"),
        without("partial"),
    ],
    ids=["the same", "more", "other order", "tokens", "spelling", "no context", "no empty array", "no null"],
)
def test_what_says_the_same_has_lost_nothing(kept: Any) -> None:
    assert lost(kept) == []


@pytest.mark.parametrize(
    ("kept", "member"),
    [
        (without("name"), ("Clr.name", "/name")),
        ({**CLR, "name": None}, ("Clr.name", "/name")),
        (without("assertions", 1), ("Clr.assertions", "/assertions/1")),
        (without("assertions", 1, "role"), ("Assertion.role", "/assertions/1/role")),
        (without("assertions", 0, "results", 0, "value"), ("Result.value", "/assertions/0/results/0/value")),
        (without("signedAssertions", 0), ("Clr.signedAssertions", "/signedAssertions/0")),
        (
            without("learner", "address", "addressLocality"),
            ("Address.addressLocality", "/learner/address/addressLocality"),
        ),
        ({**CLR, "learner": "urn:l"}, ("Clr.learner", "/learner")),
        ({**CLR, "assertions": [{**ASSERTION, "results": "C"}, OTHER]}, ("Assertion.results", "/assertions/0/results")),
    ],
)
def test_what_is_missing_is_named_with_its_class_and_place(kept: Any, member: tuple[str, str]) -> None:
    assert lost(kept) == [member]


def test_the_record_may_be_a_member_of_what_is_kept() -> None:
    assert kept_copy(CLR, "urn:clr") == kept_copy({"owner": "mira", "record": CLR}, "urn:clr") == CLR


@pytest.mark.parametrize("document", [None, "a.b.c", [CLR], {"id": "urn:other"}, {}])
def test_anything_else_is_no_copy(document: Any) -> None:
    assert kept_copy(document, "urn:clr") is None
