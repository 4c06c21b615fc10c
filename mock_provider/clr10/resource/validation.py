"""Whether a posted body is what the contract asks for; the one place to change when deeper checks are wanted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import jsonschema_rs

from conformance.standard.loader import contract
from mock_provider.clr10 import BOOK
from mock_provider.clr10.terms import CONTEXT
from mock_provider.http.status import Refusal

_URN = "urn:clr"
_SHOWN_ERRORS = 3
_ID_LENGTH = 2000


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


def check_post(payload: Any) -> None:
    """Raises a 400 unless the value is a PostClrPayload with exactly one of ``clr`` and ``signedClr``."""
    check(payload, "PostClrPayload")
    if ("clr" in payload) == ("signedClr" in payload):
        raise invalid("the body has to hold exactly one of clr and signedClr")
    context = payload["@context"]
    if CONTEXT not in ([context] if isinstance(context, str) else context):
        raise invalid(f"@context has to include {CONTEXT}")


def check(value: Any, schema: str) -> None:
    """Raises a 400 that names the first faults unless the value fits the contract's schema of that name."""
    validator = validator_of(schema)
    if validator.is_valid(value):
        return
    errors = [_sentence(error) for error in _first(validator.iter_errors(value))]
    raise invalid("; ".join(errors))


def check_id(clr: Mapping[str, Any]) -> str:
    """The id of a CLR, after a look at whether it can serve as a key; raises a 400 when not."""
    clr_id = clr["id"]
    if not clr_id or len(clr_id) > _ID_LENGTH or any(ord(letter) <= 0x20 or ord(letter) == 0x7F for letter in clr_id):
        raise invalid(f"id has to be an IRI of 1 to {_ID_LENGTH} characters without spaces")
    return str(clr_id)


@cache
def validator_of(schema: str) -> jsonschema_rs.Draft202012Validator:
    """The compiled validator of one of the contract's schemas, formats included."""
    registry = jsonschema_rs.Registry([(_URN, dict(contract(BOOK)))])
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
