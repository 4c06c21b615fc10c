"""Contexts that are unknown, elsewhere, inline, contradict another or never end, and graphs that are made to cost."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from conformance.inspection.outcome import Grade
from tests.foreign.credentials import content
from tests.foreign.credentials.people import QUILLHAVEN
from tests.inspection.bad_credentials.judging import OURS, Told, token, told

ELSEWHERE: Final = "https://quillhaven.example/context/1"
CLASH: Final = "CLR20-CTX-08"


def signed(*contexts: Any, **more: Any) -> Told:
    """The outcome of a badge with further contexts, rightly signed as a token."""
    badge = content.badge("bad", QUILLHAVEN, **more)
    badge["@context"] = [*badge["@context"], *contexts]
    return told(token(badge))


CLASHES: dict[str, Any] = {
    "redefines a term of credentials": {"VerifiableCredential": "https://quillhaven.example/other#Credential"},
    "redefines a term of badges": {"Achievement": "https://quillhaven.example/other#Achievement"},
    "clears what is sealed": None,
    "another version of the context of badges": content.OB302,
    "credentials of version 1.1 behind 2.0": content.VC1,
    "a keyword as term": {"@context": "https://quillhaven.example/other"},
    "not a context": 12,
    "a term that is its own": {"course": "course:name"},
    "two terms that are each other": {"one": "two:x", "two": "one:x"},
    "a term that is no address": {"course": {"@id": 7}},
    "a container that is none": {"course": {"@id": "https://quillhaven.example/c", "@container": "@shelf"}},
    "a version that is none": {"@version": 2.0},
    "a propagation that is none": {"@propagate": "yes"},
}


@pytest.mark.parametrize("context", CLASHES.values(), ids=CLASHES)
def test_a_context_that_cannot_be_taken_fails_by_its_row(context: Any) -> None:
    outcome = signed(context)
    assert OURS not in outcome.codes
    assert not outcome.is_good
    assert {CLASH, "CLR20-CTX-07", "CLR20-DI-17"} & outcome.all


@pytest.mark.parametrize(
    "context",
    [
        ELSEWHERE,
        "http://127.0.0.1/context",
        "file:///etc/hostname",
        "urn:x:context",
        "context/1",
        "",
        {"@import": ELSEWHERE},
        {"course": {"@id": "https://quillhaven.example/c", "@context": ELSEWHERE}},
    ],
    ids=str,
)
def test_a_context_that_is_not_at_hand_stays_open(context: Any) -> None:
    outcome = signed(context)
    assert OURS not in outcome.codes
    assert outcome.judged.grade in (Grade.INCOMPLETE, Grade.FAIL)


def test_an_inline_context_defines_what_it_defines() -> None:
    inline = {"campus": "https://quillhaven.example/terms#campus"}
    assert CLASH not in signed(inline, campus="North").rows


def test_a_vocabulary_for_everything_is_no_definition_of_the_terms_of_badges() -> None:
    assert OURS not in signed({"@vocab": "https://quillhaven.example/terms#"}, campus="North").codes


def test_an_undefined_term_is_named_by_pointer_and_never_verified() -> None:
    outcome = signed(campus="North")
    findings = [finding for finding in outcome.judged.findings if finding.requirement == CLASH]
    assert [finding.pointer for finding in findings] == ["#/campus"]


def test_contexts_without_end_are_bounded() -> None:
    inline: dict[str, Any] = {}
    for number in range(80):
        inline = {f"term{number}": {"@id": f"https://quillhaven.example/{number}", "@context": inline}}
    assert OURS not in signed(inline).codes
    assert OURS not in signed(*({f"t{number}": f"urn:x:{number}"} for number in range(3_000))).codes


def poison(size: int) -> list[dict[str, Any]]:
    """Blank nodes that each know all others: whoever names them tries each order."""
    return [
        {
            "id": f"_:b{number}",
            "type": ["Achievement"],
            "related": [{"id": f"_:b{other}", "type": ["Related"]} for other in range(size) if other != number],
        }
        for number in range(size)
    ]


@pytest.mark.parametrize("size", [6, 12])
def test_a_graph_that_is_made_to_cost_ends_in_a_verdict(size: int) -> None:
    record = content.record("bad", QUILLHAVEN, [])
    record["credentialSubject"]["achievement"] = poison(size)
    record["proof"] = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2025-07-01T12:00:00Z",
        "verificationMethod": f"{QUILLHAVEN}#ed25519",
        "proofPurpose": "assertionMethod",
        "proofValue": "z" + "3" * 88,
    }
    outcome = told(json.dumps(record))
    assert OURS not in outcome.codes
    assert not outcome.is_good
