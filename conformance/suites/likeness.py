"""Whether a record that comes back is the one that was posted, member by member.

What a target may do to a record is no difference: members added (a signature's envelope, ``@context``, defaults),
``type`` left out, a timestamp in another form of the same second, a URL in another form of the same address, the order
of entries that have ids, an array of one written as the one, ``null`` for a member that is not there. Members with a
prefix are extensions, and are left to requirements of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn
from urllib.parse import unquote

from conformance.suites.answer import Answer
from conformance.suites.urls import split

LONGEST = 80

PLACEHOLDER = "Self-check"
"""A name that the run gives to somebody of whom it knows the id alone; a target may put the right one in its place."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in which a record is not the one that was posted; ``pointer`` is relative to the record."""

    pointer: str
    expected: str
    actual: str


def differences(posted: Mapping[str, Any], found: Mapping[str, Any]) -> list[Difference]:
    """What of a posted record is missing or changed in the one found, in the order of the posted members."""
    return list(_members(posted, found, ""))


def break_by(
    answer: Answer, found: Sequence[Difference], what: str, at: str = "", after: Answer | None = None
) -> NoReturn:
    """End the check as broken by these differences; ``what`` begins the sentence, ``at`` is where the record stands."""
    first = found[0]
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    answer.broken(
        f"{what} is not the CLR that was posted: {first.pointer} differs{more}",
        expected=first.expected,
        actual=first.actual,
        pointer=f"{at}{first.pointer}",
        after=after,
    )


def _members(posted: Mapping[str, Any], found: Mapping[str, Any], at: str) -> Iterator[Difference]:
    for name, value in posted.items():
        if ":" not in name and name != "@context" and not (name == "type" and found.get(name) is None):
            yield from _values(value, found.get(name), f"{at}/{name}")


def _values(posted: Any, found: Any, at: str) -> Iterator[Difference]:
    if posted == PLACEHOLDER:
        return
    if isinstance(posted, list) or isinstance(found, list):
        yield from _entries(_as_list(posted), _as_list(found), at)
    elif isinstance(posted, Mapping) and isinstance(found, Mapping):
        yield from _members(posted, found, at)
    elif not _alike(posted, found):
        yield Difference(at, _shown(posted), _shown(found))


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _entries(posted: Sequence[Any], found: Sequence[Any], at: str) -> Iterator[Difference]:
    if len(posted) != len(found):
        yield Difference(at, _count(posted), _count(found))
        return
    places = {_name(entry): entry for entry in found}
    if len(places) < len(found) or not places.keys() >= {_name(entry) for entry in posted}:
        places = {}  # entries without ids of their own, or with others than were posted: they stand in their order
    for index, (one, other) in enumerate(zip(posted, found, strict=True)):
        yield from _values(one, places.get(_name(one), other), f"{at}/{index}")


def _name(entry: Any) -> str:
    """What an entry is found by: its id, or the value itself."""
    named = entry.get("id") if isinstance(entry, Mapping) else None
    return str(named) if named else json.dumps(entry, sort_keys=True, default=str)


def _count(entries: Sequence[Any]) -> str:
    return f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'}" if entries else "absent"


def _alike(posted: Any, found: Any) -> bool:
    if isinstance(posted, bool) or isinstance(found, bool):
        return posted is found
    if isinstance(posted, str) and isinstance(found, str):
        return posted == found or _same_moment(posted, found) or _same_address(posted, found)
    return bool(posted == found)


def _same_moment(one: str, other: str) -> bool:
    try:
        moments = datetime.fromisoformat(one), datetime.fromisoformat(other)
    except ValueError:
        return False
    return all(moment.tzinfo for moment in moments) and abs((moments[0] - moments[1]).total_seconds()) < 1


def _same_address(one: str, other: str) -> bool:
    return one.startswith(("https://", "http://")) and _address(one) == _address(other)


def _address(url: str) -> tuple[str, ...]:
    parts = split(url)
    host = parts.netloc.lower().removesuffix(":443" if parts.scheme == "https" else ":80")
    return parts.scheme, host, unquote(parts.path) or "/", parts.query, parts.fragment


def _shown(value: Any) -> str:
    if value is None:
        return "absent"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
