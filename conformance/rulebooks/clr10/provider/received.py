"""The documents that a target sent, judged once each; what the run posted itself is left out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import orjson

from conformance.document import DocumentError, Judgement, ParseLimits, judge_alone
from conformance.document.parse import text_findings
from conformance.record import Finding
from conformance.rulebooks.clr10.document import RULES
from conformance.rulebooks.clr10.provider.cleanup import own_ids
from conformance.rulebooks.clr10.provider.edition import STATUS_CLASS
from conformance.suites.answer import parsed_once
from conformance.suites.compact import payload
from conformance.suites.history import Seen
from conformance.suites.memory import Memory
from conformance.suites.urls import origin

_ENTRY = re.compile(r"^/(clrs|signedClrs)/(\d+)")


@dataclass(frozen=True, slots=True)
class Extension:
    """A member that its class does not know: where it was, and in which exchange."""

    name: str
    kind: str
    pointer: str
    exchange: int


@dataclass(slots=True)
class Received:
    """What all documents together show: findings and notes by requirement, and what occurred at all."""

    documents: int = 0
    findings: dict[str, list[Finding]] = field(default_factory=dict)
    notes: dict[str, list[Finding]] = field(default_factory=dict)
    exercised: set[str] = field(default_factory=set)
    extensions: dict[tuple[str, str], Extension] = field(default_factory=dict)

    def add(self, judgement: Judgement, exchange: int) -> None:
        """Take in what was learnt about one document."""
        self.documents += 1
        self.exercised |= judgement.exercised
        for found, kept in ((judgement.findings, self.findings), (judgement.notes, self.notes)):
            for finding in found:
                kept.setdefault(finding.requirement, []).append(replace(finding, exchanges=(exchange,)))


def receive(
    seen: Sequence[Seen], base: str, own: set[str], limits: ParseLimits, memory: Memory | None = None
) -> Received:
    """Judge the bodies of these answers. ``memory`` holds judgements of earlier runs of this process.

    Bodies from other origins than ``base`` are left out, and so are CLRs whose id (or URL) is among ``own``. A
    CLR that stands on several pages is judged on the first.
    """
    received = Received()
    known: set[bytes] = set()
    memory = memory or Memory()
    for one in seen:
        if one.class_name is None or not one.answer.response.body or origin(one.answer.response.url) != origin(base):
            continue
        for part in _parts(one, own, limits, known):
            _judge(received, part, one, limits, memory)
    return received


@dataclass(frozen=True, slots=True)
class _Part:
    """What of a body is judged: a value, and the places in the body that its array entries come from.

    ``digest`` is the SHA-256 of the body.
    """

    value: Any
    digest: bytes
    findings: tuple[Finding, ...] = ()
    places: Mapping[str, Sequence[int]] = field(default_factory=dict)


def _parts(seen: Seen, own: set[str], limits: ParseLimits, known: set[bytes]) -> Iterator[_Part]:
    body = seen.answer.response.body
    digest = hashlib.sha256(f"{seen.class_name}".encode() + body).digest()
    if digest in known:
        return
    known.add(digest)
    try:
        parsed = parsed_once(body, limits)
    except DocumentError:
        return  # CLR10-API-016 speaks of it
    value, found = parsed.value, text_findings(parsed.faults, RULES.of_text)
    if seen.class_name == STATUS_CLASS and seen.answer.status_body is None:
        return  # CLR10-API-013 speaks of it
    if not isinstance(value, dict):
        yield _Part(value, digest, found)
    elif seen.class_name == "ClrSet":
        reduced, places = _new_entries(value, own, known)
        yield _Part(reduced, digest, found, places)
    elif not _is_own(value, own) and seen.answer.response.url not in own:
        yield _Part(value, digest, found)


def _new_entries(
    value: dict[str, Any], own: set[str], known: set[bytes]
) -> tuple[dict[str, Any], Mapping[str, Sequence[int]]]:
    """The set with the CLRs that were not met before, and their places in the whole of it."""
    reduced, places = dict(value), {}
    for member in ("clrs", "signedClrs"):
        entries = value.get(member)
        if isinstance(entries, list):
            places[member] = [
                index
                for index, entry in enumerate(entries)
                if not _is_own_entry(entry, own) and _is_new(known, _written(entry))
            ]
            reduced[member] = [entries[index] for index in places[member]]
    return reduced, places


def _written(entry: Any) -> bytes:
    try:
        return orjson.dumps(entry)
    except orjson.JSONEncodeError:  # an integer beyond 64 bits
        return json.dumps(entry).encode()


def _is_new(known: set[bytes], content: bytes) -> bool:
    digest = hashlib.sha256(content).digest()
    new = digest not in known
    known.add(digest)
    return new


def _is_own(value: dict[str, Any], own: set[str]) -> bool:
    entries = (value, value.get("clr"), value.get("signedClr"))
    return any(_is_own_entry(entry, own) for entry in entries)


def _is_own_entry(entry: Any, own: set[str]) -> bool:
    return any(one in own for one in own_ids(payload(entry) if isinstance(entry, str) else entry))


def _judge(received: Received, part: _Part, seen: Seen, limits: ParseLimits, memory: Memory) -> None:
    class_name = str(seen.class_name)
    judgement = _judged(part, class_name, limits, memory)
    judgement = replace(
        judgement,
        findings=(*part.findings, *(at_places(finding, part.places) for finding in judgement.findings)),
        notes=tuple(at_places(note, part.places) for note in judgement.notes),
    )
    received.add(judgement, seen.index)
    for (kind, name), pointer in judgement.unknown.items():
        extension = Extension(name, kind, _moved(pointer, part.places), seen.index)
        received.extensions.setdefault((kind, name), extension)


def _judged(part: _Part, class_name: str, limits: ParseLimits, memory: Memory) -> Judgement:
    """The judgement of that part; equal parts are judged once a day, however many runs share the memory."""
    places = tuple((member, tuple(indexes)) for member, indexes in part.places.items())
    key = (class_name, part.digest, places, limits, date.today())
    return memory.recall(key, lambda: judge_alone(part.value, RULES, as_class=class_name, limits=limits))


def at_places(finding: Finding, places: Mapping[str, Sequence[int]]) -> Finding:
    """A finding about some entries of a ClrSet, with the places that they have in the whole of it."""
    return replace(
        finding,
        pointer=_moved(finding.pointer, places),
        pointers=tuple(_moved(pointer, places) for pointer in finding.pointers),
    )


def _moved(pointer: str, places: Mapping[str, Sequence[int]]) -> str:
    match = _ENTRY.match(pointer)
    if match is None or match.group(1) not in places:
        return pointer
    return f"/{match.group(1)}/{places[match.group(1)][int(match.group(2))]}{pointer[match.end() :]}"
