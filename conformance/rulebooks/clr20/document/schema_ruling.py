"""The sentence that says what a schema error is, under the requirement that it breaks.

Messages name classes and members but no values, so that the same fault in many places is grouped into one finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from conformance.document.findings import Note
from conformance.document.nearest import like_member, like_value
from conformance.document.schema import SchemaError
from conformance.document.telling import Telling
from conformance.document.words import a
from conformance.record import Finding
from conformance.rulebooks.clr20.document.model import MODEL
from conformance.rulebooks.clr20.document.schema_rules import (
    BARE,
    BARE_URI,
    CONTEXT_ENTRY,
    CONTEXTS_OF_A_RECORD,
    EXTENSIBLE,
    EXTENSION,
    FORMAT,
    LANGUAGES,
    LAST,
    LEFT_OUT,
    NO_BOOLEAN,
    NOT_KNOWN,
    NUMBER_AS_TEXT,
    NUMBERS,
    OBJECT_FOR_TEXT,
    REQUIRED,
    REQUIRED_MEMBER,
    TEXTS,
    TYPES,
    VOCABULARY,
    of_member,
    of_profile,
)

WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(TEXTS, "a string"),
    **dict.fromkeys(NUMBERS, "a number"),
    "Integer": "a whole number",
    "Boolean": "true or false",
    "URI": "a string that is a URI",
    "WebAddress": "a string that is a URL",
    "IRI": "the name of a class",
    "Types": "the name of a class, or an array of them",
    "BitstringStatusPurpose": "a string",
    "JsonLdContext": "a URL or an object",
    "JsonLdContexts": "an array of context URLs",
    "AnyContexts": "a context URL, or an array of them",
    "ExtensionValue": "any value but null and the empty array",
    "EmbeddedCredential": "a credential as an object",
    "array": "an array",
    **{name: words for name, (_, words) in FORMAT.items()},
}

_TELLING: Final = Telling(MODEL, WORDS, VOCABULARY)
_name, _where, _wanted, _values = _TELLING.name, _TELLING.where, _TELLING.wanted, _TELLING.values
_finding = _TELLING.finding

_OF_A_VALUE: Final = frozenset({"type", "enum", "anyOf", "const"})
_OWN_CHECKS: Final = frozenset({"ClrCredential", "AchievementCredential", "EndorsementCredential"})
"""Classes whose contexts have checks of their own, one for each position."""

_LANGUAGE: Final = re.compile(r"[a-z]{2}(-[A-Z]{2})?")


def ruling(error: SchemaError) -> Finding | Note | None:
    """The finding that tells one schema error; ``None`` for what another error or a check of its own tells."""
    if error.value is None and error.keyword in _OF_A_VALUE:
        return _null(error) if error.keyword == "type" or error.type in EXTENSIBLE else None
    if error.member == "@context" and error.keyword != "required":
        return _context(error)
    if error.member == "type" and error.keyword in _OF_TYPE:
        return _named(error)
    return _BY_KEYWORD.get(error.keyword, _otherwise)(error)


def _null(error: SchemaError) -> Finding:
    if error.type == "ExtensionValue":
        expected = "a value, or leave it out"
        return _finding(error, LEFT_OUT, f"{_where(error)} is null, in an extension", expected)
    return _finding(error, LEFT_OUT, f"{_where(error)} is null", f"{_wanted(error)}, or leave the member out")


def _required(error: SchemaError) -> Finding:
    kind = _name(error.type)
    own = of_profile(error.path) if kind == "Profile" else REQUIRED.get(kind, LAST)
    requirement = REQUIRED_MEMBER.get((kind, error.detail), own)
    return _TELLING.lacks(error, requirement)


def _context(error: SchemaError) -> Finding | None:
    kind = _name(error.holder)
    if error.type in ("JsonLdContext", "AnyContexts"):
        return _finding(error, CONTEXT_ENTRY, f"{_where(error)} is neither a URL nor an object", "a URL or an object")
    if kind == "ClrCredential" and error.keyword in ("type", "minItems"):
        if error.keyword == "minItems" and error.type == "JsonLdContexts":
            return None  # that of the record asks for more
        message = "@context of a ClrCredential is not an array of three or more"
        return _finding(error, CONTEXTS_OF_A_RECORD, message, "an array: the data model, CLR 2.0, Open Badges 3.0")
    if kind in _OWN_CHECKS:
        return None
    if error.keyword == "type":
        return _finding(error, BARE, f"{_where(error)} is not an array", "an array, even for one entry")
    return _too_few(error) if error.keyword == "minItems" else _otherwise(error)


def _named(error: SchemaError) -> Finding | None:
    """``type`` does not name the class."""
    kind = _name(error.holder)
    if kind == "ClrCredential" and not error.entry:
        return None  # which has a check of its own
    place = error.path[:-2] if error.entry else error.path[:-1]
    requirement = of_profile(place) if kind == "Profile" else TYPES.get(kind, LAST)
    if error.type == "IRI":
        return _finding(error, requirement, f"{_where(error)} is not {WORDS['IRI']}", WORDS["IRI"])
    if error.keyword == "minItems" or not isinstance(error.value, str | list):
        return None  # another error tells of it
    if error.keyword == "type":
        message = f"The type of {a(kind)} is not an array of names"
        return _finding(error, requirement, message, "an array of names")
    wanted = error.detail or kind
    return _finding(error, requirement, f"The type of {a(kind)} lacks {wanted}", wanted)


def _type(error: SchemaError) -> Finding | None:
    value = error.value
    if error.type == "array":
        return _bare(error)
    if error.type in MODEL.models() and isinstance(value, str):
        return _text_for_object(error)
    if error.type in TEXTS and isinstance(value, dict):
        return _object_for_text(error)
    fault = "is an array" if isinstance(value, list) and not error.entry else f"is not {_one(error)}"
    return _finding(error, _for_type(error), f"{_where(error)} {fault}", _one(error))


def _one(error: SchemaError) -> str:
    one = "one value: " if isinstance(error.value, list) and not error.entry else ""
    if error.member == "issuer" and error.type == "URI":
        return f"{one}a Profile object or a URI"
    return f"{one}{_wanted(error)}"


def _for_type(error: SchemaError) -> str:
    kind, value = _name(error.holder), error.value
    requirement = _row(error)
    if requirement != LAST:
        return requirement
    if error.type in NUMBERS and isinstance(value, str):
        return NUMBER_AS_TEXT
    if error.type == "Boolean" and not isinstance(value, list | dict):
        return NO_BOOLEAN
    return TYPES.get(kind, LAST) if error.member == "type" else LAST


def _row(error: SchemaError) -> str:
    model = MODEL.models().get(error.holder)
    member = model.members.get(error.member) if model is not None else None
    if error.type == "CompactJws" and error.member != "endorsementJwt":
        return LAST
    return of_member(_name(error.holder), member, error.type)


def _bare(error: SchemaError) -> Finding | None:
    """One value where an array belongs. What is no possible entry either is told by the error of the entry."""
    member = MODEL.models()[error.holder].members[error.member]
    two_forms = "then" in MODEL.schemas[error.holder]["properties"][error.member]["items"]
    wanted = dict | str if two_forms else dict if member.type in MODEL.models() else str
    if not isinstance(error.value, wanted):
        return None
    return _finding(error, BARE, f"{_where(error)} is not an array", "an array, even for one entry")


def _text_for_object(error: SchemaError) -> Finding:
    requirement = _row(error)
    own = requirement if error.member in ("issuer", "verifiableCredential") and requirement != LAST else BARE_URI
    return _finding(error, own, f"{_where(error)} is a string instead of an object", _wanted(error))


def _object_for_text(error: SchemaError) -> Finding:
    """What the published schemas take for a map of languages, and any other object."""
    names, value = list(error.value), error.value
    if not all(_LANGUAGE.fullmatch(name) for name in names) or not _all_texts(value):
        return _finding(error, _for_type(error), f"{_where(error)} is an object", _one(error))
    if error.type in ("URI", "WebAddress") or names in ([], ["id"]):
        message = f"{_where(error)} is an object that only passes for a map of languages"
        return _finding(error, OBJECT_FOR_TEXT, message, _one(error))
    return _finding(error, LANGUAGES, f"{_where(error)} is a map of languages", "one text")


def _all_texts(value: Mapping[str, object]) -> bool:
    return all(isinstance(text, str) for text in value.values())


def _format(error: SchemaError) -> Finding:
    if error.type not in FORMAT:
        return _otherwise(error)
    words = FORMAT[error.type][1]
    return _finding(error, _row(error), f"{_where(error)} is not {words.partition(',')[0]}", words)


def _vocabulary(error: SchemaError) -> Finding | None:
    if not isinstance(error.value, str):
        if error.keyword == "enum":
            return None  # the vocabulary wants a string first, and that is a finding of its own
        return _finding(error, VOCABULARY.get(error.type, LAST), f"{_where(error)} is not a string", _wanted(error))
    expected = _values(error.type) + like_value(MODEL, error.type, error.value)
    if error.type in EXTENSIBLE and error.value.startswith("ext:"):
        message = f"{_where(error)} is not a well-formed extension value"
        return _finding(error, EXTENSION, message, "ext: and then letters, digits, dot, hyphen or underscore")
    closed = "and lacks the prefix ext:" if error.type in EXTENSIBLE else "which is closed"
    message = f"{_where(error)} is not in its vocabulary, {closed}"
    return _finding(error, VOCABULARY.get(error.type, LAST), message.replace(", and", " and"), expected)


def _superfluous(error: SchemaError) -> Finding:
    message = f"{a(_name(error.holder), capital=True)} has the member {error.member}, which its class does not have"
    like = like_member(MODEL, error.holder, error.member)
    return _finding(error, NOT_KNOWN, message, f"no such member{like}", "present")


def _too_few(error: SchemaError) -> Finding:
    special = REQUIRED_MEMBER.get((_name(error.holder), error.member))
    if special is not None:
        return _finding(error, special, f"{_where(error)} is an empty array", "one entry or more")
    # Software that writes one empty array writes them all: one finding names them.
    message = f"{a(_name(error.holder), capital=True)} has a member that is an empty array"
    return _finding(error, LEFT_OUT, message, "one entry or more, or leave the member out", error.member)


def _otherwise(error: SchemaError) -> Finding:
    message = f"{_where(error)} does not follow the model ({error.keyword})"
    return _finding(error, LAST, message, _wanted(error))


_OF_TYPE: Final = frozenset({"contains", "const", "minItems", "type"})

_BY_KEYWORD: Final[Mapping[str, Callable[[SchemaError], Finding | Note | None]]] = {
    "required": _required,
    "type": _type,
    "format": _format,
    "pattern": _format,
    "enum": _vocabulary,
    "anyOf": _vocabulary,
    "additionalProperties": _superfluous,
    "minItems": _too_few,
}
