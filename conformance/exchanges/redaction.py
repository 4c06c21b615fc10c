"""Keeps secrets out of everything that is written: by the name of the member, and by the value wherever it occurs."""

from __future__ import annotations

import base64
import binascii
import html
import json
import re
from collections.abc import Callable, Iterator, Set
from typing import Final
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from conformance.privacy import Persons

REDACTED: Final = "[redacted]"

Mark = Callable[[str], str]
"""Makes what stands in the place of a secret from the name of that secret."""

# Below this length a value is too common to be replaced inside of words, and below the second at all.
SHORT = 8
SHORTEST = 4
_COMMON = """admin administrator changeme default demo example guest hello letmein login master pass passw0rd password
password1 qwerty secret student teacher test tester testing user welcome 0000 1111 1234 12345 123456 1234567 12345678
123456789 1234567890"""
COMMON: Final = frozenset(_COMMON.split())
"""Passwords of test accounts that are words or numbers which occur everywhere."""
_REMEMBERED = 500

_SUFFIX = r"[\w.\-]{0,40}?(?:token|secret|password|passwd|csrf|xsrf|code_verifier|client_assertion)"
_EXACT = r"code|assertion|pwd|pass|otp"
# A URL that is signed in its query opens what it names, like a token.
_SIGNED = r"[\w.\-]{0,40}?signature|sig"
_JSON_MEMBER = re.compile(rf'"({_SUFFIX})"(\s*:\s*)"((?:[^"\\]|\\.)*)', re.IGNORECASE)
_PAIR = re.compile(rf"""(?<![\w.\-])({_SUFFIX}|{_EXACT}|{_SIGNED})=([^&\s"'<>#;]+)""", re.IGNORECASE)
_TAG = re.compile(r"<(?:input|meta)\b[^>]{0,4000}", re.IGNORECASE)
_TAG_NAME = re.compile(rf"""\bname\s*=\s*["']?({_SUFFIX}|{_EXACT})["'\s/]""", re.IGNORECASE)
_TAG_VALUE = re.compile(r"""(\b(?:value|content)\s*=\s*)("[^"]*"?|'[^']*'?|[^\s"'>]+)""", re.IGNORECASE)
_USERINFO = re.compile(r"(?<=://)[^/\s@\"'<>]{1,400}@")
_COOKIE = re.compile(r"(?:^|(?<=[;\s]))([^=;\s]+)=([^;]*)")
_WHOLE = frozenset({"x-api-key", "x-auth-token", "x-csrf-token", "x-xsrf-token"})
_SCHEMES = frozenset({"bearer", "basic", "digest", "dpop"})


class Redactor:
    """Replaces secrets in text, by the name of their member and by their value, and what is a learner's own.

    A value that is learnt late is also replaced in what was recorded before, since redaction happens
    when the transcript is written out. ``words`` are those of our own texts: a secret that is one of them is hidden
    in its place only, for elsewhere the gap would tell what it is. Without ``persons`` personal data is kept.
    """

    def __init__(self, words: Set[str] = frozenset(), persons: Persons | None = None) -> None:
        self.persons = persons
        self._words = words
        self._names: set[str] = set()
        self._fields = set(_WHOLE)
        self._places: re.Pattern[str] | None = None
        self._known: dict[str, str] = {}
        self._ordered: tuple[tuple[str, str], ...] | None = None
        # Most header values occur hundreds of times and hold no secret.
        self._clean: set[str] = set()

    @property
    def version(self) -> int:
        """Changes whenever something is learnt."""
        return len(self._known) + (self.persons.version if self.persons else 0)

    @property
    def longest(self) -> int:
        """Length of the longest value that is looked for."""
        return max(map(len, self._known), default=0)

    def learn(self, secret: str, name: str = "SECRET") -> None:
        """Remember a value as secret, in the forms in which it may be written.

        ``name`` names the shell variable (``CLR_<NAME>``) that stands for it in a curl line.
        A value of fewer than four characters, or that is a common word, is only hidden by the name of its member.
        """
        secret = _encodable(secret)
        if len(secret) < SHORTEST or secret in self._known or self.is_common(secret):
            return
        for form in _forms(secret):
            self._known.setdefault(form, name)
        self._ordered = None
        self._clean.clear()

    def learn_place(self, name: str) -> None:
        """Remember the name of a form field whose value is secret, such as that of the plan for the password."""
        if not _PAIR.fullmatch(f"{name}=x"):
            self._names.add(name)
            names = "|".join(re.escape(form) for each in sorted(self._names) for form in {each, quote_plus(each)})
            self._places = re.compile(rf"(?<![\w.\-])({names})=([^&\s\"'<>#;]+)")

    def learn_field(self, name: str) -> None:
        """Remember the name of a header field whose whole value is secret."""
        self._fields.add(name.lower())

    def is_common(self, secret: str) -> bool:
        """True for a value that anybody may write without knowing the secret."""
        return secret.lower() in self._words or secret.lower() in COMMON

    def learn_header(self, name: str, value: str) -> None:
        """Learn the credentials in the value of a header field."""
        field = name.lower()
        if field in {"authorization", "proxy-authorization"}:
            self._learn_authorization(value)
        elif field == "cookie":
            for found in _COOKIE.finditer(value):
                self._learn_long(found[2], "COOKIE")
        elif field == "set-cookie":
            self._learn_long(value.partition(";")[0].partition("=")[2], "COOKIE")
        elif field == "location":
            self.learn_pairs(value)

    def learn_pairs(self, text: str) -> None:
        """Learn the secret members of a form body or of the query of a URL."""
        if "=" not in text:
            return
        for found in _PAIR.finditer(text):
            self._learn_long(unquote_plus(found[2]), found[1].upper())

    def learn_json(self, text: str) -> None:
        """Learn the secret members of a JSON body."""
        for found in _JSON_MEMBER.finditer(text):
            self._learn_long(_unescaped(found[3]), found[1].upper())

    def text(self, text: str) -> str:
        """A text of the wire with every known secret replaced by ``[redacted]``; safe to encode as UTF-8."""
        return self.mark(text, _redacted)

    def body(self, text: str) -> str:
        """The text of a body, likewise; in JSON what is a learner's own is known by its place."""
        return self.mark_body(text, _redacted)

    def said(self, text: str) -> str:
        """A text of our own, which may quote the wire: short values are left alone, for they may be words of ours."""
        text = self.by_name(text)
        for secret, _ in self._sorted():
            if len(secret) >= SHORT and secret in text:
                text = text.replace(secret, REDACTED)
        return self._persons(text)

    def by_name(self, text: str) -> str:
        """The text without what the name of its member calls a secret."""
        return self._named(_encodable(text), _redacted)

    def quoted(self, pointer: str, text: str) -> str:
        """What a finding quotes of the place to which the pointer leads."""
        text = self._values(self.by_name(text), _redacted)
        return self.persons.at(pointer, text) if self.persons else text

    def pointer(self, pointer: str) -> str:
        """A JSON Pointer: the name of a member may be a learner's own."""
        return self.persons.pointer(pointer) if self.persons else pointer

    def header(self, name: str, value: str) -> str:
        """The value of a header field without its credentials; schemes, cookie names and attributes stay."""
        return self.mark_header(name, value, _redacted)

    def mark(self, text: str, mark: Mark) -> str:
        """The text with every known secret replaced by what ``mark`` makes of its name."""
        return self._persons(self._values(self._named(_encodable(text), mark), mark))

    def mark_body(self, text: str, mark: Mark) -> str:
        """Like ``mark`` for the text of a body."""
        text = self._values(self._named(_encodable(text), mark), mark)
        return self.persons.body(text) if self.persons else text

    def mark_header(self, name: str, value: str, mark: Mark) -> str:
        """Like ``mark`` for the value of a header field."""
        field, value = name.lower(), _encodable(value)
        shown = mark(_variable(field)) if field in self._fields else _header(field, value, mark)
        return self._persons(self._values(shown, mark))

    def _named(self, text: str, mark: Mark) -> str:
        text = _by_name(text, mark)
        if self._places is not None and "=" in text:
            text = self._places.sub(lambda found: f"{found[1]}={mark('CLR_PASSWORD')}", text)
        return text

    def _persons(self, text: str) -> str:
        return self.persons.text(text) if self.persons else text

    def _values(self, text: str, mark: Mark) -> str:
        if text in self._clean:
            return text
        given = text
        for secret, name in self._sorted():
            if secret in text:
                text = _replace(text, secret, mark(_variable(name)))
        if text == given and len(text) <= _REMEMBERED:
            self._clean.add(text)
        return text

    def _sorted(self) -> tuple[tuple[str, str], ...]:
        if self._ordered is None:
            # The longest first: a secret may be a part of another one.
            self._ordered = tuple(sorted(self._known.items(), key=lambda item: -len(item[0])))
        return self._ordered

    def _learn_long(self, secret: str, name: str) -> None:
        """Learn a value met on the way; a short one may be anything, and is only hidden by its name."""
        if len(secret) >= SHORT and secret not in self._known:
            self.learn(secret, name)

    def _learn_authorization(self, value: str) -> None:
        scheme, _, credentials = value.strip().partition(" ")
        self._learn_long(credentials.strip(), "TOKEN" if scheme.lower() == "bearer" else scheme.upper() or "SECRET")
        if scheme.lower() != "basic":
            return
        try:
            pair = base64.b64decode(credentials, validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return
        self._learn_long(unquote(pair.partition(":")[2]), "CLIENT_SECRET")


def _redacted(_: str) -> str:
    return REDACTED


def _forms(secret: str) -> Iterator[str]:
    yield secret
    yield quote(secret, safe="", errors="replace")
    yield quote(secret, errors="replace")
    yield quote_plus(secret, errors="replace")
    yield quote(quote(secret, safe="", errors="replace"), safe="")
    yield html.escape(secret)
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]
    encoded = secret.encode("utf-8", "replace")
    yield base64.b64encode(encoded).decode("ascii").rstrip("=")
    yield base64.urlsafe_b64encode(encoded).decode("ascii").rstrip("=")


def _replace(text: str, secret: str, by: str) -> str:
    if len(secret) >= SHORT:
        return text.replace(secret, by)
    return re.sub(rf"(?<![A-Za-z0-9]){re.escape(secret)}(?![A-Za-z0-9])", lambda _: by, text)


def _by_name(text: str, mark: Mark) -> str:
    if '"' in text:
        text = _JSON_MEMBER.sub(lambda m: f'"{m[1]}"{m[2]}"{mark(_variable(m[1]))}', text)
    if "=" in text:
        text = _PAIR.sub(lambda m: f"{m[1]}={mark(_variable(m[1]))}", text)
    if "<" in text:
        text = _TAG.sub(lambda m: _tag(m[0], mark), text)
    if "@" in text:
        text = _USERINFO.sub(lambda _: f"{mark('CLR_USERINFO')}@", text)
    return text


def _tag(tag: str, mark: Mark) -> str:
    named = _TAG_NAME.search(tag + " ")
    if named is None:
        return tag
    return _TAG_VALUE.sub(lambda m: f'{m[1]}"{mark(_variable(named[1]))}"', tag)


def _header(field: str, value: str, mark: Mark) -> str:
    if field in {"authorization", "proxy-authorization"}:
        return _authorization(value, mark)
    if field == "cookie":
        return _COOKIE.sub(lambda m: f"{m[1]}={mark('CLR_COOKIE')}", value)
    if field == "set-cookie":
        return _COOKIE.sub(lambda m: f"{m[1]}={mark('CLR_COOKIE')}", value, count=1)
    return _by_name(value, mark)


def _authorization(value: str, mark: Mark) -> str:
    scheme, space, credentials = value.strip().partition(" ")
    if not credentials.strip():
        return value if scheme.lower() in _SCHEMES or not scheme else mark("CLR_SECRET")
    return f"{scheme}{space}{mark('CLR_TOKEN' if scheme.lower() == 'bearer' else _variable(scheme))}"


def _variable(name: str) -> str:
    return "CLR_" + re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_").upper()


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return text


def _encodable(text: str) -> str:
    """The text without lone surrogates, which JSON can hold and UTF-8 cannot."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
