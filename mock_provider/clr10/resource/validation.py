"""Whether a posted body is what the contract asks for; the one place to change when deeper checks are wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mock_provider.clr10 import BOOK
from mock_provider.clr10.terms import CONTEXT
from mock_provider.http import json_bodies
from mock_provider.http.json_bodies import invalid

_ID_LENGTH = 2000


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
    json_bodies.check(value, BOOK, schema)


def check_id(clr: Mapping[str, Any]) -> str:
    """The id of a CLR, after a look at whether it can serve as a key; raises a 400 when not."""
    clr_id = clr["id"]
    if not clr_id or len(clr_id) > _ID_LENGTH or any(ord(letter) <= 0x20 or ord(letter) == 0x7F for letter in clr_id):
        raise invalid(f"id has to be an IRI of 1 to {_ID_LENGTH} characters without spaces")
    return str(clr_id)
