"""The account of a migration: one entry for each member and array entry of the source, and for each thing invented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final


class Fate(StrEnum):
    """What became of a member.

    ``kept``: same name, same value. ``renamed``: the same value under another name or in another place. ``changed``:
    another value or another form. ``without-place``: the new edition has no place for it. ``invented``: the new edition
    requires it and the source does not have it.
    """

    KEPT = "kept"
    RENAMED = "renamed"
    CHANGED = "changed"
    WITHOUT_PLACE = "without-place"
    INVENTED = "invented"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the account.

    ``source`` is the JSON Pointer of the member in the source; of something invented, that of what it was made from.
    ``targets`` are the pointers of what it became. ``content`` is true where something that the record says is lost,
    says something else or was not said by the source; false where only the form is another one. ``why`` is a sentence,
    empty where nothing has to be explained.
    """

    fate: Fate
    source: str
    targets: tuple[str, ...] = ()
    why: str = ""
    content: bool = False


_RANK: Final = {Fate.WITHOUT_PLACE: 0, Fate.KEPT: 1, Fate.RENAMED: 2, Fate.CHANGED: 3}


class Account:
    """Gathers the account while a record is converted.

    A member that is converted in several places (an issuer who is also the creator) has one entry with all its
    targets; where its fates differ, a place counts more than none and a change more than none.
    """

    def __init__(self) -> None:
        self._members: dict[str, Entry] = {}
        self._invented: dict[str, Entry] = {}

    def add(self, fate: Fate, source: str, *targets: str, why: str = "", content: bool = False) -> None:
        """Says what became of a member of the source."""
        entry = Entry(fate, source, targets, why, content)
        known = self._members.get(source)
        self._members[source] = entry if known is None else _joined(known, entry)

    def gone(self, source: str, value: Any, why: str, *, content: bool = True) -> None:
        """Says that a member with all that is in it has no place in the new edition."""
        self.add(Fate.WITHOUT_PLACE, source, why=why, content=content)
        for pointer, _ in inside(value, source):
            self.add(Fate.WITHOUT_PLACE, pointer, why=why, content=content)

    def moved(self, fate: Fate, source: str, value: Any, target: str, *, why: str = "", content: bool = False) -> None:
        """Says that a member with all that is in it stands unchanged at another place."""
        self.add(fate, source, target, why=why, content=content)
        for pointer, _ in inside(value, source):
            self.add(fate, pointer, target + pointer[len(source) :], why=why, content=content)

    def into(self, fate: Fate, source: str, value: Any, target: str, *, why: str = "", content: bool = False) -> None:
        """Says that a member with all that is in it became one value."""
        for pointer in (source, *(pointer for pointer, _ in inside(value, source))):
            self.add(fate, pointer, target, why=why, content=content)

    def invent(self, target: str, made_from: str, why: str, *, content: bool = False) -> None:
        """Says that something in the new record was not in the source, and what it was made from."""
        self._invented.setdefault(target, Entry(Fate.INVENTED, made_from, (target,), why, content))

    def rest(self, value: Any, source: str, why: str, *, content: bool = True) -> None:
        """Says of each member of a value that has no entry yet that it has no place in the new edition."""
        for pointer, _ in inside(value, source):
            if pointer not in self._members:
                self.add(Fate.WITHOUT_PLACE, pointer, why=why, content=content)

    def knows(self, source: str) -> bool:
        """True when a member has its entry."""
        return source in self._members

    def entries(self) -> tuple[Entry, ...]:
        """The whole account: members in the order in which they were met, then what was invented."""
        return (*self._members.values(), *self._invented.values())


def _joined(known: Entry, new: Entry) -> Entry:
    first, second = (known, new) if _RANK[known.fate] >= _RANK[new.fate] else (new, known)
    if second.fate is Fate.WITHOUT_PLACE:
        return first if first.fate is not Fate.WITHOUT_PLACE or first.content else second
    targets = tuple(dict.fromkeys([*known.targets, *new.targets]))
    return replace(first, targets=targets, content=known.content or new.content)


def inside(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Every member and array entry in a JSON value, at any depth, with its JSON Pointer."""
    waiting = [(pointer, value)]
    while waiting:
        before, holder = waiting.pop()
        for key, child in _children(holder):
            place = f"{before}/{escaped(key)}"
            yield place, child
            if isinstance(child, (dict, list)):
                waiting.append((place, child))


def escaped(key: str | int) -> str:
    """A member or an index as a part of a JSON Pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1") if isinstance(key, str) else str(key)


def _children(holder: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(holder, dict):
        return holder.items()
    return enumerate(holder) if isinstance(holder, list) else ()
