"""A status entry of a credential: which list, which place in it, and what a value there means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from conformance.trust.status.faults import Fault, StatusError

_DECIMAL: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_HEXADECIMAL: Final = re.compile(r"0[xX][0-9A-Fa-f]{1,64}", re.ASCII)
MOST_BITS: Final = 256
"""Bits of one entry that are read at most."""
_MOST_MESSAGES: Final = 65_536


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry (W3C Bitstring Status List 1.0, 2.1) that can be looked up.

    ``messages`` says what a value means, where the entry says it; ``faults`` are what is wrong with it all the same.
    """

    url: str
    purpose: str
    index: int
    size: int = 1
    messages: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    faults: tuple[Fault, ...] = ()


def read_entry(value: Mapping[str, Any]) -> Entry:
    """The entry in a JSON object. Raises ``StatusError`` when no place in a list can be told from it."""
    faults: list[Fault] = []
    url, purpose = value.get("statusListCredential"), value.get("statusPurpose")
    if not isinstance(url, str) or not url:
        raise StatusError("list-not-named", "it names no list in statusListCredential")
    if not isinstance(purpose, str) or not purpose:
        raise StatusError("purpose-not-named", "it names no statusPurpose")
    if value.get("id") == url:
        faults.append(Fault("entry-is-list", "the id of the entry is the URL of its list"))
    index = _index(value.get("statusListIndex"), faults)
    size = _size(value.get("statusSize", 1))
    return Entry(url, purpose, index, size, MappingProxyType(_messages(value.get("statusMessage"))), tuple(faults))


def _index(value: Any, faults: list[Fault]) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        faults.append(Fault("index-number", "statusListIndex is a number; it is decimal text in the standard"))
        if value < 0:
            raise StatusError("index-negative", "its statusListIndex is negative")
        return value
    if not isinstance(value, str) or not value:
        raise StatusError("index-missing", "it has no statusListIndex that is text or a number")
    if value.startswith("-") and _DECIMAL.fullmatch(value[1:]):
        raise StatusError("index-negative", "its statusListIndex is negative")
    if value.isascii() and value.isdigit() and len(value) > 18:
        raise StatusError("index-beyond-list", "its statusListIndex is beyond the end of any list")
    if _DECIMAL.fullmatch(value) is None:
        raise StatusError("index-not-decimal", "its statusListIndex is not a decimal number")
    return int(value)


def _size(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise StatusError("size-unusable", "its statusSize is not a whole number above 0")
    if value > MOST_BITS:
        raise StatusError("size-unusable", f"its statusSize is above {MOST_BITS}, which nobody reads")
    return value


def _messages(value: Any) -> dict[int, str]:
    entries = value if isinstance(value, list) else [value]
    found: dict[int, str] = {}
    for each in entries[:_MOST_MESSAGES]:
        if isinstance(each, Mapping):
            status, message = each.get("status"), each.get("message")
            if isinstance(status, str) and isinstance(message, str) and _HEXADECIMAL.fullmatch(status):
                found.setdefault(int(status, 16), message)
    return found
