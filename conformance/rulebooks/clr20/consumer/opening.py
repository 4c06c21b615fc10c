"""Records as a list or a post holds them: JSON objects, or compact JWS with a record inside."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from conformance.exchanges.served import Served

ARRAYS = ("credential", "compactJwsString")
_KEPT = 512


def record_in(compact: str) -> dict[str, Any] | None:
    """What a compact JWS holds: the record, be it the payload itself or its claim ``vc``; ``None`` for other text.

    Its signature is not looked at.
    """
    payload = _payload(compact)
    if payload is None:
        return None
    inner = payload.get("vc")
    record = dict(inner) if isinstance(inner, dict) else dict(payload)
    return record if "id" in record or "jti" not in payload else {**record, "id": payload["jti"]}


@lru_cache(_KEPT)
def _payload(compact: str) -> Mapping[str, Any] | None:
    """Many checks read the same few; none of them changes what it has read."""
    try:
        part = compact.strip().split(".")[1]
        value = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError, binascii.Error, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def id_of(record: Any) -> str | None:
    """The id of a record, be it an object or a compact JWS; ``None`` without one."""
    opened = record_in(record) if isinstance(record, str) else record
    name = opened.get("id") if isinstance(opened, dict) else None
    return name if isinstance(name, str) else None


def listed(page: Served, member: str) -> list[Any]:
    """What one of the arrays of a page holds; a bare value stands for an array of one."""
    holder = page.answer
    found = holder.get(member) if isinstance(holder, dict) else None
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def ids_on(page: Served, member: str) -> Iterator[str]:
    """The ids by which a consumer may speak of the records in one of the arrays: theirs, and of what they hold."""
    for entry in listed(page, member):
        record = record_in(entry) if isinstance(entry, str) else entry
        for one in (record, *_held(record)):
            name = id_of(one)
            if name is not None:
                yield name


def _held(record: Any) -> list[Any]:
    subject = record.get("credentialSubject") if isinstance(record, dict) else None
    held = subject.get("verifiableCredential") if isinstance(subject, dict) else None
    return held if isinstance(held, list) else [held]
