"""The compiled validator and the reference implementation agree on mutants of valid documents."""

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.document.schema import errors, valid
from conformance.rulebooks.clr10.document import MODEL
from conformance.standard import contract
from tests.rulebooks.clr10.document.judging import judge_schema

DATA = Path(__file__).parent / "data"
DOCUMENTS = {
    "minimal": "ClrSet",
    "rich": "GetClrPayload",
    "signed_assertion": "GetAssertionPayload",
    "revocation_list": "RevocationList",
    "discovery": "DiscoveryDocument",
    "status": "ImsxStatusInfo",
}
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        ["", "ext:Foo", "ext:Foo bar", "Course", "Hosted", "2022-07-01T08:15:00Z", "2022-07-01", "urn:x:1"]
    ),
    st.sampled_from(["https://records.example/a", "not a uri", "a.b.c", "aaaa.bbbb.cccc", "ext:Foo\n", "Status"]),
    st.text(max_size=5),
    st.just([]),
    st.just({}),
    st.just([{"a": 1}]),
    st.just({"id": "urn:x:1", "name": "n"}),
)
NAMES = st.sampled_from(["id", "type", "@context", "x:y", "x:y:z", "badge", "learner", "results", "name", "new"])


@cache
def reference(class_name: str) -> jsonschema.Draft202012Validator:
    schema = {
        "$ref": f"#/components/schemas/{class_name}",
        "components": {"schemas": contract("clr10")["components"]["schemas"]},
    }
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def places(value: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for name, entry in list(value.items() if isinstance(value, dict) else enumerate(value)):
        found.append((value, name))
        if isinstance(entry, dict | list):
            found += places(entry)
    return found


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, Any]:
    name = draw(st.sampled_from(sorted(DOCUMENTS)))
    document = deepcopy(json.loads((DATA / f"{name}.json").read_bytes()))
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(places(document)))
        change = draw(st.sampled_from(["set", "remove", "add", "wrap"]))
        if (isinstance(holder, list) and key >= len(holder)) or (isinstance(holder, dict) and key not in holder):
            continue  # an earlier change took it away
        if change == "set":
            holder[key] = deepcopy(draw(VALUES))
        elif change == "wrap":
            holder[key] = [holder[key]]
        elif change == "add" and isinstance(holder, dict):
            holder[draw(NAMES)] = deepcopy(draw(VALUES))
        else:
            del holder[key]
        if not document:
            break
    return DOCUMENTS[name], document


def known_difference(value: Any) -> bool:
    """Python's ``$`` matches before a final line break, which JSON Schema's does not."""
    return isinstance(value, str) and value.endswith("\n")


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutants())
def test_both_validators_agree(mutant: tuple[str, Any]) -> None:
    class_name, document = mutant
    theirs = list(reference(class_name).iter_errors(document))
    ours = valid(MODEL, class_name, document)
    differing = any(known_difference(holder[key]) for holder, key in places(document))
    assert ours == (not theirs) or differing
    assert ours == (not list(errors(MODEL, class_name, document)))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutants())
def test_every_error_has_a_requirement_and_a_sentence(mutant: tuple[str, Any]) -> None:
    class_name, document = mutant
    judgement = judge_schema(document, class_name)
    for finding in (*judgement.findings, *judgement.notes):
        assert finding.requirement.startswith("CLR10-")
        assert finding.message
        assert finding.expected
        assert finding.requirement in judgement.exercised
    if not valid(MODEL, class_name, document) and "badge" not in document:
        assert judgement.findings or judgement.notes


@pytest.mark.parametrize("value", ["ext:Foo\n", "ext:", "ext:a b"])
def test_extension_values_are_anchored(value: str) -> None:
    assert not valid(MODEL, "AchievementType", value)
