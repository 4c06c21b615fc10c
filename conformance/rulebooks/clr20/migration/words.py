"""Finds, in a document of one edition, the words of the other: members, types, values, contexts, scopes and paths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from conformance.migrating.account import escaped
from conformance.migrating.rules import Word
from conformance.rulebooks.clr20.migration.mapping import mapped
from conformance.standard import contract
from conformance.standard.data import read_yaml

MOST: Final = 1_000
"""Words that are kept of one document."""
_FILE: Final = Path(__file__).parent / "words.yaml"
_OLD, _NEW = "clr10", "clr20"
_KNOWN: Final = ("://purl.imsglobal.org/spec/", "://www.w3.org/", "://w3id.org/")
"""Contexts of these authorities define no member of one's own."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one edition as a document of the other may hold them; see ``words.yaml``.

    ``telling`` are the members that have to be looked at.
    """

    edition: str
    members: Mapping[str, str]
    within: Mapping[str, tuple[Mapping[str, str], ...]]
    types: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    contexts: Mapping[str, str]
    scopes: Mapping[str, str]
    paths: Mapping[str, str]
    base: Mapping[str, str]
    unread: frozenset[str]
    telling: frozenset[str]


def words_of_the_other(value: Any, book: str = _NEW, base: str = "") -> tuple[Word, ...]:
    """The words of the other edition in a document that was judged by the edition ``book``, in the order of the text.

    ``base`` is the JSON Pointer to the value. An object whose own contexts are of somebody else is passed over with
    all that is in it: they may define any member. At most ``MOST`` words are given.
    """
    words = _words("older" if book == _NEW else "newer")
    found: list[Word] = []
    scan = _service(value, base, words) if _is_service(value) else _scan(value, base, words)
    for word in scan:
        found.append(word)
        if len(found) >= MOST:
            break
    return tuple(found)


def new_type(name: str) -> str:
    """The type of 2.0 that takes the place of a type of 1.0; empty when there is none."""
    return _words("older").types.get(name, "")


@cache
def _words(which: str) -> Words:
    row = read_yaml(_FILE)[which]
    within: dict[str, tuple[Mapping[str, str], ...]] = {}
    for each in row["in"]:
        within[each["member"]] = (*within.get(each["member"], ()), each)
    values = _values(which)
    return Words(
        edition="CLR 1.0" if which == "older" else "CLR 2.0",
        members=row["members"],
        within=within,
        types=row["types"],
        values=values,
        contexts=row["contexts"],
        scopes=row["scopes"],
        paths=row["paths"],
        base=row["base"],
        unread=frozenset(row["unread"]),
        telling=frozenset({"@context", "type", *row["members"], *within, *values}),
    )


def _values(which: str) -> Mapping[str, Mapping[str, str]]:
    """By member, the values that only the one edition has, with those of the other."""
    vocabularies = mapped().vocabularies
    if which == "older":
        pairs = {member: {**each.values, **each.coarser} for member, each in vocabularies.items()}
        return {member: {old: new for old, new in each.items() if old != new} for member, each in pairs.items()}
    found: dict[str, Mapping[str, str]] = {}
    for member, (older, newer) in read_yaml(_FILE)["vocabularies"].items():
        names = {new: old for old, new in vocabularies[member].values.items()}
        only = _listed(_NEW, newer) - _listed(_OLD, older)
        instead = "none, a term of one's own (ext:...)" if vocabularies[member].open else "none"
        found[member] = {each: names.get(each, instead) for each in only}
    return found


def _listed(book: str, vocabulary: str) -> frozenset[str]:
    schema: Mapping[str, Any] = contract(book)["components"]["schemas"][vocabulary]
    parts = [schema, *schema.get("anyOf", ())]
    return frozenset(value for part in parts for value in part.get("enum", ()))


def _scan(value: Any, base: str, words: Words) -> Iterator[Word]:
    """The words in a value, at any depth; goes along a list of what is left, not down the stack."""
    waiting: list[tuple[str, Any]] = [(base, value)]
    while waiting:
        place, holder = waiting.pop()
        if isinstance(holder, list):
            waiting.extend((f"{place}/{index}", each) for index, each in reversed([*enumerate(holder)]))
        elif isinstance(holder, dict):
            if _is_foreign(holder):
                continue
            for member in holder:
                if member in words.telling:
                    yield from _of_member(place, holder, member, holder[member], words)
            waiting.extend(
                (f"{place}/{escaped(member)}", child)
                for member, child in reversed(holder.items())
                if member not in words.unread and isinstance(child, (dict, list))
            )


def _is_foreign(holder: Mapping[str, Any]) -> bool:
    """True when the object names a context of somebody else."""
    entries = _many(holder.get("@context"))
    return any(isinstance(each, dict) or not any(part in str(each) for part in _KNOWN) for each in entries if each)


def _of_member(place: str, holder: Mapping[str, Any], member: str, child: Any, words: Words) -> Iterator[Word]:
    at = f"{place}/{escaped(member)}"
    if member == "@context":
        yield from _texts(at, child, "context", words, words.contexts)
    elif member == "type":
        yield from _exact(at, child, "type", words, words.types)
    elif member in words.members:
        yield Word(at, member, "member", words.edition, words.members[member])
    elif member in words.within:
        for rule in words.within[member]:
            if rule.get("having") in holder or rule.get("of") in _many(holder.get("type")):
                yield Word(at, member, "member", words.edition, rule["other"])
                break
    if member in words.values:
        yield from _exact(at, child, "value", words, words.values[member])


def _exact(at: str, value: Any, kind: str, words: Words, known: Mapping[str, str]) -> Iterator[Word]:
    for place, text in _each(at, value):
        if text in known:
            yield Word(place, text, kind, words.edition, known[text])


def _texts(at: str, value: Any, kind: str, words: Words, known: Mapping[str, str]) -> Iterator[Word]:
    for place, text in _each(at, value):
        other = next((known[part] for part in known if part in text), None)
        if other is not None:
            yield Word(place, text, kind, words.edition, other)


def _each(at: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, list):
        yield from ((f"{at}/{index}", each) for index, each in enumerate(value) if isinstance(each, str))


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _is_service(value: Any) -> bool:
    """True for what describes a service: its names are those of OpenAPI, or of the discovery of 1.0."""
    return isinstance(value, dict) and ("openapi" in value or "scopesOffered" in value)


def _service(value: dict[str, Any], base: str, words: Words) -> Iterator[Word]:
    for member in value:
        if member in words.members and member not in _OPEN_API:
            yield Word(f"{base}/{escaped(member)}", member, "member", words.edition, words.members[member])
    waiting: list[tuple[str, Any]] = [(base, value)]
    while waiting:
        place, holder = waiting.pop()
        for key, child in holder.items() if isinstance(holder, dict) else enumerate(holder):
            at = f"{place}/{escaped(key)}"
            yield from _of_service(at, place.rpartition("/")[2], key, child, words)
            if isinstance(child, (dict, list)):
                waiting.append((at, child))


_OPEN_API: Final = frozenset({"tags"})


def _of_service(at: str, holder: str, key: str | int, child: Any, words: Words) -> Iterator[Word]:
    if holder == "paths" and isinstance(key, str):
        collection = f"/{key.strip('/').removeprefix('/').split('/')[0]}"
        if collection in words.paths:
            yield Word(at, key, "path", words.edition, words.paths[collection])
        else:
            yield from _inside(at, key, "path", words, words.base)
    if isinstance(key, str) and key in words.scopes:
        yield Word(at, key, "scope", words.edition, words.scopes[key])
    if isinstance(child, str):
        if child in words.scopes:
            yield Word(at, child, "scope", words.edition, words.scopes[child])
        elif key == "@context":
            yield from _inside(at, child, "context", words, words.contexts)
        else:
            yield from _inside(at, child, "path", words, words.base)


def _inside(at: str, text: str, kind: str, words: Words, known: Iterable[str] | Mapping[str, str]) -> Iterator[Word]:
    for part in known:
        if part in text:
            other = known[part] if isinstance(known, Mapping) else ""
            yield Word(at, text, kind, words.edition, other)
            return
