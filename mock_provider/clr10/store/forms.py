"""The forms of one CLR: what is posted, what is kept, what a list and getClr hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

from conformance.standard.loader import contract
from mock_provider.clr10 import BOOK
from mock_provider.clr10.store.clrs import StoredClr
from mock_provider.clr10.store.hosted import HostedItem
from mock_provider.clr10.terms import CONTEXT
from mock_provider.encoding import to_json
from mock_provider.http.paging import moment

_HOSTED = {"assertions": "GetAssertionPayload", "endorsements": "GetEndorsementPayload"}
"""The kinds of items that a posted CLR may bring along, with the classes of their closed roots."""


@cache
def _members(class_name: str) -> frozenset[str]:
    """The members of a class of the contract, which is read when somebody asks: it is too large for every start."""
    return frozenset(contract(BOOK)["components"]["schemas"][class_name]["properties"])


def stored_clr(
    clr: Mapping[str, Any], owner: str, *, context: Any = CONTEXT, jws: str | None = None, generated: bool = False
) -> StoredClr:
    """A CLR as the store keeps it; ``jws`` is its signed form, kept as it is. Raises ``ValueError`` on issuedOn."""
    plain = {name: value for name, value in clr.items() if name != "@context"}
    body = jws.encode("ascii") if jws else to_json(plain)
    canonical = body if jws else json.dumps([context, plain], sort_keys=True).encode("ascii")
    return StoredClr(
        id=clr["id"],
        sourced_id=sourced_id(clr["id"]),
        owner=owner,
        issued_at=moment(clr["issuedOn"]),
        signed=jws is not None,
        revoked=clr.get("revoked") is True,
        generated=generated,
        digest=hashlib.sha256(canonical).hexdigest(),
        body=body,
        document=document(plain, clr.get("@context", context)),
    )


def document(clr: Mapping[str, Any], context: Any = CONTEXT) -> bytes:
    """The body of getClr, whose root is closed: extension members of a posted CLR show in lists only."""
    return to_json(
        {"@context": context} | {name: value for name, value in clr.items() if name in _members("GetClrPayload")}
    )


def hosted_items(clr: Mapping[str, Any], base_url: str, context: Any = CONTEXT) -> tuple[HostedItem, ...]:
    """The assertions and endorsements anywhere in a CLR whose ids are URLs below ``base_url``, as they are served."""
    found: dict[tuple[str, str], HostedItem] = {}
    level: list[Any] = [clr]
    while level:
        value = level.pop()
        if isinstance(value, list):
            level += value
        elif isinstance(value, dict):
            level += value.values()
            item = _hosted_item(value, base_url, context)
            if item is not None:
                found.setdefault((item.kind, item.name), item)
    return tuple(found.values())


def _hosted_item(value: Mapping[str, Any], base_url: str, context: Any) -> HostedItem | None:
    item_id = value.get("id")
    if not isinstance(item_id, str) or not item_id.startswith(f"{base_url}/"):
        return None
    kind, _, name = item_id.removeprefix(f"{base_url}/").partition("/")
    if kind not in _HOSTED or not name or "/" in name:
        return None
    members = {member: content for member, content in value.items() if member in _members(_HOSTED[kind])}
    return HostedItem(kind, unquote(name), to_json({"@context": context} | members))


def sourced_id(item_id: str) -> str:
    """The path segment by which an item is fetched: the last one of a URL, otherwise the whole id."""
    try:
        parts = urlsplit(item_id)
    except ValueError:
        return item_id
    if parts.scheme.lower() not in ("http", "https"):
        return item_id
    return unquote(parts.path.rpartition("/")[2]) or item_id
