"""Whether a body is JSON, and fits the contract of an edition: the place to change when deeper checks are wanted."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

import jsonschema_rs

from conformance.standard.loader import contract
from mock_provider.http.status import Refusal

_URN = "urn:clr"
_SHOWN_ERRORS = 3


def parse_json(content: bytes, max_depth: int) -> Any:
    """The JSON value of a body; raises a 400 for what is not interoperable JSON (RFC 8259 and RFC 7493)."""
    try:
        text = content.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_unique_members, parse_constant=_no_constant)
        # A lone surrogate or a number that overflows would fail later, when it is served.
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except RecursionError:
        raise invalid(f"the body is nested deeper than {max_depth} levels") from None
    except ValueError as error:
        raise invalid(f"the body is not JSON in UTF-8: {error}") from None
    if _deeper_than(value, max_depth):
        raise invalid(f"the body is nested deeper than {max_depth} levels")
    return value


def check(value: Any, book: str, schema: str) -> None:
    """Raises a 400 that names the first faults unless the value fits that schema of the contract of an edition."""
    validator = validator_of(book, schema)
    if validator.is_valid(value):
        return
    errors = [_sentence(error) for error in _first(validator.iter_errors(value))]
    raise invalid("; ".join(errors))


@cache
def validator_of(book: str, schema: str) -> jsonschema_rs.Draft202012Validator:
    """The compiled validator of one of the contract's schemas, formats included."""
    registry = jsonschema_rs.Registry([(_URN, dict(contract(book)))])
    reference = {"$ref": f"{_URN}#/components/schemas/{schema}"}
    return jsonschema_rs.Draft202012Validator(reference, registry=registry, validate_formats=True)


def invalid(text: str) -> Refusal:
    """The 400 for a body that is not as it should be."""
    return Refusal(400, "invalid_data", text)


def _first(errors: Iterable[jsonschema_rs.ValidationError]) -> Iterable[jsonschema_rs.ValidationError]:
    return (error for error, _ in zip(errors, range(_SHOWN_ERRORS), strict=False))


def _sentence(error: jsonschema_rs.ValidationError) -> str:
    pointer = "".join(f"/{part}" for part in error.instance_path)
    message = error.message if len(error.message) <= 200 else f"{error.message[:200]}…"
    return f"{pointer or 'the body'}: {message}"


def _unique_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the member {next(name for name in names if names.count(name) > 1)!r} is there twice")
    return members


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON value")


def _deeper_than(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit + 1):
        level = [
            item
            for holder in level
            if isinstance(holder, dict | list)
            for item in (holder.values() if isinstance(holder, dict) else holder)
        ]
        if not level:
            return False
    return True
