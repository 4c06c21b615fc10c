"""The published flavour of the schemas, made from the strict one: what the schemas of the standard itself let pass.

Since version 1.3 of the Open Badges document they take one value for any array, a map of languages (any object whose
members have such names) for any text, any single text as ``type``, and a term that only contains ``ext:`` and a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final

from conformance.document.model import DocumentModel
from conformance.rulebooks.clr20.document.model import BOOK, MODEL
from conformance.standard import contract

_LANGUAGES: Final = {"pattern": "^[a-z]{2}(-[A-Z]{2})?$"}
_EXTENSION: Final = "ext:[a-zA-Z0-9|._]"
_BOUNDED: Final = frozenset({"date", "date-time"})
_ANY_CONTEXTS: Final = "#/components/schemas/AnyContexts"
"""The type of ``@context`` where it is no member of a credential: the published schemas do not know it there."""

_ELSEWHERE: Final[Mapping[str, frozenset[str]]] = {
    "Proof": frozenset({"expires", "previousProof"}),
    "CredentialStatus": frozenset(
        {"statusPurpose", "statusListIndex", "statusListCredential", "statusSize", "statusMessage", "statusReference"}
    ),
}
"""Members that standards of the W3C define: to the published schemas they are unknown ones with any value."""

_ANYTHING: Final[Mapping[str, Any]] = {}


@cache
def published_schemas() -> Mapping[str, Any]:
    """The schemas by name, as the strict contract names them."""
    strict: Mapping[str, Any] = contract(BOOK)["components"]["schemas"]
    return {name: _schema(name, schema) for name, schema in strict.items()}


@cache
def _contract() -> Mapping[str, Any]:
    return {"components": {"schemas": published_schemas()}}


PUBLISHED: Final[DocumentModel] = replace(MODEL, contract=_contract, bare=False)
"""The classes with the published schemas, for ``conformance.document.schema``."""


def _schema(name: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if name == "ExtensionValue":
        return _ANYTHING
    if "properties" in schema:
        required = frozenset(schema.get("required", ()))
        members = {
            each: _member(each, body, each in required)
            for each, body in schema["properties"].items()
            if body.get("$ref") != _ANY_CONTEXTS and each not in _ELSEWHERE.get(name, ())
        }
        return {**schema, "properties": members}
    if "anyOf" in schema:  # a vocabulary that can be extended
        return {"anyOf": [schema["anyOf"][0], {"type": "string", "pattern": _EXTENSION}]}
    if schema.get("type") == "string" and "enum" not in schema and schema.get("format") not in _BOUNDED:
        return _text(schema)
    return schema


def _text(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"anyOf": [schema, {"type": "object", "propertyNames": _LANGUAGES, "additionalProperties": schema}]}


def _member(name: str, body: Mapping[str, Any], required: bool) -> Mapping[str, Any]:
    if name == "@context":
        return _one_or_many({"$ref": "#/components/schemas/JsonLdContext"}, body)
    if name == "type":
        return _named(body)
    if body.get("type") == "array":
        return _one_or_many(body["items"], {"items": body["items"], **({"minItems": 1} if required else {})})
    if body.get("if") == {"type": "array"}:
        return _one_or_many(body["else"], {"items": body["else"]})
    return {"anyOf": [body["then"], body["else"]]} if "then" in body else body


def _one_or_many(one: Mapping[str, Any], many: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"if": {"type": "array"}, "then": many, "else": one}


def _named(body: Mapping[str, Any]) -> Mapping[str, Any]:
    if "const" in body:
        return _text({"const": body["const"]})
    wanted = {name: body[name] for name in ("contains", "allOf") if name in body}
    return {"$ref": body["$ref"], **wanted}
