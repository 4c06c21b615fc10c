"""Keeps what is a learner's own out of everything that is written, by its place and by its value."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, unquote

from conformance.privacy import tokens
from conformance.privacy.places import Map, Places, Whose
from conformance.privacy.scan import Value, quoted, unquoted, values
from conformance.privacy.shapes import Shapes, is_name
from conformance.privacy.sought import SHORTEST, Sought

_WORD = re.compile(r"[^\W_]+")
_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*(?:"|…)')
# Bounded, and tried at the beginning of a word only: a page may be one word of a megabyte.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# A text of that length is about somebody, whatever its member is called; a shorter one may be any word.
_TELLING = 12


@cache
def own_words() -> frozenset[str]:
    """Words of the harness's own sentences; ``docs/generate.py`` writes them down."""
    return frozenset((files(__package__) / "words.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=8)
def _map(places: Places) -> Map:
    return Map(places)


class Persons:
    """Replaces what is a learner's own by stand-ins of the same shape; the same value has the same stand-in.

    What is learnt late is also replaced in what was recorded before, as with secrets. ``key`` makes the
    stand-ins of two processes agree; without one nobody can tell which value a stand-in stands for.
    """

    def __init__(self, places: Places, key: bytes | None = None) -> None:
        self._map = _map(places)
        self._places = places
        self._key = key or secrets.token_bytes(32)
        self._shapes = Shapes(self._key, self._names_nobody)
        self._public_words: set[str] = set()
        self._public: set[str] = set()
        self._hosts: set[str] = set()
        self._named: dict[str, None] = {}
        self._telling: dict[str, None] = {}
        self._bodies: set[bytes] = set()
        self._sought = Sought(places.words | own_words())
        self._new: list[tuple[str, bool]] = []

    def anew(self) -> Persons:
        """Another one that knows nobody yet and makes the same stand-ins."""
        return Persons(self._places, self._key)

    @property
    def version(self) -> int:
        """Changes whenever a value is learnt."""
        return len(self._named) + len(self._telling)

    def learn(self, value: str) -> None:
        """A value that is known to name a person, such as the user name of the plan."""
        self._learn(value, naming=True)

    def learn_host(self, host: str) -> None:
        """A host (with its port) that the run talks to: it names a service and stays in URLs."""
        self._hosts.add(host.lower())

    def learn_document(self, document: Any) -> None:
        """Learn what a document that was read says of persons."""
        self._walk(document, self._map.root(document), "")

    def learn_body(self, body: bytes) -> None:
        """Learn what a body says of persons: JSON, a compact JWS, or JSON that is broken or cut off."""
        if not (b"{" in body or b".e" in body) or body in self._bodies:
            return
        self._bodies.add(body)
        self._learn_text(body.decode("utf-8", "replace"))

    def body(self, text: str) -> str:
        """The text of a body, whatever its form, with stand-ins."""
        if "{" not in text or text.lstrip()[:1] == "<":
            return self._page(text)
        return self._json(text, self._root_of(text))

    def text(self, text: str) -> str:
        """A text that may quote what is known: what a check says, a URL, the value of a header field."""
        return self._by_value(tokens.replaced(text, self._payload))

    def at(self, pointer: str, text: str) -> str:
        """What a finding quotes of the place to which the JSON Pointer leads."""
        personal, name = self._map.of_pointer(pointer)
        if not personal:
            return self.text(text)
        if _LITERAL.search(text):
            return _LITERAL.sub(lambda found: self._literal(found[0], name), text)
        if re.fullmatch(r"-?\d[\d.eE+-]*", text):
            return self._shapes.number(text)
        return self.text(text) if " " in text or self._common(text) else self._shapes.of(text)

    def pointer(self, pointer: str) -> str:
        """A JSON Pointer, whose member names may be values; the places in arrays stay."""
        return "/".join(each if each.isdigit() else self.text(each) for each in pointer.split("/"))

    def person(self, document: Any) -> Any:
        """A document that is a learner's, such as that of the plan."""
        return json.loads(self._json(json.dumps(document), Whose.PERSON))

    # learning

    def _learn(self, value: str, *, naming: bool) -> None:
        known = self._named if naming else self._telling
        if len(value) >= SHORTEST and value not in known:
            known[value] = None
            self._new.append((value, naming))

    def _learn_text(self, text: str) -> None:
        try:
            self.learn_document(json.loads(text))
        except (ValueError, RecursionError):
            for payload in tokens.payloads(text):
                self._learn_text(payload)
            if "{" in text:
                for value in values(text, self._map, Whose.RECORD):
                    if value.is_text:
                        self._met(value.text, value.name, value.whose)

    def _walk(self, document: Any, whose: Whose, name: str) -> None:
        pending = [(document, whose, name)]
        inside, public = self._map.inside, self._public
        while pending:
            value, whose, name = pending.pop()
            kind = type(value)
            if kind is str:
                if whose is not Whose.ORGANISATION or value not in public:
                    self._met(value, name, whose)
            elif kind is dict:
                whose = inside(whose, name)
                pending += [(each, whose, key) for key, each in value.items()]
            elif kind is list:
                pending += [(each, whose, name) for each in value]

    def _met(self, value: str, name: str, whose: Whose) -> None:
        if self._map.personal(whose, name):
            naming = name in self._places.naming
            self._learn(value, naming=naming)
            if naming and is_name(value):
                for part in _WORD.findall(value):
                    self._learn(part, naming=True)
        elif whose is Whose.ORGANISATION:
            self._public.add(value)
            self._public_words.update(word.lower() for word in _WORD.findall(value))
        for payload in tokens.payloads(value):
            self._learn_text(payload)

    # replacing

    def _page(self, text: str) -> str:
        """Text without structure: every e-mail address that is no organisation's, and what is known."""
        if "@" in text or "%40" in text:
            text = _EMAIL.sub(self._address, text)
        return self.text(text)

    def _address(self, found: re.Match[str]) -> str:
        encoded = "@" not in found[0]
        address = unquote(found[0]) if encoded else found[0]
        if address in self._public:
            return found[0]
        made = self._shapes.of(address)
        return quote(made) if encoded else made

    def _root_of(self, text: str) -> Whose:
        try:
            return self._map.root(json.loads(text))
        except (ValueError, RecursionError):
            return Whose.RECORD

    def _payload(self, text: str) -> str:
        return self._json(text, self._root_of(text)) if "{" in text else text

    def _json(self, text: str, whose: Whose) -> str:
        return "".join(self._pieces(text, whose))

    def _pieces(self, text: str, whose: Whose) -> Iterator[str]:
        """What stands between the values at personal places, as far as it is not known, and their stand-ins."""
        end = 0
        for value in values(text, self._map, whose):
            if value.personal:
                yield self.text(text[end : value.start])
                yield self._own(value)
                end = value.end
        yield self.text(text[end:])

    def _own(self, value: Value) -> str:
        if value.is_text:
            return self._literal(value.literal, value.name)
        return self._shapes.number(value.literal)

    def _literal(self, literal: str, name: str) -> str:
        text = unquoted(literal)
        if tokens.payloads(text):
            made = tokens.replaced(text, self._payload)
        else:
            choices = self._places.chosen.get(name)
            made = self._shapes.choice(text, choices) if choices else self._shapes.of(text)
        return quoted(made, literal)

    def _by_value(self, text: str) -> str:
        for value, naming in self._new:
            if naming or (len(value) >= _TELLING and not self._used_publicly(value)):
                self._sought.add(value, self._shapes.of(value))
        self._new.clear()
        return self._sought.replaced(text)

    def _used_publicly(self, value: str) -> bool:
        """True when an organisation uses all these words too: the name of a town, of a course."""
        return all(word.lower() in self._public_words for word in _WORD.findall(value))

    def _common(self, text: str) -> bool:
        return text.lower() in self._places.words

    def _names_nobody(self, part: str) -> bool:
        """True for a host of the run and for a word of the standard's own: they stay in URLs."""
        return part.lower() in self._hosts or self._common(part)
