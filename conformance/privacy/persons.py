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
from conformance.privacy.learnt import Learnt
from conformance.privacy.places import Map, Places, Whose
from conformance.privacy.scan import Value, quoted, unquoted, values
from conformance.privacy.shapes import Shapes
from conformance.privacy.sought import Sought

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
        self._learnt = Learnt(places, self._map)
        self._hosts: set[str] = set()
        self._sought = Sought(places.words | own_words())

    def anew(self) -> Persons:
        """Another one that knows nobody yet and makes the same stand-ins."""
        return Persons(self._places, self._key)

    @property
    def version(self) -> int:
        """Changes whenever a value is learnt."""
        return len(self._learnt)

    def learn(self, value: str) -> None:
        """A value that is known to name a person, such as the user name of the plan."""
        self._learnt.add(value, naming=True)

    def learn_host(self, host: str) -> None:
        """A host (with its port) that the run talks to: it names a service and stays in URLs."""
        self._hosts.add(host.lower())

    def learn_document(self, document: Any) -> None:
        """Learn what a document that was read says of persons."""
        self._learnt.document(document)

    def learn_body(self, body: bytes) -> None:
        """Learn what a body says of persons: JSON, a compact JWS, or JSON that is broken or cut off."""
        self._learnt.body(body)

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
        ours = " " in text or text in own_words() or self._common(text)
        return self.text(text) if ours else self._shapes.of(text)

    def pointer(self, pointer: str) -> str:
        """A JSON Pointer, whose member names may be values; the places in arrays stay."""
        return "/".join(each if each.isdigit() else self.text(each) for each in pointer.split("/"))

    def person(self, document: Any) -> Any:
        """A document that is a learner's, such as that of the plan."""
        return json.loads(self._json(json.dumps(document), Whose.PERSON))

    def _page(self, text: str) -> str:
        """Text without structure: every e-mail address that is not an organisation's, and what is known."""
        if "@" in text or "%40" in text:
            text = _EMAIL.sub(self._address, text)
        return self.text(text)

    def _address(self, found: re.Match[str]) -> str:
        encoded = "@" not in found[0]
        address = unquote(found[0]) if encoded else found[0]
        if address in self._learnt.public:
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
        for value, naming in self._learnt.new():
            if naming or (len(value) >= _TELLING and not self._learnt.is_public(value)):
                self._sought.add(value, self._shapes.of(value))
        return self._sought.replaced(text)

    def _common(self, text: str) -> bool:
        return text.lower() in self._places.words

    def _names_nobody(self, part: str) -> bool:
        """True for a host of the run and for a word of the standard's own: they stay in URLs."""
        return part.lower() in self._hosts or self._common(part)
