"""The sentence that says what a schema error is, under the requirement that it breaks.

Messages name classes and members but no values, so that the same fault in many places is grouped into one finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from conformance.document.findings import Note
from conformance.document.nearest import like_member, like_value
from conformance.document.schema import SchemaError
from conformance.document.telling import Telling
from conformance.document.words import a
from conformance.record import Finding
from conformance.rulebooks.clr10.document.badge import is_badge
from conformance.rulebooks.clr10.document.model import MODEL
from conformance.rulebooks.clr10.document.schema_rules import (
    FORMAT,
    MEMBER,
    REQUIRED,
    TEXT_NUMBERS,
    VOCABULARY,
)

WORDS: Final[Mapping[str, str]] = {
    "String": "a string",
    "NormalizedString": "a string",
    "IRI": "a string that is an IRI",
    "IdentityType": "a string",
    "Markdown": "a string",
    "CompactJws": "a string that is a compact JWS",
    "Float": "a number",
    "Boolean": "true or false",
    "Integer": "a whole number",
    "JsonLdContext": "a URL, or an array of URLs",
    "ExtensionValue": "any value but null",
    "array": "an array",
    **{name: words for name, (_, words) in FORMAT.items()},
}

_TELLING: Final = Telling(MODEL, WORDS, VOCABULARY)
_name, _where, _wanted, _values = _TELLING.name, _TELLING.where, _TELLING.wanted, _TELLING.values
_finding, _lacks = _TELLING.finding, _TELLING.lacks

_OF_A_VALUE: Final = frozenset({"type", "enum", "anyOf", "oneOf"})
_EXTENSION: Final = re.compile(r"ext:[a-zA-Z0-9._-]+")
_PREFIXED: Final = re.compile(r"[^:]+:[^:]+")
_LONG_ENOUGH_OR_NOT: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


def ruling(error: SchemaError) -> Finding | Note | None:
    """The finding that tells one schema error; ``None`` for what the standard lets in all the same."""
    if error.keyword == "enum" and not isinstance(error.value, str):
        return None  # the vocabulary wants a string first, and that is a finding of its own
    if error.value is None and error.keyword in _OF_A_VALUE:
        return _null(error)
    return _BY_KEYWORD.get(error.keyword, _otherwise)(error)


def one_of_two(value: Mapping[str, Any], base: str = "") -> Finding | None:
    """The rule of ``PostClrPayload`` that its schema cannot tell: exactly one of ``clr`` and ``signedClr``."""
    there = [member for member in ("clr", "signedClr") if value.get(member) is not None]
    if len(there) == 1:
        return None
    message = (
        "A PostClrPayload holds clr and signedClr" if there else "A PostClrPayload holds neither clr nor signedClr"
    )
    return Finding("CLR10-PAY-004", message, "exactly one of clr and signedClr", " and ".join(there) or "neither", base)


def _null(error: SchemaError) -> Finding:
    if error.type == "ExtensionValue":
        return _finding(
            error, "CLR10-EXT-005", f"The extension member {error.member} is null", "a value, or leave the member out"
        )
    return _finding(error, "CLR10-PAY-007", f"{_where(error)} is null", f"{_wanted(error)}, or leave the member out")


def _required(error: SchemaError) -> Finding:
    owner = _name(error.type)
    if error.detail == "@context" and owner not in ("RevocationList", "DiscoveryDocument", "ImsxStatusInfo"):
        requirement = "CLR10-PAY-001"
    else:
        requirement = REQUIRED.get(owner, "CLR10-PAY-004")
    return _lacks(error, requirement)


def _type(error: SchemaError) -> Finding:
    special = MEMBER.get((error.holder, error.member))
    if error.type == "array":
        requirement = special or "CLR10-PAY-005"
        return _finding(error, requirement, f"{_where(error)} is not an array", "an array, even for one entry")
    if isinstance(error.value, list) and not error.entry:
        return _not_single(error, special)
    if error.type in ("Profile", "EndorsementProfile") and isinstance(error.value, str):
        return _finding(
            error,
            "CLR10-PRF-002",
            f"{_where(error)} is a bare id instead of a Profile",
            "a Profile object that has this id",
        )
    return _finding(
        error,
        special or _for_type(error),
        f"{_where(error)} is not {_wanted(error)}",
        _wanted(error),
    )


def _for_type(error: SchemaError) -> str:
    if error.type == "CompactJws":
        return "CLR10-JWS-001"
    if error.type in VOCABULARY:
        return VOCABULARY[error.type]
    if error.type in FORMAT:
        return _format_requirement(error)
    number = isinstance(error.value, int | float) and not isinstance(error.value, bool)
    if (
        number
        and error.member in TEXT_NUMBERS
        and error.holder in ("Result", "ResultDescription", "RubricCriterionLevel")
    ):
        return "CLR10-RES-013"
    return "CLR10-PAY-004"


def _not_single(error: SchemaError, special: str | None) -> Finding:
    requirement = special or "CLR10-PAY-006"
    if _name(error.holder) == "Clr":
        requirement = {"learner": "CLR10-CLR-002", "publisher": "CLR10-CLR-003"}.get(error.member, requirement)
    return _finding(error, requirement, f"{_where(error)} is an array", f"one value: {_wanted(error)}")


def _format(error: SchemaError) -> Finding:
    if error.type not in FORMAT:
        return _otherwise(error)
    words = FORMAT[error.type][1]
    return _finding(error, _format_requirement(error), f"{_where(error)} is not {words.partition(',')[0]}", words)


def _format_requirement(error: SchemaError) -> str:
    if error.type == "AnyURI" and error.holder == "DiscoveryDocument":
        return MEMBER.get((error.holder, error.member), "CLR10-DSC-009")
    return FORMAT[error.type][0]


def _vocabulary(error: SchemaError) -> Finding | Note:
    if isinstance(error.value, list):
        return _not_single(error, None)
    requirement = VOCABULARY.get(error.type, "CLR10-PAY-004")
    text = error.value if isinstance(error.value, str) else ""
    known = error.type in VOCABULARY
    expected = _values(error.type) + like_value(MODEL, error.type, text) if known else _wanted(error)
    if error.keyword == "enum":
        if text.startswith("ext:"):
            requirement = "CLR10-EXT-002"
        return _finding(error, requirement, f"{_where(error)} is not in its vocabulary, which is closed", expected)
    if text.startswith("ext:") or _EXTENSION.search(text):
        message = f"{_where(error)} is not a well-formed extension value"
        finding = _finding(error, "CLR10-EXT-001", message, "ext: and then letters, digits, dot, hyphen or underscore")
        # The published pattern is not anchored, so that it lets these through.
        return Note(finding) if _EXTENSION.search(text) else finding
    return _finding(error, requirement, f"{_where(error)} is not in its vocabulary and lacks the prefix ext:", expected)


def _context(error: SchemaError) -> Finding:
    if error.type != "JsonLdContext":
        return _otherwise(error)
    entries = error.value if isinstance(error.value, list) else [error.value]
    if any(isinstance(entry, dict) for entry in entries):
        return _finding(error, "CLR10-PAY-003", "@context holds an inline object", "URLs only")
    return _finding(error, "CLR10-PAY-001", "@context is not a URL or an array of URLs", WORDS["JsonLdContext"])


def _pattern(error: SchemaError) -> Finding:
    if error.type != "CompactJws":
        return _otherwise(error)
    if _LONG_ENOUGH_OR_NOT.fullmatch(error.value):
        return _finding(
            error,
            "CLR10-JWS-002",
            f"{_where(error)} has a part of fewer than four characters",
            "three parts of four characters or more",
        )
    return _finding(
        error,
        "CLR10-JWS-001",
        f"{_where(error)} is not a compact JWS",
        "three base64url parts without padding, with a dot between them",
    )


def _superfluous(error: SchemaError) -> Finding | Note | None:
    holder, name = _name(error.holder), error.member
    if error.holder == "GetAssertionPayload" and name == "badge" and is_badge(error.value):
        return None  # an Open Badge, which the standard means to let in
    like = like_member(MODEL, error.holder, name)
    if holder == "DiscoveryDocument":
        message = f"The discovery document has the member {name}, which its class does not have"
        finding = _finding(error, "CLR10-DSC-005", message, f"no such member{like}", "present")
        return Note(finding) if name == "type" else finding  # which the Candidate Final had
    if holder in _STATUS_WORDS:
        message = f"{_STATUS_WORDS[holder]} has the member {name}, which its class does not have"
        return _finding(error, "CLR10-ERR-006", message, f"no such member{like}", "present")
    message = f"{a(holder, capital=True)} as the root of a document does not know {name}"
    finding = _finding(error, "CLR10-EXT-004", message, f"no such member{like}", "present")
    return Note(finding) if _PREFIXED.fullmatch(name) else finding


_STATUS_WORDS: Final = {
    "ImsxStatusInfo": "The status body",
    "ImsxCodeMinor": "The imsx_codeMinor of a status body",
    "ImsxCodeMinorField": "An entry of imsx_codeMinorField of a status body",
}


def _too_few(error: SchemaError) -> Finding:
    requirement = MEMBER.get((error.holder, error.member), "CLR10-PAY-004")
    return _finding(error, requirement, f"{_where(error)} is empty", "one entry or more")


def _otherwise(error: SchemaError) -> Finding:
    return _finding(
        error,
        "CLR10-PAY-004",
        f"{_where(error)} does not follow the model ({error.keyword})",
        _wanted(error),
    )


_BY_KEYWORD: Final[Mapping[str, Callable[[SchemaError], Finding | Note | None]]] = {
    "required": _required,
    "type": _type,
    "format": _format,
    "enum": _vocabulary,
    "anyOf": _vocabulary,
    "oneOf": _context,
    "pattern": _pattern,
    "additionalProperties": _superfluous,
    "minItems": _too_few,
}
