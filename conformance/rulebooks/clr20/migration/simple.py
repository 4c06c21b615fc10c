"""The plain steps of the mapping: values of one kind, objects, arrays, vocabularies, and what has no place."""

from __future__ import annotations

import re
from typing import Any, Final

from conformance.migrating.account import Fate
from conformance.rulebooks.clr20.migration.converting import Part, converted, last, members_of, step
from conformance.rulebooks.clr20.migration.mapping import Step, mapped

_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")


def is_uri(value: object) -> bool:
    """True for the text of an absolute URI."""
    return isinstance(value, str) and _URI.fullmatch(value) is not None


@step("text")
def _text(part: Part, member: str, rule: Step) -> None:
    _of_kind(part, member, rule, isinstance(part.value[member], str), "text")


@step("number")
def _number(part: Part, member: str, rule: Step) -> None:
    value = part.value[member]
    _of_kind(part, member, rule, isinstance(value, (int, float)) and not isinstance(value, bool), "a number")


@step("boolean")
def _boolean(part: Part, member: str, rule: Step) -> None:
    _of_kind(part, member, rule, isinstance(part.value[member], bool), "true or false")


def _of_kind(part: Part, member: str, rule: Step, fits: bool, kind: str) -> None:
    if fits:
        part.put(member, rule.to, part.value[member])
    else:
        part.gone(member, f"CLR 2.0 takes {kind} there, and the source has something else")


@step("texts")
def _texts(part: Part, member: str, rule: Step) -> None:
    value = part.value[member]
    entries = value if isinstance(value, list) else [value]
    kept: list[str] = []
    for index, entry in enumerate(entries):
        place = f"{part.at(member)}/{index}" if value is entries else part.at(member)
        if isinstance(entry, str):
            part.account.add(_fate(member, rule.to), place, f"{part.to(rule.to)}/{len(kept)}")
            kept.append(entry)
        else:
            part.account.gone(place, entry, "CLR 2.0 takes text there, and the source has something else")
    if kept:
        part.out[rule.to] = kept
        part.account.add(_fate(member, rule.to), part.at(member), part.to(rule.to))
    elif value is entries:
        part.gone(member, "nothing in it has a place")


@step("image")
def _image(part: Part, member: str, rule: Step) -> None:
    value = part.value[member]
    if not isinstance(value, str):
        part.gone(member, "it is not the IRI of a picture")
        return
    part.out[rule.to] = {"id": value, "type": "Image"}
    part.account.add(Fate.CHANGED, part.at(member), f"{part.to(rule.to)}/id", why="a picture is an object in CLR 2.0")
    part.account.invent(f"{part.to(rule.to)}/type", part.at(member), "CLR 2.0 requires the type of the class")


@step("one")
def _one(part: Part, member: str, rule: Step) -> None:
    value = part.value[member]
    if not isinstance(value, dict):
        part.gone(member, "it is not an object")
        return
    part.account.add(_fate(member, rule.to), part.at(member), part.to(rule.to))
    part.out[rule.to] = converted(part.move, rule.argument, value, part.at(member), part.to(rule.to))


@step("each")
def _each(part: Part, member: str, rule: Step) -> None:
    found: list[dict[str, Any]] = []
    for place, entry in members_of(part, member, part.value[member]):
        target = f"{part.to(rule.to)}/{len(found)}"
        part.account.add(_fate(member, rule.to), place, target)
        found.append(converted(part.move, rule.argument, entry, place, target))
    close(part, member, rule.to, found)


def close(part: Part, member: str, to: str, found: list[dict[str, Any]]) -> None:
    """Writes the array that a member becomes, and says so, unless nothing of it has a place."""
    if found:
        part.out[to] = found
        part.account.add(_fate(member, to), part.at(member), part.to(to))
    elif not part.account.knows(part.at(member)):
        part.account.add(Fate.WITHOUT_PLACE, part.at(member), why="nothing in it has a place", content=True)


def _fate(member: str, to: str) -> Fate:
    return Fate.KEPT if member == to else Fate.RENAMED


@step("values")
def _values(part: Part, member: str, rule: Step) -> None:
    value = part.value[member]
    found = mapped().vocabularies[rule.argument].value(value) if isinstance(value, str) else None
    if found is None:
        part.gone(member, "it is no value of the vocabulary, which takes no others in CLR 2.0")
        return
    new, less = found
    part.put(member, rule.to, new, why="the vocabulary of CLR 2.0 has no value that says as much" if less else "")
    if less:
        part.account.add(Fate.CHANGED, part.at(member), part.to(rule.to), content=True)


@step("gone")
def _gone(part: Part, member: str, rule: Step) -> None:
    part.gone(member, rule.why, content=not rule.form)


@step("country")
def _country(part: Part, member: str, rule: Step) -> None:
    value = part.value[member]
    code = isinstance(value, str) and _COUNTRY.fullmatch(value)
    _text(part, member, Step(rule.name, "addressCountryCode" if code else rule.to))


@last("systemidentifier")
def _identifier_type(part: Part) -> None:
    if "identifierType" not in part.out:
        part.invent("identifierType", "identifier", "CLR 2.0 requires the kind of an identifier", content=True)
