"""The strict and the published flavour of the schemas: on right and wrong records, and on thousands of mutants."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.document import pieces
from conformance.document.judge import judge_alone, judge_schema
from conformance.document.schema import errors, valid
from conformance.rulebooks.clr20.document import MODEL, RULES
from conformance.rulebooks.clr20.document.model import class_of
from conformance.rulebooks.clr20.document.published import PUBLISHED, published_schemas
from conformance.rulebooks.clr20.document.schema_rules import LAST
from tests.rulebooks.clr20.document.judging import NOW, badge
from tests.rulebooks.clr20.document.rich import AWARD, BADGE, COLLEGE, ENDORSEMENT, SOIL, Place, rich, with_
from tests.rulebooks.clr20.document.test_broken_schemas import BROKEN

RECORD = rich()
EMBEDDED = RECORD["credentialSubject"]["verifiableCredential"][0]
DOCUMENTS = [
    ("ClrCredential", RECORD),
    ("AchievementCredential", EMBEDDED),
    ("EndorsementCredential", RECORD["endorsement"][0]),
    ("Profile", RECORD["issuer"]),
]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "ext:Foo", "ext:Foo bar", "Course", "2026-07-01T08:15:00Z", "2026-07-01", "urn:x:1", "a.b.c"]),
    st.text(max_size=5),
    st.sampled_from([[], {}, [{"a": 1}], [[]], {"id": "urn:x:1"}, {"en": "n"}, {"en": 1}, [None], ["Profile"]]),
)
NAMES = st.sampled_from(["id", "type", "@context", "x", "x:y", "name", "identifier", "result", "proof", "endorsement"])


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each holder inside a value with each of its keys."""
    for name, entry in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, name
        if isinstance(entry, dict | list):
            yield from places(entry)


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A class, and a document of it that was changed in up to three places."""
    name, right = draw(st.sampled_from(DOCUMENTS))
    document = copy.deepcopy(right)
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(list(places(document))))
        change = draw(st.sampled_from(["set", "remove", "add", "wrap", "unwrap"]))
        if change == "set":
            holder[key] = copy.deepcopy(draw(VALUES))
        elif change == "wrap":
            holder[key] = [holder[key]]
        elif change == "unwrap" and isinstance(holder[key], list) and holder[key]:
            holder[key] = holder[key][0]
        elif change == "add" and isinstance(holder, dict):
            holder[draw(NAMES)] = copy.deepcopy(draw(VALUES))
        else:
            del holder[key]
        if not document:
            break
    return name, document


@cache
def reference(class_name: str) -> jsonschema.Draft202012Validator:
    """The other implementation, as an independent second reading."""
    schema = {"$ref": f"#/components/schemas/{class_name}", "components": {"schemas": MODEL.schemas}}
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


many = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(mutants())
def test_whatever_is_right_strictly_is_right_as_published(mutant: tuple[str, dict[str, Any]]) -> None:
    class_name, document = mutant
    if valid(MODEL, class_name, document):
        assert valid(PUBLISHED, class_name, document)


@many
@given(mutants())
def test_both_validators_agree_on_the_strict_flavour(mutant: tuple[str, dict[str, Any]]) -> None:
    class_name, document = mutant
    ours = valid(MODEL, class_name, document)
    assert ours == reference(class_name).is_valid(document)
    assert ours == (not list(errors(MODEL, class_name, document)))


@many
@given(mutants())
def test_every_departure_is_told_once_with_requirement_and_sentence(mutant: tuple[str, dict[str, Any]]) -> None:
    class_name, document = mutant
    judgement = judge_schema(document, class_name, RULES)
    for finding in (*judgement.findings, *judgement.notes):
        assert finding.requirement.startswith("CLR20-")
        assert finding.message
        assert finding.expected
    whole = judge_alone(document, RULES, as_class=class_name, now=NOW)
    assert {each.requirement for each in judgement.findings} <= whole.exercised
    if not valid(MODEL, class_name, document):
        assert whole.findings


@many
@given(mutants())
def test_the_last_resort_is_for_what_the_published_schemas_refuse_too(mutant: tuple[str, dict[str, Any]]) -> None:
    class_name, document = mutant
    found = judge_schema(document, class_name, RULES).about(LAST)
    if valid(PUBLISHED, class_name, document):
        assert all(
            "/type" in pointer or each.message.startswith("The type") for each in found for pointer in each.pointers
        )


@given(st.recursive(VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4)))
@settings(max_examples=150, deadline=None)
def test_judging_never_raises(value: Any) -> None:
    for class_name in ("ClrCredential", "AchievementCredential", "GetClrCredentialsResponse", None):
        judge_alone(value, RULES, as_class=class_name, now=NOW)
        judge_alone(json.dumps(value).encode(), RULES, as_class=class_name, now=NOW)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("@context",), "https://www.w3.org/ns/credentials/v2"),
        (("type",), "Anything"),
        (("name",), {"en": "Transcript", "fr-CA": "Relevé"}),
        (("description",), {"id": "urn:x"}),
        (("issuer",), {"id": "https://harbour.example/issuer"}),
        (("evidence",), RECORD["evidence"][0]),
        (("evidence",), []),
        ((*COLLEGE, "otherIdentifier"), RECORD["issuer"]["otherIdentifier"][0]),
        (("x",), {"a": None}),
    ],
)
def test_what_the_published_flavour_alone_accepts(place: Place, value: Any) -> None:
    document = with_(place, value)
    assert not valid(MODEL, "ClrCredential", document)
    assert valid(PUBLISHED, "ClrCredential", document)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("@context",), RECORD["@context"][:2]),
        (("type",), ["Anything"]),
        (("name",), {"english": "Transcript"}),
        (("name",), {"en": 1}),
        (("issuer",), {"id": "https://harbour.example/issuer", "type": "Profile", "name": 7}),
        (("evidence",), [7]),
        (("image", "type"), "Picture"),
        (("image", "width"), 7),
        (("validFrom",), "2026-07-01"),
        (("credentialSubject", "verifiableCredential"), []),
    ],
)
def test_what_both_flavours_refuse(place: Place, value: Any) -> None:
    document = with_(place, value)
    assert not valid(MODEL, "ClrCredential", document)
    assert not valid(PUBLISHED, "ClrCredential", document)


@pytest.mark.parametrize("term", ["ext:a b", "my ext:Foo", "ext:Foo-bar:baz"])
def test_the_published_pattern_of_terms_is_not_anchored(term: str) -> None:
    assert not valid(MODEL, "AchievementType", term)
    assert valid(PUBLISHED, "AchievementType", term)


def test_right_documents_are_right_in_both() -> None:
    for class_name, document in [*DOCUMENTS, ("AchievementCredential", badge())]:
        assert valid(MODEL, class_name, document)
        assert valid(PUBLISHED, class_name, document)
        if "credentialSubject" in document:
            assert class_of(document) == class_name


def test_both_flavours_have_the_same_classes() -> None:
    assert published_schemas().keys() == MODEL.schemas.keys()


@pytest.mark.parametrize(("requirement", "place", "value"), BROKEN)
def test_pieces_tell_what_the_whole_tells(
    requirement: str, place: Place, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = with_(place, value)
    whole = {(each.requirement, each.message, each.pointers) for each in _told(document)}
    monkeypatch.setattr(pieces, "LARGE", 0)
    monkeypatch.setattr(pieces, "SLICE", 1)
    assert {(each.requirement, each.message, each.pointers) for each in _told(document)} == whole
    assert requirement


def _told(document: Any) -> Iterator[Any]:
    yield from judge_schema(document, "ClrCredential", RULES).findings


def test_the_places_of_these_tests_are_in_the_record() -> None:
    for place in (BADGE, AWARD, SOIL, ENDORSEMENT):
        found: Any = RECORD
        for step in place:
            found = found[step]
        assert isinstance(found, dict)
