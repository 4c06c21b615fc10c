"""The records and profiles that a target sent, each once, with its place; what the run made itself is left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson

from conformance.document import DocumentError, ParseLimits
from conformance.document.parse import text_findings
from conformance.record import Finding
from conformance.rulebooks.clr20.document import RULES
from conformance.rulebooks.clr20.document.model import OLD, class_of
from conformance.rulebooks.clr20.provider.edition import GET_PROFILE, LIST
from conformance.rulebooks.clr20.provider.listing import COMPACT, PLAIN, credential_in
from conformance.rulebooks.clr20.provider.minting import RECORD
from conformance.standard import Facts
from conformance.suites.answer import parsed_once
from conformance.suites.history import History, Seen
from conformance.suites.urls import origin

_ALONE: Final = f"/{COMPACT}/0"


@dataclass(frozen=True, slots=True)
class Part:
    """One document that a body holds: its value (an object, or the text of a compact JWS), and where it stands.

    ``class_name`` is the class that its place gives it: for a compact JWS that of a list, which it is judged in, since
    one that is unreadable stands there too. ``pointer`` leads to it in the body of the exchange ``exchange``.
    ``digest`` is the same for equal values of one class.
    """

    value: Any
    class_name: str
    pointer: str
    exchange: int
    digest: bytes

    def placed(self, finding: Finding) -> Finding:
        """A finding about this document, with the places that it has in the body, and the exchange that shows it."""
        return replace(
            finding,
            pointer=self._at(finding.pointer),
            pointers=tuple(map(self._at, finding.pointers)),
            exchanges=(self.exchange, *finding.exchanges),
        )

    @property
    def document(self) -> Any:
        """What is judged as ``class_name``: the value, or a list that holds nothing but it."""
        return {COMPACT: [self.value]} if isinstance(self.value, str) else self.value

    def _at(self, pointer: str) -> str:
        return f"{self.pointer}{pointer.removeprefix(_ALONE) if isinstance(self.value, str) else pointer}"


@dataclass(frozen=True, slots=True)
class Text:
    """What is wrong with the text of a body, apart from what it says."""

    findings: tuple[Finding, ...]
    exchange: int


def bodies(history: History, base: str) -> Iterator[Seen]:
    """The answers of success from the target's own origin that hold records or the profile, each body once."""
    known: set[tuple[str, bytes]] = set()
    for one in history:
        response = one.answer.response
        key = (one.answer.operation, hashlib.sha256(response.body).digest())
        if one.answer.operation not in (LIST, GET_PROFILE) or one.answer.status != 200 or key in known:
            continue
        if response.body and origin(response.url) == origin(base):
            known.add(key)
            yield one


def parts(seen: Seen, facts: Facts, limits: ParseLimits) -> Iterator[Part | Text]:
    """The documents in a body, and what is wrong with its text; nothing when it cannot be read (CLR20-API-07)."""
    answer = seen.answer
    try:
        parsed = parsed_once(answer.response.body, limits)
    except DocumentError:
        return
    faults = text_findings(parsed.faults, RULES.of_text)
    if faults:
        yield Text(tuple(faults), seen.index)
    value = parsed.value
    if not isinstance(value, dict):
        return
    if answer.operation == GET_PROFILE:
        yield _part(value, "Profile", "", seen.index)
        return
    for member in (PLAIN, COMPACT):
        entries = value.get(member)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, (dict, str)):
                yield _part(entry, _class_here(entry, facts), f"/{member}/{index}", seen.index)


def documents(
    history: History, base: str, facts: Facts, limits: ParseLimits, is_own: Callable[[Mapping[str, Any]], bool]
) -> Iterator[Part | Text]:
    """Every document of the run, each value once, where it stood first."""
    known: set[bytes] = set()
    for seen in bodies(history, base):
        for part in parts(seen, facts, limits):
            if isinstance(part, Text):
                yield part
            elif part.digest not in known:
                known.add(part.digest)
                if not is_own(credential_of(part.value)):
                    yield part


def credential_of(value: Any) -> Mapping[str, Any]:
    """The members of a document, those inside of a compact JWS too."""
    return credential_in(value) if isinstance(value, str) else value


def _class_here(entry: Any, facts: Facts) -> str:
    """The class that the place of a record gives it: that of the envelope, in the version that its context says."""
    if isinstance(entry, str):
        return facts.operations[LIST].class_name or ""
    expected = facts.class_here(RECORD)
    old = f"{expected}{OLD}"
    return old if class_of(entry).endswith(OLD) and old in facts.payloads else expected


def _part(value: Any, class_name: str, pointer: str, exchange: int) -> Part:
    return Part(value, class_name, pointer, exchange, hashlib.sha256(class_name.encode() + _written(value)).digest())


def _written(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:  # an integer beyond 64 bits, or half of a surrogate pair
        return json.dumps(value).encode()
