"""Looks whether the account of a migration is whole, in both directions, and whether it is true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.document.tokens import LIKE_COMPACT, read_token
from conformance.migrating import Entry, Fate, Migrated
from conformance.migrating.account import inside


class Nowhere:
    """A holder of tokens that are not in a document."""

    def pointer(self, *_: str | int) -> str:
        return ""


def payload(text: Any) -> Any:
    """What a compact JWS carries; ``None`` for what is not one."""
    if not isinstance(text, str) or not LIKE_COMPACT.fullmatch(text.encode("utf-8", "replace")):
        return None
    return read_token(Nowhere(), (), "", text.strip()).payload


def value_at(value: Any, pointer: str) -> Any:
    """The value at a JSON Pointer; ``#`` leads into the payload of the token there. Raises when there is none."""
    for number, part in enumerate(pointer.split("#")):
        if number and (part or pointer.endswith("#")):
            value = payload(value) if isinstance(value, str) else value
        for key in part.split("/")[1:]:
            name = key.replace("~1", "/").replace("~0", "~")
            value = value[int(name)] if isinstance(value, list) else value[name]
    return value


def faults(source: Any, place: str, migrated: Migrated) -> Iterator[str]:
    """What is wrong with the account: a member that it leaves out, one that it says wrong, a value out of nowhere."""
    members = {each.source: each for each in migrated.entries if each.fate is not Fate.INVENTED}
    for pointer, _ in _with_payloads(source, place, members):
        if pointer not in members:
            yield f"no entry for {pointer}"
    yield from _out_of_nowhere(migrated)
    for entry in members.values():
        yield from _untrue(source, place, entry, migrated.record)


def _with_payloads(value: Any, place: str, members: Mapping[str, Entry]) -> Iterator[tuple[str, Any]]:
    """Every member, those in signed items that found a place included."""
    for pointer, child in inside(value, place):
        yield pointer, child
        signed = any(part.startswith("signed") for part in pointer.split("/")[-2:])
        entry = members.get(pointer)
        if signed and entry is not None and entry.fate is not Fate.WITHOUT_PLACE and (inner := payload(child)):
            yield from _with_payloads(inner, f"{pointer}#", members)


def _out_of_nowhere(migrated: Migrated) -> Iterator[str]:
    """Values of the record that no entry has as its target, arrays of texts as a whole."""
    targets = {target for each in migrated.entries for target in each.targets}
    for pointer, value in inside(migrated.record):
        leaf = not isinstance(value, (dict, list)) or not value
        if leaf and not {pointer, pointer.rpartition("/")[0]} & targets:
            yield f"{pointer} comes from nowhere"


def _untrue(source: Any, place: str, entry: Entry, record: Any) -> Iterator[str]:
    """What an entry says and the record does not bear out."""
    if entry.fate is Fate.WITHOUT_PLACE and not entry.why:
        yield f"{entry.source} is without place and nothing says why"
    for target in entry.targets:
        try:
            now = value_at(record, target)
        except (LookupError, TypeError, ValueError):
            yield f"{entry.source} is said to be at {target}, where nothing is"
            continue
        same = entry.fate in (Fate.KEPT, Fate.RENAMED) and not isinstance(now, (dict, list))
        if same and now != value_at(source, entry.source.removeprefix("#") if place else entry.source):
            yield f"{entry.source} is {entry.fate} and is not the same at {target}"
