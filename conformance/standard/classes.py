"""The classes of the model, read from the contract: which members each has and what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from conformance.standard import contract

ROOTS: Mapping[str, str] = {
    "GetClrPayload": "Clr",
    "GetAssertionPayload": "Assertion",
    "GetEndorsementPayload": "Endorsement",
    "GetCryptographicKeyPayload": "CryptographicKey",
}
"""Payload classes that are another class with ``@context``: the walk calls them by that class's name."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a class: its name, the class or primitive type of its value, and whether it is an array."""

    name: str
    type: str
    many: bool
    required: bool


@dataclass(frozen=True, slots=True)
class Model:
    """One class: its members by name, and whether it refuses others (``closed``)."""

    name: str
    members: Mapping[str, Member]
    closed: bool

    @property
    def kind(self) -> str:
        """The class that a payload class carries (``Clr`` for ``GetClrPayload``), else the name."""
        return ROOTS.get(self.name, self.name)


@cache
def models() -> Mapping[str, Model]:
    """Every class of the contract that is an object, by name."""
    schemas: Mapping[str, Any] = contract()["components"]["schemas"]
    return {name: _model(name, schema) for name, schema in schemas.items() if schema.get("type") == "object"}


@cache
def primitives() -> frozenset[str]:
    """The names of the primitive types and vocabularies (``DateTime``, ``AchievementType`` ...)."""
    return frozenset(contract()["components"]["schemas"]) - frozenset(models())


def _model(name: str, schema: Mapping[str, Any]) -> Model:
    required = frozenset(schema.get("required", ()))
    members = {
        member: Member(member, _type(body), body.get("type") == "array", member in required)
        for member, body in schema.get("properties", {}).items()
    }
    return Model(name, members, closed=schema.get("additionalProperties") is False)


def _type(body: Mapping[str, Any]) -> str:
    reference: str = body.get("items", body)["$ref"]
    return reference.rpartition("/")[2]
