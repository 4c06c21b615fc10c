"""The classes of the model, read from the contract: which members each has and what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from conformance.standard.facts import facts
from conformance.standard.loader import contract


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a class: its name, the class or primitive type of its value, and whether it is an array."""

    name: str
    type: str
    many: bool
    required: bool


@dataclass(frozen=True, slots=True)
class Model:
    """One class: its members by name, and whether it refuses others (``closed``).

    ``kind`` is the class that a payload class carries (``Clr`` for ``GetClrPayload``), otherwise the name.
    """

    name: str
    kind: str
    members: Mapping[str, Member]
    closed: bool


def models(book: str) -> Mapping[str, Model]:
    """Every class of that edition's contract that is an object, by name."""
    return _models(book)


@cache
def _models(book: str) -> Mapping[str, Model]:
    kinds = facts(book).payloads
    schemas: Mapping[str, Any] = contract(book)["components"]["schemas"]
    objects = ((name, schema) for name, schema in schemas.items() if schema.get("type") == "object")
    return MappingProxyType({name: _model(name, kinds.get(name, name), schema) for name, schema in objects})


def _model(name: str, kind: str, schema: Mapping[str, Any]) -> Model:
    required = frozenset(schema.get("required", ()))
    members = {
        member: Member(member, _type(body), _form(body).get("type") == "array", member in required)
        for member, body in schema.get("properties", {}).items()
    }
    return Model(name, kind, members, closed=schema.get("additionalProperties") is False)


def _form(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The richer one where a value has two forms, such as an object in the place of its address."""
    form: Mapping[str, Any] = body.get("then", body) if "$ref" not in body else body
    return form


def _type(body: Mapping[str, Any]) -> str:
    form = _form(body)
    reference: str = _form(form.get("items", form))["$ref"]
    return reference.rpartition("/")[2]
