"""What of a record is lost in what a consumer keeps of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def lost_members(served: Mapping[str, Any], kept: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each member that was served and is not kept: its class with its name, and the JSON pointer of its place.

    Nulls and empty arrays say nothing, and what is kept in another spelling is not lost. Entries of arrays are found
    by their ids, wherever they stand.
    """
    return _lost(served, kept, "Clr", "")


def kept_copy(document: Any, record_id: str) -> Mapping[str, Any] | None:
    """The record in what a consumer says that it keeps: that itself, or one of its members; ``None`` without one."""
    if not isinstance(document, dict):
        return None
    found = (one for one in (document, *document.values()) if isinstance(one, dict) and one.get("id") == record_id)
    return next(found, None)


def _lost(served: Mapping[str, Any], kept: Any, kind: str, place: str) -> Iterator[tuple[str, str]]:
    known = kept if isinstance(kept, dict) else {}
    for name, value in served.items():
        if name != "@context" and value not in (None, [], {}):
            yield from _of_value(value, known.get(name), f"{kind}.{name}", f"{place}/{name}")


def _of_value(value: Any, kept: Any, name: str, place: str) -> Iterator[tuple[str, str]]:
    if kept is None or isinstance(value, dict | list) is not isinstance(kept, dict | list):
        yield name, place
    elif isinstance(value, dict):
        yield from _lost(value, kept, str(value.get("type") or name), place)
    elif isinstance(value, list):
        entries = kept if isinstance(kept, list) else [kept]
        for number, entry in enumerate(value):
            yield from _of_value(entry, _same(entry, number, entries), name, f"{place}/{number}")


def _same(entry: Any, number: int, entries: Sequence[Any]) -> Any:
    """The entry that is kept of this one: that of its id, else the same value, else the one at its place."""
    own = entry.get("id") if isinstance(entry, dict) else None
    if own is not None:
        return next((one for one in entries if isinstance(one, dict) and one.get("id") == own), None)
    if not isinstance(entry, dict):
        return entry if entry in entries else None
    return entries[number] if number < len(entries) else None
