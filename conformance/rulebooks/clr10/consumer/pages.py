"""The CLRs on a page that was served, plain and signed, and the ids by which a consumer may speak of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from conformance.document import ParseLimits
from conformance.document.envelope import outer_token
from conformance.exchanges.served import Served

_LIMITS = ParseLimits()
_KEPT = 512


def clrs_of(page: Served, member: str) -> Iterator[dict[str, Any]]:
    """The CLRs in one of the arrays of a page; of a signed one what its token holds."""
    yield from _entries(page.answer, member)


def ids_in(clr: dict[str, Any]) -> Iterator[str]:
    """The ids of a CLR and of its assertions, hosted or signed."""
    for item in (clr, *_entries(clr, "assertions"), *_entries(clr, "signedAssertions")):
        identifier = item.get("id")
        if isinstance(identifier, str):
            yield identifier


def _entries(holder: Any, member: str) -> Iterator[dict[str, Any]]:
    entries = holder.get(member) if isinstance(holder, dict) else None
    for entry in entries if isinstance(entries, list) else ():
        item = _payload(entry) if isinstance(entry, str) else entry
        if isinstance(item, dict):
            yield item


@lru_cache(_KEPT)
def _payload(jws: str) -> dict[str, Any] | None:
    return outer_token(jws, _LIMITS).payload
