"""Keeps secrets out of everything that is written: by the name of the member, and by the value wherever it occurs."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Set
from typing import Final
from urllib.parse import quote_plus, unquote

from conformance.exchanges import by_name
from conformance.exchanges.by_name import Mark
from conformance.exchanges.by_value import KnownValues
from conformance.privacy import Persons

REDACTED: Final = "[redacted]"
TELLING: Final = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie", "location"})
"""Header fields whose values may hold credentials to learn."""


class Redactor:
    """Replaces secrets in text, by the name of their member and by their value, and what is a learner's own.

    A value that is learnt late is also replaced in what was recorded before, since redaction happens
    when the transcript is written out. ``words`` are those of our own texts: a secret that is one of them is hidden
    in its place only, since elsewhere the gap would give it away. Without ``persons`` personal data is kept.
    """

    def __init__(self, words: Set[str] = frozenset(), persons: Persons | None = None) -> None:
        self.persons = persons
        self._known = KnownValues(words)
        self._names: set[str] = set()
        self._fields = set(by_name.WHOLE)
        self._places: re.Pattern[str] | None = None

    @property
    def version(self) -> int:
        """Changes whenever something is learnt."""
        return len(self._known) + (self.persons.version if self.persons else 0)

    @property
    def longest(self) -> int:
        """Length of the longest value that is looked for."""
        return self._known.longest

    def learn(self, secret: str, name: str = "SECRET") -> None:
        """Remember a value as secret, in the forms in which it may be written.

        ``name`` names the shell variable (``CLR_<NAME>``) that stands for it in a curl line.
        A value of fewer than four characters, or that is a common word, is only hidden by the name of its member.
        """
        self._known.add(secret, name)

    def learn_place(self, name: str) -> None:
        """Remember the name of a form field whose value is secret, such as that of the plan for the password."""
        if not by_name.is_secret(name):
            self._names.add(name)
            names = "|".join(re.escape(form) for each in sorted(self._names) for form in {each, quote_plus(each)})
            self._places = re.compile(rf"(?<![\w.\-])({names})=([^&\s\"'<>#;]+)")

    def learn_field(self, name: str) -> None:
        """Remember the name of a header field whose whole value is secret."""
        self._fields.add(name.lower())

    def is_common(self, secret: str) -> bool:
        """True for a value that anybody may write without knowing the secret."""
        return self._known.is_common(secret)

    def learn_header(self, name: str, value: str) -> None:
        """Learn the credentials in the value of a header field."""
        field = name.lower()
        if field in {"authorization", "proxy-authorization"}:
            self._learn_authorization(value)
        elif field == "cookie":
            for cookie in by_name.cookies(value):
                self._known.add_long(cookie, "COOKIE")
        elif field == "set-cookie":
            self._known.add_long(value.partition(";")[0].partition("=")[2], "COOKIE")
        elif field == "location":
            self.learn_pairs(value)

    def learn_pairs(self, text: str) -> None:
        """Learn the secret members of a form body or of the query of a URL."""
        for name, value in by_name.pairs(text):
            self._known.add_long(value, name)

    def learn_json(self, text: str) -> None:
        """Learn the secret members of a JSON body."""
        for name, value in by_name.members(text):
            self._known.add_long(value, name)

    def text(self, text: str) -> str:
        """A text of the wire with every known secret replaced by ``[redacted]``; safe to encode as UTF-8."""
        return self.mark(text, _redacted)

    def body(self, text: str) -> str:
        """The text of a body, likewise; in JSON what is a learner's own is known by its place."""
        return self.mark_body(text, _redacted)

    def said(self, text: str) -> str:
        """A text of our own, which may quote the wire: short values are left alone, for they may be words of ours."""
        text = self.by_name(text)
        return self._persons(self._known.long_replaced(text, REDACTED))

    def by_name(self, text: str) -> str:
        """The text without what the name of its member calls a secret."""
        return self._named(by_name.encodable(text), _redacted)

    def quoted(self, pointer: str, text: str) -> str:
        """What a finding quotes of the place to which the pointer leads."""
        text = self._known.replaced(self.by_name(text), _redacted)
        return self.persons.at(pointer, text) if self.persons else text

    def pointer(self, pointer: str) -> str:
        """A JSON Pointer: the name of a member may be a learner's own."""
        return self.persons.pointer(pointer) if self.persons else pointer

    def header(self, name: str, value: str) -> str:
        """The value of a header field without its credentials; schemes, cookie names and attributes stay."""
        return self.mark_header(name, value, _redacted)

    def mark(self, text: str, mark: Mark) -> str:
        """The text with every known secret replaced by what ``mark`` makes of its name."""
        return self._persons(self._known.replaced(self._named(by_name.encodable(text), mark), mark))

    def mark_body(self, text: str, mark: Mark) -> str:
        """Like ``mark`` for the text of a body."""
        text = self._known.replaced(self._named(by_name.encodable(text), mark), mark)
        return self.persons.body(text) if self.persons else text

    def mark_header(self, name: str, value: str, mark: Mark) -> str:
        """Like ``mark`` for the value of a header field."""
        field, value = name.lower(), by_name.encodable(value)
        shown = mark(by_name.variable(field)) if field in self._fields else by_name.hide_header(field, value, mark)
        return self._persons(self._known.replaced(shown, mark))

    def _named(self, text: str, mark: Mark) -> str:
        text = by_name.hide(text, mark)
        if self._places is not None and "=" in text:
            text = self._places.sub(lambda found: f"{found[1]}={mark('CLR_PASSWORD')}", text)
        return text

    def _persons(self, text: str) -> str:
        return self.persons.text(text) if self.persons else text

    def _learn_authorization(self, value: str) -> None:
        scheme, _, credentials = value.strip().partition(" ")
        self._known.add_long(credentials.strip(), "TOKEN" if scheme.lower() == "bearer" else scheme.upper() or "SECRET")
        if scheme.lower() != "basic":
            return
        try:
            pair = base64.b64decode(credentials, validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return
        self._known.add_long(unquote(pair.partition(":")[2]), "CLIENT_SECRET")


def _redacted(_: str) -> str:
    return REDACTED
