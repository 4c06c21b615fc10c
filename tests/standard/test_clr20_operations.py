"""The contract of CLR 2.0 holds the operations of the model: all of them, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import pytest
import yaml

from conformance.standard.facts import facts
from conformance.standard.loader import contract

MODEL: Final[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "clr-v2p0-model.yaml").read_text(encoding="utf-8")
)
CONTRACT: Final[Mapping[str, Any]] = contract("clr20")
COMPONENTS: Final[Mapping[str, Any]] = CONTRACT["components"]
FACTS: Final = facts("clr20")
OPERATIONS: Final = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, item in CONTRACT["paths"].items()
    for method, operation in item.items()
}
JSON: Final = "application/json"

each_operation = pytest.mark.parametrize("model", MODEL["api"]["operations"], ids=lambda model: str(model["id"]))


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def followed(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """A component, where the node is a reference to one."""
    if "$ref" not in node:
        return node
    target: Any = CONTRACT
    for step in node["$ref"].removeprefix("#/").split("/"):
        target = target[step]
    assert isinstance(target, dict)
    return target


def classes(content: Mapping[str, Any]) -> dict[str, str]:
    return {media: body["schema"]["$ref"].rpartition("/")[2] for media, body in content.items()}


def test_the_operations_are_those_of_the_model_and_no_others() -> None:
    assert {name: (method, path) for name, (method, path, _) in OPERATIONS.items()} == {
        model["id"]: (model["method"], model["path"]) for model in MODEL["api"]["operations"]
    }


def test_they_stand_below_the_base_path_of_the_model() -> None:
    assert FACTS.base_path == MODEL["api"]["base_path"]
    assert CONTRACT["servers"][0]["url"].endswith(FACTS.base_path)


@each_operation
def test_an_operation_has_the_status_codes_of_the_model(model: Mapping[str, Any]) -> None:
    assert set(OPERATIONS[model["id"]][2]["responses"]) == set(model["responses"])


@each_operation
def test_a_response_has_the_class_of_the_model_in_each_of_its_media_types(model: Mapping[str, Any]) -> None:
    operation = OPERATIONS[model["id"]][2]
    for status, told in model["responses"].items():
        response = followed(operation["responses"][status])
        if status == "304":  # HTTP allows it no body, whatever the published file says
            assert "content" not in response
            continue
        same = told["body"] == "same as request"
        wanted = model["request"]["media"] if same else dict.fromkeys(told["media"], told["body"])
        assert classes(response["content"]) == wanted, status


@each_operation
def test_an_operation_takes_the_bodies_of_the_model(model: Mapping[str, Any]) -> None:
    operation = OPERATIONS[model["id"]][2]
    if "request" not in model:
        assert "requestBody" not in operation
        return
    assert operation["requestBody"]["required"] is model["request"]["required"]
    assert classes(operation["requestBody"]["content"]) == model["request"]["media"]


@each_operation
def test_an_operation_has_the_parameters_of_the_model(model: Mapping[str, Any]) -> None:
    found = {one["name"]: one for one in map(followed, OPERATIONS[model["id"]][2].get("parameters", ()))}
    told = {one["name"]: one for one in model.get("query", ())}
    assert set(found) == set(told)
    for name, about in told.items():
        schema = dict(found[name]["schema"])
        assert (found[name]["in"], found[name].get("required", False)) == ("query", False)
        assert schema.pop("type") == MODEL["primitives"][about["type"]]["json"]
        assert schema == {key: value for key, value in about.items() if key not in ("name", "type")}


@each_operation
def test_an_operation_needs_the_scope_of_the_model_by_the_code_grant(model: Mapping[str, Any]) -> None:
    security = OPERATIONS[model["id"]][2]["security"]
    assert security == ([{"OAuth2ACG": [model["scope"]]}] if model["scope"] else [])


def test_the_code_grant_is_the_only_one_and_offers_the_four_scopes() -> None:
    (name,) = COMPONENTS["securitySchemes"]
    flows = COMPONENTS["securitySchemes"][name]["flows"]
    assert (name, list(flows)) == ("OAuth2ACG", ["authorizationCode"])
    assert list(flows["authorizationCode"]["scopes"]) == MODEL["scopes"]
    assert {"authorizationUrl", "tokenUrl", "refreshUrl"} < set(flows["authorizationCode"])


def test_a_page_has_the_headers_and_links_of_the_model() -> None:
    page = OPERATIONS["getCredentials"][2]["responses"]["200"]
    (model,) = (one for one in MODEL["api"]["operations"] if one["id"] == "getCredentials")
    assert list(page["headers"]) == model["responses"]["200"]["headers"]
    assert followed(page["headers"]["X-Total-Count"])["schema"]["format"] == "int32"
    assert set(page["links"]) == {"next", "last", "first", "prev"}
    for link in map(followed, page["links"].values()):
        assert link["operationId"] == "getCredentials"
        assert link["parameters"] == {name: f"$request.query.{name}" for name in ("limit", "offset")}


def test_the_facts_state_each_operation_as_the_contract_does() -> None:
    found = {name: (method, path, *_scopes(body), _returns(body)) for name, (method, path, body) in OPERATIONS.items()}
    told: dict[str, tuple[object, ...]] = {
        name: (each.method, each.path, *([FACTS.scope_uri(each.scope)] if each.scope else []), {**each.returns})
        for name, each in FACTS.operations.items()
    }
    assert told == found


def test_the_ways_of_the_facts_lead_to_members_of_the_service_description() -> None:
    schemas = COMPONENTS["schemas"]
    for way in (*FACTS.discovery.values(), FACTS.discovery_name):
        node = schemas["ServiceDescriptionDocument"]
        for step in way.split("/"):
            node = followed(node["properties"][step])
        assert node["type"] == "string"


def test_an_envelope_names_classes_of_the_contract() -> None:
    for envelope in FACTS.envelopes.values():
        for ours, theirs in envelope.classes.items():
            assert {ours, theirs} <= set(COMPONENTS["schemas"])
        assert set(envelope.scopes) == set(FACTS.scopes)


def test_the_examples_are_right_by_their_schemas() -> None:
    registry = jsonschema_rs.Registry([("urn:contract", dict(CONTRACT))])
    seen = set()
    for schema, example in _examples(CONTRACT["paths"]):
        name = schema["$ref"].rpartition("/")[2]
        whole = {"$ref": f"urn:contract#/components/schemas/{name}"}
        jsonschema_rs.Draft202012Validator(whole, registry=registry, validate_formats=True).validate(example)
        seen.add(name)
    assert seen == {"GetClrCredentialsResponse", "Imsx_StatusInfo", "ServiceDescriptionDocument"}


def _examples(node: Any) -> Iterator[tuple[Mapping[str, Any], Any]]:
    if isinstance(node, list):
        for one in node:
            yield from _examples(one)
    if not isinstance(node, dict):
        return
    if "schema" in node:
        yield from ((node["schema"], followed(one)["value"]) for one in node.get("examples", {}).values())
    for name, value in node.items():
        yield from _examples(list(map(followed, value.values())) if name == "responses" else value)


def _scopes(operation: Mapping[str, Any]) -> list[str]:
    return [scope for way in operation["security"] for scopes in way.values() for scope in scopes]


def _returns(operation: Mapping[str, Any]) -> dict[int, str | None]:
    """The class of the body of each success, as JSON."""
    found: dict[int, str | None] = {}
    for status, response in operation["responses"].items():
        if status < "400":
            content = followed(response).get("content")
            found[int(status)] = classes(content)[JSON] if content else None
    return found
