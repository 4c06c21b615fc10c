"""What bodies and documents say of persons: the values that name somebody, and those that are about somebody."""

from __future__ import annotations

import json
import re
from typing import Any

from conformance.privacy import tokens
from conformance.privacy.places import Map, Places, Whose
from conformance.privacy.scan import values
from conformance.privacy.shapes import is_name
from conformance.privacy.sought import SHORTEST

_WORD = re.compile(r"[^\W_]+")


class Learnt:
    """The values at a learner's own places, and besides them what organisations say of themselves.

    A value that names somebody (a name, an e-mail address, a number of a student) is kept apart from one that is only
    about somebody (a narrative), which may be an ordinary sentence.
    """

    def __init__(self, places: Places, where: Map) -> None:
        self._places = places
        self._map = where
        self._public_words: set[str] = set()
        self.public: set[str] = set()
        self._named: dict[str, None] = {}
        self._telling: dict[str, None] = {}
        self._bodies: set[bytes] = set()
        self._new: list[tuple[str, bool]] = []

    def __len__(self) -> int:
        return len(self._named) + len(self._telling)

    def add(self, value: str, *, naming: bool) -> None:
        """A value that is known to be of a person."""
        known = self._named if naming else self._telling
        if len(value) >= SHORTEST and value not in known:
            known[value] = None
            self._new.append((value, naming))

    def body(self, body: bytes) -> None:
        """Learn from JSON, a compact JWS, or JSON that is broken or cut off; the same body only once."""
        if not (b"{" in body or b".e" in body) or body in self._bodies:
            return
        self._bodies.add(body)
        self._text(body.decode("utf-8", "replace"))

    def document(self, document: Any) -> None:
        """Learn from a document that was read."""
        self._walk(document, self._map.root(document), "")

    def new(self) -> list[tuple[str, bool]]:
        """The values since the last call, each with whether it names somebody."""
        new, self._new = self._new, []
        return new

    def is_public(self, value: str) -> bool:
        """True when an organisation uses all these words too: the name of a town, of a course."""
        return all(word.lower() in self._public_words for word in _WORD.findall(value))

    def _text(self, text: str) -> None:
        try:
            self.document(json.loads(text))
        except (ValueError, RecursionError):
            for payload in tokens.payloads(text):
                self._text(payload)
            if "{" in text:
                for value in values(text, self._map, Whose.RECORD):
                    if value.is_text:
                        self._met(value.text, value.name, value.whose)

    def _walk(self, document: Any, whose: Whose, name: str) -> None:
        pending = [(document, whose, name)]
        inside, public = self._map.inside, self.public
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
            naming = name in self._places.naming and (whose is Whose.PERSON or name not in self._places.titles)
            self.add(value, naming=naming)
            if naming and is_name(value):
                for part in _WORD.findall(value):
                    self.add(part, naming=True)
        elif whose is Whose.ORGANISATION:
            self.public.add(value)
            self._public_words.update(word.lower() for word in _WORD.findall(value))
        for payload in tokens.payloads(value):
            self._text(payload)
