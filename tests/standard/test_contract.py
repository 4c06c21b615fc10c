"""The OpenAPI contract holds the data model and the operations of CLR 1.0: all of it, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
import yaml
from openapi_spec_validator import validate as validate_openapi
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from conformance.standard.loader import contract, load

DATA = Path(__file__).parent / "data"
MODEL: dict[str, Any] = yaml.safe_load((DATA / "clr-v1p0-model.yaml").read_text(encoding="utf-8"))
CONTRACT: Mapping[str, Any] = contract("clr10")
SCHEMAS: Mapping[str, Any] = CONTRACT["components"]["schemas"]
URN = "urn:clr:contract"

CLASSES = sorted(MODEL["classes"])
ENUMS = sorted(MODEL["enums"])
FREE_TEXT = ("IdentityType", "OAuthScope")
"""Vocabularies of known words that the published schema leaves as free text."""

LD_JSON = "application/ld+json"
ERRORS = {400: "BadRequest", 401: "Unauthorized", 403: "Forbidden", 404: "NotFound", 405: "NotAllowed",
          406: "NotAcceptable", 421: "MisdirectedRequest", 304: "NotModified"}  # fmt: skip

EXAMPLES = {
    "clr-set-hosted": "ClrSet",
    "clr-rich": "GetClrPayload",
    "assertion-payload": "GetAssertionPayload",
    "revocation-list": "RevocationList",
    "discovery-document": "DiscoveryDocument",
    "status-bad-query": "ImsxStatusInfo",
}


def ref(name: str) -> str:
    return f"#/components/schemas/{name}"


def properties_of(name: str) -> dict[str, Any]:
    """All properties of a class of the model, those of its parent first."""
    model = MODEL["classes"][name]
    inherited = properties_of(model["extends"]) if "extends" in model else {}
    return inherited | model["properties"]


def value_type(name: str, member: str, model: Mapping[str, Any]) -> str:
    """Name of the schema that the contract uses for a property; scopes are URIs before they are known words."""
    if (name, member) == ("DiscoveryDocument", "scopesOffered"):
        return "AnyURI"
    return str(model.get("enum") or model["type"])


def operations() -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    """Id, method, path and body of each operation of the contract."""
    for path, item in CONTRACT["paths"].items():
        for method, operation in item.items():
            yield operation["operationId"], method.upper(), path, operation


OPERATIONS = {operation: (method, path, body) for operation, method, path, body in operations()}
each_operation = pytest.mark.parametrize("name", sorted(MODEL["operations"]))
each_class = pytest.mark.parametrize("name", CLASSES)


def rust(name: str) -> jsonschema_rs.Validator:
    """Validator of the schema of that name, with formats checked."""
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"{URN}{ref(name)}"},
        registry=jsonschema_rs.Registry([(URN, dict(CONTRACT))]),
        validate_formats=True,
    )


def python(name: str) -> jsonschema.Draft202012Validator:
    """The same by the other implementation, as an independent second reading."""
    registry: Registry[Any] = Registry().with_resource(URN, DRAFT202012.create_resource(CONTRACT))
    return jsonschema.Draft202012Validator(
        {"$ref": f"{URN}{ref(name)}"},
        registry=registry,
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )


def accepted(name: str, document: Any) -> bool:
    """Whether the document is valid; both implementations have to say the same."""
    first, second = rust(name).is_valid(document), python(name).is_valid(document)
    assert first == second, "the two validators disagree"
    return first


# --- the document as a whole -------------------------------------------------------------------------------------


def test_it_is_valid_openapi_3_1() -> None:
    assert CONTRACT["openapi"].startswith("3.1.")
    validate_openapi(json.loads(json.dumps(CONTRACT)))


def test_it_names_the_owner_and_does_not_claim_to_be_issued_by_it() -> None:
    text = CONTRACT["info"]["description"]

    assert "owned by 1EdTech (IMS Global Learning Consortium)" in text
    assert "neither issued nor endorsed by them" in text


def test_the_schemas_are_those_of_the_model_and_nothing_else() -> None:
    assert set(SCHEMAS) == set(MODEL["primitives"]) | set(MODEL["enums"]) | set(MODEL["classes"]) | {"ExtensionValue"}


def test_the_facts_about_the_standard_agree_with_the_model() -> None:
    meta, standard = MODEL["meta"], load("clr10")

    assert standard.facts.base_path == meta["basePath"]
    assert standard.facts.context_url == meta["contextUrl"]
    assert CONTRACT["servers"][0]["url"].endswith(meta["basePath"])


def test_every_reference_leads_somewhere() -> None:
    def references(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                yield node["$ref"]
            for value in node.values():
                yield from references(value)
        elif isinstance(node, list):
            for value in node:
                yield from references(value)

    for reference in set(references(CONTRACT)):
        target: Any = CONTRACT
        for step in reference.removeprefix("#/").split("/"):
            target = target[step]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_schema_is_described_in_words(name: str) -> None:
    description = SCHEMAS[name]["description"]

    assert len(description) > 7
    assert not description.startswith("Vocabulary ")
    for member, schema in SCHEMAS[name].get("properties", {}).items():
        assert schema["description"], member


# --- primitives and vocabularies ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(set(MODEL["primitives"]) - {"JsonLdContext"}))
def test_a_primitive_has_the_type_and_format_of_the_model(name: str) -> None:
    model, schema = MODEL["primitives"][name], SCHEMAS[name]

    assert schema["type"] == model["json"]
    assert schema.get("format") == model.get("format")
    assert ("pattern" in schema) == ("pattern" in model)


def test_a_context_is_one_url_or_an_array_of_urls() -> None:
    assert accepted("JsonLdContext", "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld")
    assert accepted("JsonLdContext", ["https://a.example/", "https://b.example/"])
    assert not accepted("JsonLdContext", {"@vocab": "https://a.example/"})
    assert not accepted("JsonLdContext", ["https://a.example/", {"term": "https://a.example/term"}])
    assert not accepted("JsonLdContext", "clr_v1p0")


@pytest.mark.parametrize("token", ["aaaa.bbbb.cccc", "eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl-_"])
def test_three_parts_of_base64url_are_a_compact_jws(token: str) -> None:
    assert accepted("CompactJws", token)


@pytest.mark.parametrize(
    "token", ["aaaa.bbbb", "aaa.bbbb.cccc", "aaaa.bbbb.ccc=", "aaaa.bbbb.cccc.dddd", "a aa.bbbb.cccc"]
)
def test_anything_else_is_no_compact_jws(token: str) -> None:
    assert not accepted("CompactJws", token)


@pytest.mark.parametrize("name", [name for name in ENUMS if not MODEL["enums"][name]["extensible"]])
def test_a_closed_vocabulary_has_exactly_the_values_of_the_model(name: str) -> None:
    assert SCHEMAS[name]["enum"] == MODEL["enums"][name]["values"]
    assert SCHEMAS[name]["type"] == "string"
    assert not accepted(name, "ext:Other")


@pytest.mark.parametrize("name", [name for name in ENUMS if "extensionPattern" in MODEL["enums"][name]])
def test_an_extensible_vocabulary_takes_its_values_and_ext_values_only(name: str) -> None:
    listed, extension = SCHEMAS[name]["anyOf"]

    assert listed["enum"] == MODEL["enums"][name]["values"]
    assert set(SCHEMAS[name]) <= {"description", "anyOf", "examples"}
    assert accepted(name, "ext:My.own-Term_2")
    for wrong in ("Other", "ext:", "ext:two words", "zzext:Foo", "EXT:Foo", 7):
        assert not accepted(name, wrong)
    assert extension["pattern"] == "^ext:[a-zA-Z0-9._-]+$"


@pytest.mark.parametrize("name", FREE_TEXT)
def test_a_vocabulary_of_known_words_stays_free_text(name: str) -> None:
    assert SCHEMAS[name]["examples"] == MODEL["enums"][name]["values"]
    assert accepted(name, "another-word")


def test_every_vocabulary_of_the_model_is_of_one_of_these_kinds() -> None:
    kinds = [
        name in FREE_TEXT or "extensionPattern" in MODEL["enums"][name] or not MODEL["enums"][name]["extensible"]
        for name in ENUMS
    ]
    assert all(kinds)


# --- classes -----------------------------------------------------------------------------------------------------


@each_class
def test_a_class_has_the_properties_of_the_model_and_no_others(name: str) -> None:
    assert list(SCHEMAS[name]["properties"]) == list(properties_of(name))
    assert SCHEMAS[name]["type"] == "object"


@each_class
def test_a_class_requires_what_the_model_requires(name: str) -> None:
    required = [member for member, model in properties_of(name).items() if model.get("required")]

    assert SCHEMAS[name].get("required", []) == required


@each_class
def test_a_property_has_the_type_of_the_model_and_is_an_array_where_it_says_so(name: str) -> None:
    for member, model in properties_of(name).items():
        schema = SCHEMAS[name]["properties"][member]
        target = {"$ref": ref(value_type(name, member, model))}
        if model.get("array"):
            assert schema["type"] == "array", member
            assert schema["items"] == target, member
            assert schema.get("minItems") == model.get("minItems"), member
            assert set(schema) <= {"type", "description", "items", "minItems"}, member
        else:
            assert schema["$ref"] == target["$ref"], member
            assert set(schema) == {"$ref", "description"}, member


@each_class
def test_a_property_has_the_format_of_the_model(name: str) -> None:
    for member, model in properties_of(name).items():
        kind = value_type(name, member, model)
        if "format" in model and kind != "JsonLdContext":
            assert SCHEMAS[kind].get("format") == model["format"], member


@each_class
def test_a_class_is_open_or_closed_as_in_the_model(name: str) -> None:
    model, schema = MODEL["classes"][name], SCHEMAS[name]

    if model["openness"] == "closed":
        assert schema["additionalProperties"] is False
        assert "patternProperties" not in schema
    else:
        assert "additionalProperties" not in schema
        own = {"^[^:]+:[^:]+$": {"$ref": ref("ExtensionValue")}} if model["tag"] == "S" else None
        assert schema.get("patternProperties") == own


@each_class
def test_a_class_says_nothing_beyond_the_model(name: str) -> None:
    allowed = {"type", "title", "description", "required", "properties", "additionalProperties", "patternProperties"}

    assert set(SCHEMAS[name]) <= allowed


@each_class
def test_a_condition_that_a_schema_cannot_express_is_in_the_description(name: str) -> None:
    for member, model in properties_of(name).items():
        if "requiredWhen" in model:
            assert "Required when" in SCHEMAS[name]["properties"][member]["description"], member


@pytest.mark.parametrize("value", ["text", 3, 3.5, True, ["a"], {"a": 1}])
def test_an_extension_member_may_hold_anything(value: Any) -> None:
    assert accepted("Criteria", {"acme:shelfmark": value})


def test_an_extension_member_must_not_be_null() -> None:
    assert not accepted("Criteria", {"acme:shelfmark": None})


# --- operations --------------------------------------------------------------------------------------------------


def test_the_operations_are_those_of_the_model_and_no_others() -> None:
    assert {name: (method, path) for name, (method, path, _) in OPERATIONS.items()} == {
        name: (model["method"], model["path"]) for name, model in MODEL["operations"].items()
    }


@each_operation
def test_an_operation_has_the_status_codes_of_the_model(name: str) -> None:
    model, (_, _, operation) = MODEL["operations"][name], OPERATIONS[name]
    codes = {str(code) for code in (*model["success"], *model["errors"])}

    assert set(operation["responses"]) == codes | {"default"}


@each_operation
def test_a_success_has_the_class_of_the_model_as_ld_json(name: str) -> None:
    model, (_, _, operation) = MODEL["operations"][name], OPERATIONS[name]

    for code, class_name in model["success"].items():
        response = operation["responses"][str(code)]
        if class_name is None:
            assert "content" not in response
        else:
            assert list(response["content"]) == [LD_JSON]
            assert response["content"][LD_JSON]["schema"] == {"$ref": ref(class_name)}


@each_operation
def test_an_error_is_a_status_object(name: str) -> None:
    model, (_, _, operation) = MODEL["operations"][name], OPERATIONS[name]

    for code in set(model["errors"]) - {410}:
        assert operation["responses"][str(code)] == {"$ref": f"#/components/responses/{ERRORS[code]}"}
    assert operation["responses"]["default"] == {"$ref": "#/components/responses/Failure"}


def test_shared_errors_are_status_objects_and_304_has_no_body() -> None:
    responses = CONTRACT["components"]["responses"]

    assert set(responses) == {*ERRORS.values(), "Failure"}
    for name in set(responses) - {"NotModified"}:
        assert responses[name]["content"][LD_JSON]["schema"] == {"$ref": ref("ImsxStatusInfo")}
    assert "content" not in responses["NotModified"]


def test_a_revoked_clr_is_a_status_object_or_the_clr() -> None:
    gone = OPERATIONS["getClr"][2]["responses"]["410"]["content"][LD_JSON]["schema"]

    assert gone == {"anyOf": [{"$ref": ref("ImsxStatusInfo")}, {"$ref": ref("GetClrPayload")}]}


@each_operation
def test_an_operation_has_the_parameters_of_the_model(name: str) -> None:
    model, (_, path, operation) = MODEL["operations"][name], OPERATIONS[name]
    expected = ["sourcedId"] * ("{sourcedId}" in path) + list(model.get("query", {}))

    assert [p["$ref"].rpartition("/")[2] for p in operation.get("parameters", [])] == expected


def test_the_parameters_have_the_bounds_of_the_model() -> None:
    parameters = CONTRACT["components"]["parameters"]
    query = MODEL["operations"]["getClrs"]["query"]

    assert set(parameters) == {"sourcedId", *query}
    assert parameters["sourcedId"]["in"] == "path"
    assert parameters["sourcedId"]["schema"] == {"type": "string"}
    for name, model in query.items():
        schema = dict(parameters[name]["schema"])
        assert parameters[name]["in"] == "query"
        assert not parameters[name].get("required", False)
        assert schema.pop("type") == MODEL["primitives"][model["type"]]["json"]
        assert schema == {key: value for key, value in model.items() if key != "type"}


@each_operation
def test_an_operation_takes_the_body_of_the_model(name: str) -> None:
    model, (_, _, operation) = MODEL["operations"][name], OPERATIONS[name]

    if "request" in model:
        assert operation["requestBody"]["required"] is True
        assert list(operation["requestBody"]["content"]) == [LD_JSON]
        assert operation["requestBody"]["content"][LD_JSON]["schema"] == {"$ref": ref(model["request"])}
    else:
        assert "requestBody" not in operation


@each_operation
def test_an_operation_needs_the_scope_of_the_model_by_either_grant(name: str) -> None:
    model, (_, _, operation) = MODEL["operations"][name], OPERATIONS[name]

    if model["auth"] == "none":
        assert operation["security"] == []
    else:
        assert operation["security"] == [{"OAuth2ACG": [model["scope"]]}, {"OAuth2CCG": [model["scope"]]}]


def test_both_grants_offer_exactly_the_three_scopes() -> None:
    schemes = CONTRACT["components"]["securitySchemes"]
    scopes = {model["scope"] for model in MODEL["operations"].values() if "scope" in model}

    assert set(schemes) == set(MODEL["security"]["schemes"])
    assert set(schemes["OAuth2ACG"]["flows"]["authorizationCode"]["scopes"]) == scopes
    assert set(schemes["OAuth2CCG"]["flows"]["clientCredentials"]["scopes"]) == scopes
    flow = schemes["OAuth2ACG"]["flows"]["authorizationCode"]
    assert flow["refreshUrl"] == flow["tokenUrl"]


def test_a_page_has_the_headers_and_links_of_the_model() -> None:
    page = OPERATIONS["getClrs"][2]["responses"]["200"]

    assert list(page["headers"]) == MODEL["operations"]["getClrs"]["responseHeaders"]
    assert set(page["links"]) == {"next", "last", "first", "prev"}


# --- schemas at work ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_schema_compiles_in_both_validators(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    rust(name)
    for example in SCHEMAS[name].get("examples", []):
        assert accepted(name, example), example


@pytest.mark.parametrize(("name", "class_name"), EXAMPLES.items())
def test_a_right_document_is_accepted(name: str, class_name: str) -> None:
    document = json.loads((DATA / "examples" / f"{name}.json").read_text(encoding="utf-8"))

    assert [error.message for error in python(class_name).iter_errors(document)] == []
    assert accepted(class_name, document)


def test_every_example_file_is_used() -> None:
    assert {file.stem for file in (DATA / "examples").glob("*.json")} == set(EXAMPLES)


def contract_examples() -> Iterator[tuple[str, str]]:
    """Name of each example of the contract with the class of the body that shows it."""
    bodies: list[Mapping[str, Any]] = list(CONTRACT["components"]["responses"].values())
    for _, _, operation in OPERATIONS.values():
        bodies += [operation.get("requestBody", {}), *operation["responses"].values()]
    for body in bodies:
        media = body.get("content", {}).get(LD_JSON, {})
        for name in media.get("examples", {}):
            yield name, media["schema"]["$ref"].rpartition("/")[2]


@pytest.mark.parametrize(("name", "class_name"), sorted(set(contract_examples())))
def test_an_example_in_the_contract_is_right(name: str, class_name: str) -> None:
    assert accepted(class_name, CONTRACT["components"]["examples"][name]["value"])


def test_every_example_in_the_contract_is_shown_somewhere() -> None:
    assert {name for name, _ in contract_examples()} == set(CONTRACT["components"]["examples"])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(("clrs", 0, "issuedOn"), "2021-06-30", id="date instead of date-time"),
        pytest.param(("clrs", 0, "issuedOn"), "2021-06-30T12:00:00", id="no time zone"),
        pytest.param(("clrs", 0, "learner", "birthDate"), "14 March 2001", id="no date"),
        pytest.param(("clrs", 0, "publisher", "url"), "www.northlake.example", id="no absolute URI"),
        pytest.param(("clrs", 0, "assertions"), {}, id="object instead of array"),
        pytest.param(("clrs", 0, "learner"), "urn:uuid:1", id="bare id instead of profile"),
        pytest.param(("clrs", 0, "name"), None, id="null"),
        pytest.param(("clrs", 0, "verification", "type"), "HostedBadge", id="value of another standard"),
        pytest.param(("clrs", 0, "assertions", 0, "recipient", "hashed"), "false", id="text instead of boolean"),
        pytest.param(("results",), [], id="unknown member of a closed class"),
    ],
)
def test_one_wrong_member_is_refused(path: tuple[str | int, ...], value: Any) -> None:
    document = json.loads((DATA / "examples" / "clr-set-hosted.json").read_text(encoding="utf-8"))
    assert accepted("ClrSet", document)
    node: Any = document
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value

    assert not accepted("ClrSet", document)
