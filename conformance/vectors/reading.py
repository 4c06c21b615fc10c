"""Reads an edition's tables of right documents and of ways to break them, and makes the vectors."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from conformance.issuing import Key
from conformance.issuing.keys import decoded, encoded
from conformance.standard import Standard, load
from conformance.standard.data import CatalogueError, read_yaml
from conformance.vectors.changes import changed, told
from conformance.vectors.making import Maker, as_bytes
from conformance.vectors.values import Answer, Vector

_IN_TOKEN: Final = re.compile(r"^/\$token(?:/of(?P<rest>/.*)|/.*)?$")
_SLUG: Final = re.compile(r"[^a-z0-9]+")
_LONGEST: Final = 120
_WAY: Final = frozenset(
    {"row", "in", "title", "set", "remove", "then", "whole", "edit", "swap", "claims", "name", "lookups", "serves"}
    | {"at", "recipient", "policies", "class", "offline", "note", "notes", "also", "undecided", "unreadable"}
    | {"shows", "state", "trust"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """The vectors of an edition: its right documents, the ways to break them, and the keys that signed them."""

    standard: Standard
    keys: Mapping[str, Key]
    right: tuple[Vector, ...]
    broken: tuple[Vector, ...]

    @property
    def all(self) -> tuple[Vector, ...]:
        """The right documents, then those that break a row."""
        return (*self.right, *self.broken)


def editions_with_vectors() -> tuple[str, ...]:
    """The rule books that have vectors."""
    from conformance.standard import editions

    return tuple(book for book in editions() if _folder(book) is not None)


@cache
def book_of_vectors(book: str) -> Book:
    """All vectors of an edition; raises ``CatalogueError`` when it has none, or its tables are wrong."""
    folder = _folder(book)
    if folder is None:
        raise CatalogueError(f"there are no vectors of {book}")
    return _Tables(book, folder).book()


def _folder(book: str) -> Path | None:
    found = find_spec(f"conformance.rulebooks.{book}.vectors")
    places = found.submodule_search_locations if found is not None else None
    return Path(places[0]) if places else None


class _Tables:
    def __init__(self, book: str, folder: Path) -> None:
        self._standard = load(book)
        general = read_yaml(folder / "vectors.yaml")
        self._at: str = general["at"]
        self._answers: Mapping[str, Any] = general.get("lookups", {})
        self._keys = {name: _key(name, order) for name, order in general["keys"].items()}
        self._right: dict[str, Any] = {
            file.stem: {"id": file.stem, **read_yaml(file)} for file in sorted((folder / "right").glob("*.yaml"))
        }
        documents = {name: row["document"] for name, row in self._right.items()}
        self._maker = Maker(self._keys, documents, general["created"])
        self._ways = [
            {**{name: value for name, value in way.items() if name != "each"}, **one, "file": file.name}
            for file in sorted((folder / "ways").glob("*.yaml"))
            for way in read_yaml(file)["ways"]
            for one in way.get("each", [{}])
        ]

    def book(self) -> Book:
        right = [self._vector(row, {}, f"right.{name}") for name, row in self._right.items() if not row.get("part")]
        broken = [self._broken(way) for way in self._ways]
        twice = [name for name, count in Counter(each.id for each in broken).items() if count > 1]
        if twice:
            raise CatalogueError(f"two vectors have one title: {', '.join(twice)}")
        order = list(self._standard.requirements)
        return Book(self._standard, self._keys, tuple(right), tuple(sorted(broken, key=lambda v: order.index(v.row))))

    def _broken(self, way: Mapping[str, Any]) -> Vector:
        right = self._right.get(way.get("in", ""), {})
        if way.keys() - _WAY - {"file"} or (way.get("in") and not right):
            raise CatalogueError(f"{way['file']}: {way!r} is no way to break a document")
        title = way.get("title") or "; ".join(_changes(way))
        try:
            return self._vector(right, {**way, "title": title}, f"{way['row']}.{_slug(title)}")
        except CatalogueError:
            raise
        except Exception as error:
            raise CatalogueError(f"{way['file']}: {way['row']} {way['title']}: {error!r}") from error

    def _vector(self, right: Mapping[str, Any], way: Mapping[str, Any], name: str) -> Vector:
        def said(member: str, default: Any = None) -> Any:
            return way.get(member, right.get(member, default))

        row = way.get("row", "")
        return Vector(
            id=name,
            row=row,
            title=way.get("title") or right["title"],
            changed="; ".join(_told(right, way)),
            name=said("name", "document.json"),
            document=self._document(right, way),
            at=said("at", self._at),
            lookups=dict(self._served(right, way)),
            recipient=said("recipient", {}),
            policies=tuple(said("policies", ())),
            as_class=said("class", ""),
            verdicts=self._verdicts(way if row else right),
            trust=self._trust(right, way),
            readable=not way.get("unreadable", False),
            offline=bool(said("offline", False)),
            states=self._states(way),
        )

    def _document(self, right: Mapping[str, Any], way: Mapping[str, Any]) -> bytes:
        start = self._maker.expanded(way["whole"] if "whole" in way else right["document"])
        setting = self._maker.expanded(way.get("set", {}))
        made = self._maker.made(changed(start, setting, way.get("remove", ())))
        then = way.get("then", {})
        if then:
            made = changed(made, self._maker.made(self._maker.expanded(then.get("set", {}))), then.get("remove", ()))
        text = as_bytes(made)
        for old, new in way.get("edit", {}).items():
            if old.encode() not in text:
                raise CatalogueError(f"the text has no {old!r} to replace")
            text = text.replace(old.encode(), new if isinstance(new, bytes) else new.encode())
        text = _resaid(text, way["claims"]) if "claims" in way else text
        return _swapped(text, way["swap"]) if "swap" in way else text

    def _served(self, right: Mapping[str, Any], way: Mapping[str, Any]) -> Iterator[tuple[str, Answer]]:
        wanted = {url: self._answers[url] for url in [*right.get("serves", ()), *way.get("serves", ())]}
        wanted |= {**right.get("lookups", {}), **way.get("lookups", {})}
        for url, answer in wanted.items():
            if answer is not None:
                yield url, self._answer(answer)

    def _answer(self, answer: Any) -> Answer:
        spec = answer if isinstance(answer, dict) and answer.keys() & {"body", "status"} else {"body": answer}
        made = self._maker.made(self._maker.expanded(spec.get("body", "")))
        kind = "text/plain" if isinstance(made, str) else "application/json"
        return Answer(spec.get("status", 200), spec.get("media_type", kind), as_bytes(made))

    def _verdicts(self, way: Mapping[str, Any]) -> dict[str, str]:
        rows = {way["row"]: way.get("note", False)} if way.get("row") and not way.get("shows") else {}
        noted = dict.fromkeys(way.get("also", ()), False) | dict.fromkeys(way.get("notes", ()), True)
        found = {}
        for row, note in {**rows, **noted}.items():
            if row not in self._standard.requirements:
                raise CatalogueError(f"there is no requirement {row}")
            requirement = self._standard.requirements[row]
            fails = requirement.level.binding and requirement.basis.firm and not note
            found[row] = "fail" if fails else "warn"
        return found | dict.fromkeys(way.get("undecided", ()), "incomplete")

    @staticmethod
    def _states(way: Mapping[str, Any]) -> dict[str, str]:
        """What a way says of the items that it names as not verified, such as that they are revoked."""
        if "state" not in way:
            return {}
        return {pointer: way["state"] for pointer, verdict in way["trust"].items() if verdict == "not-verified"}

    def _trust(self, right: Mapping[str, Any], way: Mapping[str, Any]) -> dict[str, str] | None:
        """What is said of each item; what breaks a MUST does not conform, and is not verified for that reason."""
        if way.get("trust", {}) is None or "trust" not in {**right, **way}:
            return None
        known: Mapping[str, str] = right.get("trust", {})
        broken = "fail" in self._verdicts(way).values() if way.get("row") else False
        fallen = dict.fromkeys(_touched(way, known) if broken else (), "not-verified")
        said = {**known, **fallen, **way.get("trust", {})}
        return {pointer: verdict for pointer, verdict in said.items() if verdict is not None}


def _touched(way: Mapping[str, Any], items: Iterable[str]) -> Iterator[str]:
    """The items in which something is changed, each the innermost one around a change."""
    then = way.get("then", {})
    for change in [*way.get("set", {}), *way.get("remove", ()), *then.get("set", {}), *then.get("remove", ())]:
        place = _IN_TOKEN.sub(lambda found: found["rest"] or "", change)
        around = [item for item in items if f"{place}/".startswith(f"{item.lstrip('#').removeprefix('/vc')}/")]
        yield max(around, key=len)


def _told(right: Mapping[str, Any], way: Mapping[str, Any]) -> Iterator[str]:
    if not way:
        return
    yield f"in {right['id']}" if right else "made by itself"
    yield from _changes(way)


def _changes(way: Mapping[str, Any]) -> Iterator[str]:
    yield from told(way.get("set", {}), way.get("remove", ()))
    then = way.get("then", {})
    yield from told(then.get("set", {}), then.get("remove", ()), when="after it was signed")
    yield from (f"{old!r} is {new!r} in the text" for old, new in way.get("edit", {}).items())
    yield from (f"{old!r} is {new!r} in the payload" for old, new in way.get("claims", {}).items())
    if "swap" in way:
        yield f"the letter at {way['swap']} is another one"
    yield from (f"{url} leads to {_what(answer)}" for url, answer in way.get("lookups", {}).items())


def _swapped(text: bytes, place: int) -> bytes:
    """The text with another letter of base64url at that place."""
    at = place % len(text)
    return text[:at] + (b"B" if text[at : at + 1] != b"B" else b"C") + text[at + 1 :]


def _resaid(token: bytes, claims: Mapping[str, str]) -> bytes:
    """The token with other words in its payload, under the signature that it has."""
    header, payload, signature = token.split(b".")
    said = decoded(payload.decode()).decode()
    for old, new in claims.items():
        said = said.replace(old, new)
    return b".".join([header, encoded(said.encode()).encode(), signature])


def _what(answer: Any) -> str:
    text = json.dumps(answer, ensure_ascii=False, default=str)
    return "nothing" if answer is None else text if len(text) <= 80 else f"{text[:79]}…"


def _slug(title: str) -> str:
    return _SLUG.sub("-", title.lower())[:_LONGEST].strip("-")


def _key(name: str, order: Mapping[str, Any]) -> Key:
    return Key.from_seed(order["kind"], f"clr-conformance {name}") if "kind" in order else Key.from_jwk(order["jwk"])
