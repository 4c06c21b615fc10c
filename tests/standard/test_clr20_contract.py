"""The contract of CLR 2.0 holds the classes of the model: all of them, and what documents beyond it need."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import pytest
import yaml
from openapi_spec_validator import validate as validate_openapi

from conformance.standard.classes import models
from conformance.standard.loader import contract

MODEL: Final[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "clr-v2p0-model.yaml").read_text(encoding="utf-8")
)
CONTRACT: Final[Mapping[str, Any]] = contract("clr20")
SCHEMAS: Final[Mapping[str, Any]] = CONTRACT["components"]["schemas"]
CLASSES: Final = sorted(MODEL["classes"])
ENUMS: Final = sorted(set(MODEL["enums"]) - {"BitstringStatusPurpose"})

BEYOND: Final = frozenset(
    {"AchievementCredentialv1p1", "BitstringStatusListCredential", "ControllerDocument", "DidService"}
    | {"EmbeddedCredential", "EndorsementCredentialv1p1", "ListIssuer", "RevocationListStatus", "StatusList2021"}
    | {"GetOpenBadgeCredentialsResponse", "OpenApiOAuthFlow", "OpenApiOAuthFlows", "OpenApiScopes"}
    | {"StatusList2021Credential", "StatusList2021Entry", "VerifiableCredentialv1p1", "VerificationMethod"}
)
"""Classes of other standards that records lead to, and older forms by analogy."""

OTHERWISE: Final = {
    ("JWK", "key_ops"): "an array in RFC 7517",
    ("JWK", "x5t_S256"): "written x5t#S256 in RFC 7517",
}
"""Members that the contract states as another standard does."""

EMBEDDED: Final = frozenset({"VerifiableCredential", "EndorsementCredential", "ClrCredential"})
OTHER_NAMES: Final = {"ProfileRef": "Profile", "Context": "JsonLdContexts", "URL": "WebAddress"}


def accepted(name: str, value: Any) -> bool:
    """Whether a value is right by the schema of that name."""
    registry = jsonschema_rs.Registry([("urn:contract", dict(CONTRACT))])
    schema = {"$ref": f"urn:contract#/components/schemas/{name}"}
    return jsonschema_rs.Draft202012Validator(schema, registry=registry, validate_formats=True).is_valid(value)


def test_it_is_valid_openapi_3_1() -> None:
    assert CONTRACT["openapi"].startswith("3.1.")
    validate_openapi(json.loads(json.dumps(CONTRACT)))


def test_it_names_the_owner_and_does_not_claim_to_be_issued_by_it() -> None:
    text = CONTRACT["info"]["description"]
    assert "owned by 1EdTech (IMS Global Learning Consortium)" in text
    assert "neither issued nor endorsed by them" in text


def test_the_classes_are_those_of_the_model_and_a_few_of_other_standards() -> None:
    assert set(models("clr20")) == set(CLASSES) | BEYOND


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_schema_is_described_in_words(name: str) -> None:
    assert len(SCHEMAS[name]["description"]) > 4
    for member, schema in SCHEMAS[name].get("properties", {}).items():
        assert schema["description"], member


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_has_the_members_of_the_model(name: str) -> None:
    wanted = {member for member in MODEL["classes"][name]["properties"] if (name, member) not in OTHERWISE}
    assert wanted <= set(SCHEMAS[name]["properties"])
    assert SCHEMAS[name].get("required", []) == MODEL["classes"][name]["required"]
    assert (SCHEMAS[name].get("additionalProperties") is False) == (not MODEL["classes"][name]["extensible"])


@pytest.mark.parametrize("name", CLASSES)
def test_a_member_has_the_type_of_the_model_and_is_an_array_where_it_says_so(name: str) -> None:
    for member, told in MODEL["classes"][name]["properties"].items():
        if (name, member) in OTHERWISE:
            continue
        found = models("clr20")[name].members[member]
        if member == "type" and told["array"]:
            assert found.type == "Types", member
            continue
        kind = told.get("enum") or told["type"]
        assert found.type == ("EmbeddedCredential" if kind in EMBEDDED else OTHER_NAMES.get(kind, kind)), member
        assert found.many == (told["array"] and member != "@context"), member


@pytest.mark.parametrize("name", CLASSES)
def test_only_the_table_of_compaction_lets_one_value_stand_for_an_array(name: str) -> None:
    for member, told in MODEL["classes"][name]["properties"].items():
        body = SCHEMAS[name]["properties"].get(member, {})
        if told["array"] and member not in ("type", "@context") and (name, member) not in OTHERWISE:
            assert ("else" in body) == bool(told.get("single_value_tolerated")), member


@pytest.mark.parametrize("name", ENUMS)
def test_a_vocabulary_has_the_values_of_the_model(name: str) -> None:
    schema, told = SCHEMAS[name], MODEL["enums"][name]
    listed = schema["anyOf"][0] if told["extensible"] else schema
    assert listed["enum"] == told["values"]
    assert accepted(name, "ext:My.own-Term_2") == told["extensible"]
    for wrong in ("Other!", "ext:", "ext:two words", "zzext:Foo", 7):
        assert not accepted(name, wrong)


@pytest.mark.parametrize("name", sorted(set(MODEL["primitives"])))
def test_a_primitive_has_the_type_and_format_of_the_model(name: str) -> None:
    for word, key in (("type", "json"), ("format", "format"), ("pattern", "pattern")):
        assert SCHEMAS[OTHER_NAMES.get(name, name)].get(word) == MODEL["primitives"][name].get(key)


@pytest.mark.parametrize("moment", ["2026-07-01T08:15:00Z", "2026-07-01T08:15:00.5+02:00"])
def test_a_timestamp_has_a_zone(moment: str) -> None:
    assert accepted("DateTimeZ", moment)
    assert not accepted("DateTimeZ", moment[:19])


def test_a_value_of_an_extension_is_anything_but_null_and_the_empty_array_however_deep() -> None:
    assert accepted("ExtensionValue", {"a": [{"b": ""}], "@context": {"@vocab": None}})
    assert not accepted("ExtensionValue", {"a": [{"b": None}]})
    assert not accepted("ExtensionValue", {"a": [{"b": []}]})
