"""Turns bytes into a JSON value within stated limits, and says in plain words why it could not.

The limits are checked by linear scans before any parser runs, so that no input can exhaust the stack
or the memory. ``orjson`` reads the text (integers beyond 64 bits become floats); the standard library
reads it once more only when a member occurs twice and has to be named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, NoReturn

import orjson

from conformance.document.foreign import foreign
from conformance.record import Finding

BOM: Final = b"\xef\xbb\xbf"
_NOT_STRUCTURE: Final = bytes(set(range(256)) - set(b'"[]{}'))
_NOT_SEPARATOR: Final = bytes(set(range(256)) - set(b'":,'))
_NOT_MEMBER: Final = bytes(set(range(256)) - set(b'"{}:'))
_OBJECT: Final = re.compile(rb"\{:*\}")
_ONE_KIND: Final = bytes.maketrans(b"[{]}", b"(())")
_ESCAPE: Final = re.compile(rb"\\.", re.DOTALL)


class DocumentError(ValueError):
    """The input is not a JSON document that can be judged.

    ``code`` is stable and greppable (``not-json``); ``likely`` and ``todo`` tell a reader why it
    probably happened and what to do. ``foreign`` is the code of the foreign format that the input is in, if any.
    """

    def __init__(self, code: str, message: str, likely: str = "", todo: str = "", foreign: str = "") -> None:
        super().__init__(code, message, likely, todo, foreign)  # all of them, so that it can go to another process
        self.code = code
        self.message = message
        self.likely = likely
        self.todo = todo
        self.foreign = foreign

    def __str__(self) -> str:
        return self.message


MOST_DEPTH: Final = 200
"""The highest limit on depth that can be set: deeper documents exhaust the stack of what reads them."""


@dataclass(frozen=True, slots=True)
class ParseLimits:
    """What a document may be at most: ``size`` in bytes, ``depth`` in nested arrays and objects.

    ``members`` counts object members and array entries together, ``object`` the members of one object.
    """

    size: int = 50_000_000
    depth: int = 100
    members: int = 1_000_000
    object: int = 10_000


@dataclass(frozen=True, slots=True)
class TextFault:
    """What is wrong with a text though it can be read: ``code`` says which fault it is (``byte-order-mark``).

    The finding names no requirement: an edition says which one the fault breaks.
    """

    code: str
    finding: Finding


def text_findings(faults: tuple[TextFault, ...], of_text: Mapping[str, str]) -> tuple[Finding, ...]:
    """The faults as findings of the requirements that ``of_text`` maps their codes to; others are left out."""
    return tuple(replace(fault.finding, requirement=of_text[fault.code]) for fault in faults if fault.code in of_text)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A JSON value, and what was wrong with its text though it could be read."""

    value: Any
    faults: tuple[TextFault, ...] = ()


DEFAULT_LIMITS: Final = ParseLimits()


def parse(data: bytes, limits: ParseLimits = DEFAULT_LIMITS) -> Parsed:
    """The JSON value in ``data``; raises ``DocumentError`` when there is none or a limit is passed.

    A byte order mark (RFC 8259, 8.1) and members that occur twice in one object are faults of a text that is read;
    everything else that RFC 8259 forbids is an error.
    """
    if len(data) > limits.size:
        raise DocumentError(
            "document-too-large",
            f"The document has {len(data)} bytes; at most {limits.size} are read",
            "It embeds files, or it is not the file that was meant",
            "Raise the size limit, or split the document",
        )
    faults: list[TextFault] = []
    if data.startswith(BOM):
        data = data[len(BOM) :]
        faults.append(_byte_order_mark())
    if not data.strip(b" \t\r\n"):
        raise DocumentError("empty-document", "The document is empty", todo="Hand over a JSON document")
    quotes = _scan(data, limits)
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        _explain(data, error)
    if _has_repeated_members(quotes, value):
        value = _read_exactly(data, faults)
    return Parsed(value, tuple(faults))


def _scan(data: bytes, limits: ParseLimits) -> int:
    """Holds the text against the limits that a parser must not meet, and counts the quotes around its strings."""
    plain = _without_escapes(data)
    _check_depth(plain, limits.depth)
    _check_members(plain, limits.members)
    _check_objects(plain, limits.object)
    return plain.count(b'"')


def _without_escapes(data: bytes) -> bytes:
    """The text with every escaped backslash and quote taken out, so that each quote left is a delimiter."""
    escapes = data.count(b"\\")
    if escapes * 32 < len(data):  # few: go from one to the next
        return _ESCAPE.sub(b"", data) if escapes else data
    return data.replace(b"\\\\", b"").replace(b'\\"', b"")


def _outside_strings(plain: bytes, unwanted: bytes) -> bytes:
    """The wanted characters of ``plain`` that are not inside a string; linear, and without a step per character."""
    kept = plain.translate(None, unwanted)
    # Quotes pair up from the left, and a string without a wanted character is now an empty pair.
    kept = kept.replace(b'""', b"")
    return b"".join(kept.split(b'"')[::2])


def _check_depth(plain: bytes, limit: int) -> None:
    brackets = _outside_strings(plain, _NOT_STRUCTURE).translate(_ONE_KIND)
    depth = 0
    while brackets:  # each pass takes the innermost level away
        depth += 1
        inner = brackets.replace(b"()", b"")
        if depth > limit or (len(inner) == len(brackets) and inner.count(b"(") > limit):
            raise DocumentError(
                "document-too-deep",
                f"The document is nested more than {limit} levels deep",
                "An object that holds itself, such as a profile inside its own parentOrg",
                "Remove the nesting, or raise the depth limit",
            )
        if len(inner) == len(brackets):
            return  # brackets that do not match: the parser says so better
        brackets = inner


def _check_members(plain: bytes, limit: int) -> None:
    if plain.count(b":") + plain.count(b",") <= limit:
        return  # even if all of them were outside strings
    separators = _outside_strings(plain, _NOT_SEPARATOR)
    if len(separators) - separators.count(b":") > limit:
        raise DocumentError(
            "too-many-members",
            f"The document has more than {limit} members and entries",
            "It is not a learner record, or many records in one file",
            "Split the document, or raise the limit on members",
        )


def _check_objects(plain: bytes, limit: int) -> None:
    """No object has more members than that: each costs as much as a fault, and no class has more than forty."""
    if plain.count(b":") <= limit:
        return  # even if all of them were in one object
    kept = _outside_strings(plain, _NOT_MEMBER)
    too_many = b":" * (limit + 1)
    while b":" in kept:  # each pass takes the innermost objects away, and joins what their holders have
        if too_many in kept:
            raise DocumentError(
                "too-many-members",
                f"An object in the document has more than {limit} members",
                "It is not a learner record, or data were written as member names",
                "Write data as values in an array, or raise the limit on members of one object",
            )
        inner = _OBJECT.sub(b"", kept)
        if len(inner) == len(kept):
            return  # brackets that do not match: the parser says so better
        kept = inner


def _has_repeated_members(quotes: int, value: Any) -> bool:
    """True when the text has more strings than the value read from it: of two equal members one is lost."""
    try:
        written = orjson.dumps(value)
    except orjson.JSONEncodeError:  # nested deeper than orjson writes, only with a raised limit
        return True
    if b"\\\\" in written:
        written = _without_escapes(written)
    return quotes != written.count(b'"') - written.count(b'\\"')


def _read_exactly(data: bytes, faults: list[TextFault]) -> Any:
    repeated: dict[str, int] = {}

    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        built = dict(pairs)
        if len(built) != len(pairs):
            seen: set[str] = set()
            for name, _ in pairs:
                if name in seen:
                    repeated[name] = repeated.get(name, 0) + 1
                seen.add(name)
        return built

    value = json.loads(data, object_pairs_hook=build)
    if repeated:
        finding = Finding(
            "",
            "The same member occurs twice in one object; readers differ in which of the two they take",
            expected="each member once in its object",
            actual=", ".join(sorted(repeated)[:5]),
            count=sum(repeated.values()),
        )
        faults.append(TextFault("repeated-member", finding))
    return value


def _byte_order_mark() -> TextFault:
    finding = Finding(
        "",
        "The text begins with a byte order mark, which JSON forbids (RFC 8259, 8.1)",
        expected="the first character of the JSON text",
        actual="EF BB BF",
    )
    return TextFault("byte-order-mark", finding)


def _explain(data: bytes, error: json.JSONDecodeError) -> NoReturn:
    known = foreign(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        if known is not None:
            raise DocumentError(
                "not-utf-8", f"The document is {known.what}, not JSON in UTF-8", todo=known.todo, foreign=known.code
            ) from None
        raise DocumentError(
            "not-utf-8",
            f"The document is not UTF-8: byte {wrong.start} ({data[wrong.start]:#04x}) does not fit",
            "It is written in UTF-16, Windows-1252 or Latin-1, or it is not a text file",
            "Write it as UTF-8 without a byte order mark",
        ) from None
    if known is not None:
        raise DocumentError(
            "not-json", f"The document is {known.what}, not a JSON text", todo=known.todo, foreign=known.code
        ) from None
    where = f"line {error.lineno}, column {error.colno}"
    code, what, likely = _reason(text, error)
    raise DocumentError(code, f"{what} ({where})", likely, "Correct the text at that place") from None


def _reason(text: str, error: json.JSONDecodeError) -> tuple[str, str, str]:
    rest = text[error.pos : error.pos + 9]
    if "surrogate" in error.msg:
        return "lone-surrogate", "A string holds half of a surrogate pair", "Text was cut in the middle of a character"
    if "infinity" in error.msg:
        return "number-too-large", "A number is too large for any reader", "A value that was not meant as a number"
    if rest.lstrip("-").startswith(("NaN", "Infinity")):
        return "not-a-number", "NaN and Infinity are not JSON", "A missing number was written out by a program"
    if error.pos == 0:
        return "not-json", f"The document is not JSON; it begins with {text[:20]!r}", "Another kind of file"
    return "not-json", f"The document is not JSON: {error.msg}", "Cut off, or edited by hand"
