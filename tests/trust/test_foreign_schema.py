"""JSON Schemas that a document names: applied as 2019-09, and bounded whatever they hold."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.trust import foreign_schema
from conformance.trust.foreign_schema import SchemaRefused, apply, expanded, references

URL = "https://issuer.example/schema.json"
NAMED = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "maxLength": 4}}}


def doubling(levels: int) -> dict[str, Any]:
    parts: dict[str, Any] = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(levels)}
    return {"$defs": {**parts, f"d{levels}": {"type": "string"}}, "$ref": "#/$defs/d0"}


def places(value: Any, schema: Any, others: dict[str, Any] | None = None) -> list[tuple[Any, str]]:
    return [(each.path, each.keyword) for each in apply(value, schema, URL, others or {})]


def test_departures_have_their_place_and_keyword() -> None:
    assert places({"name": "Mira"}, NAMED) == []
    assert places({"name": "Mira Sample"}, NAMED) == [(("name",), "maxLength")]
    assert places({}, NAMED) == [((), "required")]


def test_the_draft_is_2019_09_whatever_the_schema_says() -> None:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "items": [{"type": "integer"}]}
    assert places(["a"], schema) == [((0,), "type")]


@pytest.mark.slow
def test_a_schema_that_refers_to_itself_or_to_others_is_applied_too() -> None:
    tree = {"type": "object", "properties": {"child": {"$ref": "#"}, "name": {"type": "string"}}}
    assert places({"child": {"child": {"name": 7}}}, tree) == [(("child", "child", "name"), "type")]
    other = "https://issuer.example/other.json"
    assert list(references({"$ref": "other.json#/a"}, URL)) == [other]
    assert places({"a": 1}, {"properties": {"a": {"$ref": "other.json"}}}, {other: {"type": "string"}}) == [
        (("a",), "type")
    ]


@pytest.mark.parametrize("schema", [7, "text", {"type": 7}, {"$ref": "#/nope"}, {"pattern": "("}])
def test_what_is_no_schema_is_refused(schema: Any) -> None:
    with pytest.raises(SchemaRefused) as caught:
        apply({}, schema, URL, {})
    assert caught.value.code == "schema-invalid"


def test_the_work_of_a_schema_is_known_beforehand() -> None:
    assert expanded(NAMED) is not None
    assert expanded({"properties": {"a": {"$ref": "#"}}}) is None
    assert expanded({"$recursiveRef": "#"}) is None
    assert expanded(doubling(40)) == foreign_schema.MOST_WORK
    assert expanded({"$ref": "https://elsewhere.example/x"}) is None


@pytest.mark.slow
def test_a_schema_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_schema, "MOST_SECONDS", 1.0)
    with pytest.raises(SchemaRefused) as caught:
        apply({}, doubling(60), URL, {})
    assert caught.value.code == "schema-too-slow"


def test_errors_without_end_are_cut() -> None:
    assert len(apply(["a"] * 100_000, {"items": {"type": "integer"}}, URL, {})) == foreign_schema.MOST_SHOWN
