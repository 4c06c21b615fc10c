"""Validates values by the contract's schemas, compiled once per class, and says what each error is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any, Final

import jsonschema_rs

from conformance.document.model import DocumentModel
from conformance.document.pieces import Piece, is_large, pieces

MOST_ERRORS: Final = 20_000
"""Errors that are read of one document: no owner needs more of them."""


@dataclass(frozen=True, slots=True)
class SchemaError:
    """One place where a value departs from the contract.

    ``keyword`` is the JSON Schema keyword; ``holder`` and ``member`` name the class and the member
    in which the value stands (empty at the root); ``type`` is the class or primitive type that was
    wanted; ``detail`` is the missing or superfluous member, the format, or what an array should contain.
    """

    keyword: str
    path: tuple[str | int, ...]
    holder: str
    member: str
    type: str
    value: Any
    detail: str = ""

    @property
    def pointer(self) -> str:
        """The place as a JSON Pointer (RFC 6901)."""
        return pointer(self.path)

    @property
    def entry(self) -> bool:
        """True when the value is an entry of the member's array rather than the member itself."""
        return bool(self.path) and isinstance(self.path[-1], int)


def pointer(path: Sequence[str | int]) -> str:
    """A JSON Pointer (RFC 6901) from its tokens."""
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in path)


def valid(model: DocumentModel, class_name: str, value: Any) -> bool:
    """Whether the value conforms to that class of the contract. Raises ``KeyError`` for no such class."""
    return validator(model, class_name).is_valid(value)


def errors(model: DocumentModel, class_name: str, value: Any) -> Iterator[SchemaError]:
    """Every departure from that class, at most ``MOST_ERRORS``. Raises ``KeyError`` for no such class."""
    if isinstance(value, dict) and is_large(value):
        yield from islice(_of_pieces(model, class_name, value), MOST_ERRORS)
        return
    for error in islice(validator(model, class_name).iter_errors(value), MOST_ERRORS):
        yield from _explained(model, class_name, error)


def _of_pieces(model: DocumentModel, class_name: str, value: dict[str, Any]) -> Iterator[SchemaError]:
    for piece in pieces(model, class_name, value):
        shallow = _shallow(model, piece.class_name)
        if shallow.is_valid(piece.value):
            continue
        for error in shallow.iter_errors(piece.value):
            inside = tuple(error.instance_path)
            if piece.own(inside):
                for found in _explained(model, piece.class_name, error):
                    yield replace(found, path=piece.place(found.path), value=_whole(value, piece, found))


def _whole(root: Any, piece: Piece, error: SchemaError) -> Any:
    """The value at fault as the document has it: a piece holds empty ones in the place of objects."""
    if not isinstance(error.value, (dict, list)):
        return error.value
    found = root
    for token in piece.place(error.path):
        found = found[token]
    return found


@cache
def _shallow(model: DocumentModel, class_name: str) -> jsonschema_rs.Draft202012Validator:
    """Validates an object of the class itself, and of the objects in it only that they are objects."""
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"urn:document:shallow#/components/schemas/{_OWN}{class_name}"},
        registry=_shallow_registry(model),
        validate_formats=True,
    )


_OWN: Final = "own-"


@cache
def _shallow_registry(model: DocumentModel) -> jsonschema_rs.Registry:
    schemas, models = _schemas(model), model.models()
    stubs = {name: {"type": "object"} if name in models else schema for name, schema in schemas.items()}
    own = {f"{_OWN}{name}": schemas[name] for name in models}
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", "components": {"schemas": {**stubs, **own}}}
    return jsonschema_rs.Registry([("urn:document:shallow", document)])


@cache
def validator(model: DocumentModel, class_name: str) -> jsonschema_rs.Draft202012Validator:
    """The compiled validator of one class, formats asserted. Raises ``KeyError`` for no such class."""
    if class_name not in model.schemas:
        raise KeyError(class_name)
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"urn:document:contract#/components/schemas/{class_name}"},
        registry=_registry(model),
        validate_formats=True,
    )


@cache
def _registry(model: DocumentModel) -> jsonschema_rs.Registry:
    schemas = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "components": {"schemas": _schemas(model)},
    }
    return jsonschema_rs.Registry([("urn:document:contract", schemas)])


@cache
def _schemas(model: DocumentModel) -> Mapping[str, Any]:
    """The schemas of the contract; where one bare value is entered like an array of one, it is judged like one too.

    Such a value still breaks the schema, but what is wrong inside it is found as well.
    """
    if not model.bare:
        return model.schemas
    return {
        name: {**schema, "properties": {member: _entered(body) for member, body in schema["properties"].items()}}
        if "properties" in schema
        else schema
        for name, schema in model.schemas.items()
    }


def _entered(body: Mapping[str, Any]) -> Mapping[str, Any]:
    if body.get("type") != "array" or "items" not in body:
        return body
    return {**body, "if": {"type": "array"}, "else": body["items"]}


def _explained(model: DocumentModel, root: str, error: jsonschema_rs.ValidationError) -> Iterator[SchemaError]:
    path = tuple(error.instance_path)
    keyword = str(error.schema_path[-1])
    holder, member = _place(model, root, path)
    wanted = str(error.schema_path[2]).removeprefix(_OWN)
    if keyword == "type" and "properties" in error.schema_path:
        wanted = "array"
    value: Any = error.instance
    about = error.kind.as_dict()
    if keyword == "additionalProperties":
        for name in about["unexpected"]:
            yield SchemaError(keyword, (*path, name), wanted, name, wanted, value[name], name)
        return
    detail = _contained(model, error) if keyword == "contains" else str(about.get("property", about.get("format", "")))
    yield SchemaError(keyword, path, holder, member, wanted, value, detail)


def _contained(model: DocumentModel, error: jsonschema_rs.ValidationError) -> str:
    """What an array should have contained, in words."""
    found: Any = {"components": {"schemas": _schemas(model)}}
    for token in error.schema_path:
        found = found[token.removeprefix(_OWN) if isinstance(token, str) else token]
    return " or ".join(found["enum"] if "enum" in found else [str(found.get("const", ""))])


def _place(model: DocumentModel, root: str, path: Sequence[str | int]) -> tuple[str, str]:
    """The class that holds the last member named in the path, and that member."""
    holder, member, current = "", "", root
    known = model.models()
    for token in path:
        if isinstance(token, int):
            continue
        holder, member = current, token
        holding = known.get(current)
        found = holding.members.get(token) if holding else None
        current = found.type if found else ""
    return holder, member
