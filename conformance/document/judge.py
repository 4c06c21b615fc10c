"""Judges one document: parse, recognise, schema, one walk, the checks, grouping."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final

from conformance.document.envelope import outer_token, told_payload, walk_payload
from conformance.document.exercised import (
    Applicable,
    applicable,
    of_the_root,
    schema_requirements,
    shape,
    told_by_document,
)
from conformance.document.findings import MOST_POINTERS, Groups, Judgement, Note
from conformance.document.parse import DEFAULT_LIMITS, DocumentError, ParseLimits, parse
from conformance.document.schema import MOST_ERRORS, errors, valid
from conformance.document.tokens import Token
from conformance.document.walk import MOST_UNKNOWN, Document, Node, walk
from conformance.record import Finding
from conformance.rulebooks.clr10.document.recognise import JWS, OPEN, Recognised, recognise
from conformance.rulebooks.clr10.document.schema_rules import one_of_two, ruling

_HALF: Final = DocumentError(
    "lone-surrogate", "A string holds half of a surrogate pair", "Text was cut in the middle of a character"
)

MOST_FOUND: Final = 20_000
"""Faults that one check tells of one document: a document that has more is told enough."""

_OF_UNKNOWN_MEMBERS: Final = frozenset({"CLR10-EXT-003", "CLR10-EXT-005"})


def judge_schema(value: Any, class_name: str, *, base: str = "") -> Judgement:
    """What the schemas say of a JSON value as that class of the contract (``ClrSet``, ``GetClrPayload`` ...).

    ``base`` is a JSON Pointer put before every pointer. Payloads of compact JWS are not opened.
    Raises ``KeyError`` when there is no such class.
    """
    gathered = _Gathered()
    gathered.schema(value, class_name, base)
    if not isinstance(value, dict):
        return gathered.judgement(frozenset())
    document = walk(value, class_name, now=datetime.now(UTC), tokens=False)
    return gathered.judgement(schema_requirements(shape(document)).union(of_the_root(document)))


def judge(
    document: Any,
    *,
    as_class: str | None = None,
    now: datetime | None = None,
    limits: ParseLimits = DEFAULT_LIMITS,
    base: str = "",
    places: int = MOST_POINTERS,
) -> Judgement:
    """Everything that a document shows by itself: bytes, the text of a compact JWS, or a JSON value.

    ``as_class`` is a class of the contract, to be used when the place says what it is; without it the
    class is recognised. ``now`` is the moment to judge at, ``places`` the most pointers of one finding.
    Input that cannot be judged is told by ``Judgement.error``, never by an exception; only an ``as_class``
    that does not exist raises ``KeyError``.
    """
    moment = now or datetime.now(UTC)
    with _collector_at_rest():
        try:
            return _judge(document, as_class, moment, limits, base=base, gathered=_Gathered.with_places(places))
        except UnicodeEncodeError:  # a value that was not parsed here can hold what no JSON text can
            return replace(_Gathered().judgement(frozenset()), error=_HALF)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """A document is thousands of objects that all live until it is judged: looking for garbage doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _judge(
    document: Any, as_class: str | None, now: datetime, limits: ParseLimits, *, base: str, gathered: _Gathered
) -> Judgement:
    try:
        if isinstance(document, bytes):
            if JWS.fullmatch(document[: limits.size]):
                return _judge_jws(document.decode("ascii").strip(), now, limits, gathered)
            parsed = parse(document, limits)
            gathered.add(parsed.findings)
            document = parsed.value
        if isinstance(document, str) and JWS.fullmatch(document.encode("utf-8", "replace")):
            return _judge_jws(document.strip(), now, limits, gathered)
        found = _told(document, as_class) if as_class else _recognised(document)
    except DocumentError as error:
        return replace(gathered.judgement(frozenset()), error=error)
    return _judge_value(found, now, limits, gathered, base)


def _told(value: Any, class_name: str) -> Recognised:
    return Recognised(OPEN.get(class_name, class_name), "as told", class_name, value)


def _recognised(value: Any) -> Recognised:
    return _known(recognise(value))


def _known(found: Recognised) -> Recognised:
    if found.class_name is not None:
        return found
    if found.later:
        raise DocumentError(
            "later-standard",
            f"This is {found.what}, which is not CLR 1.0",
            found.how,
            "Judge it by a tool for that standard",
        )
    raise DocumentError(
        "not-recognised",
        f"This is {found.what}, not a CLR 1.0 document: {found.how}",
        "Another kind of file, or members that are missing or misspelt",
        "Give it the type of its class (Clr, ClrSet, Assertion ...), or name the class with --as",
    )


def _judge_value(
    found: Recognised, now: datetime, limits: ParseLimits, gathered: _Gathered, base: str = ""
) -> Judgement:
    class_name = str(found.class_name)
    place = base + found.pointer
    gathered.schema(found.value, class_name, place)
    if not isinstance(found.value, dict):
        return replace(gathered.judgement(frozenset()), recognised=replace(found, value=None))
    document = walk(found.value, class_name, now=now, base=place, limits=limits)
    return _checked(document, found, gathered)


def _judge_jws(text: str, now: datetime, limits: ParseLimits, gathered: _Gathered) -> Judgement:
    token = outer_token(text, limits)
    if token.payload is None:
        raise _unreadable(token)
    found = _known(told_payload(token))
    document = walk_payload(token, found, now=now, limits=limits)
    gathered.add(replace(finding, pointer="#") for finding in token.findings)
    gathered.schema(found.value, str(found.class_name), f"#{found.pointer}", signed=document.envelope is None)
    return _checked(document, found, gathered)


def _unreadable(token: Token) -> DocumentError:
    if token.text.endswith("."):
        what = "its third part, the signature, is empty"
    else:
        what = token.payload_problem or "it has not three base64url parts"
    return DocumentError(
        "not-a-jws",
        f"The input looks like a compact JWS but cannot be read: {what}",
        "It was never signed, or was cut off or changed on its way",
        "Hand over the token as it was issued",
    )


def _checked(document: Document, found: Recognised, gathered: _Gathered) -> Judgement:
    for token in document.tokens:
        gathered.token(token)
    plan = applicable(shape(document))
    met = {*plan.requirements, *of_the_root(document)}
    if document.tokens[document.envelope is not None :]:
        met.add("CLR10-JWS-013")
    _on_nodes(plan, document, gathered)
    for entry in plan.on_whole:
        gathered.some(entry.requirement, entry.run(document))
    for entry in told_by_document():
        if entry.met is not None and entry.met(document):
            met.add(entry.requirement)
            gathered.some(entry.requirement, entry.run(document))
    if len(document.unknown) >= MOST_UNKNOWN:
        gathered.cut |= _OF_UNKNOWN_MEMBERS
    unknown = _first_places(document)
    document.release()
    return replace(gathered.judgement(frozenset(met)), recognised=replace(found, value=None), unknown=unknown)


def _first_places(document: Document) -> dict[tuple[str, str], str]:
    first: dict[tuple[str, str], Node] = {}
    for node, member in document.unknown:
        first.setdefault((node.kind, member), node)
    return {(kind, member): node.pointer(member) for (kind, member), node in first.items()}


def _on_nodes(plan: Applicable, document: Document, gathered: _Gathered) -> None:
    for entry, kind in plan.on_nodes:
        run, member = entry.run, entry.when
        found: list[Finding | Note] = []
        for node in document.nodes[kind]:
            if not member or member in node.value:
                found.extend(run(node))
                if len(found) > MOST_FOUND:
                    break
        gathered.some(entry.requirement, found)


@dataclass(slots=True)
class _Gathered:
    """Findings and notes as they come in; ``cut`` are requirements of which not all were counted."""

    findings: Groups = field(default_factory=Groups)
    notes: Groups = field(default_factory=Groups)
    cut: set[str] = field(default_factory=set)

    @classmethod
    def with_places(cls, most: int) -> _Gathered:
        """Findings with that many pointers at most."""
        return cls(Groups(most), Groups(most))

    def add(self, items: Iterable[Finding | Note | None]) -> None:
        for item in items:
            if isinstance(item, Note):
                self.notes.add(item.finding)
            elif item is not None:
                self.findings.add(item)

    def some(self, requirement: str, items: Iterable[Finding | Note]) -> None:
        """``MOST_FOUND`` of the items at most, and a mark when there are more."""
        waiting = iter(items)
        self.add(islice(waiting, MOST_FOUND))
        if next(waiting, None) is not None:
            self.cut.add(requirement)

    def schema(self, value: Any, class_name: str, base: str, *, signed: bool = False) -> None:
        if not valid(class_name, value):
            told = [_moved(ruling(error), base, signed) for error in errors(class_name, value)]
            self.add(told)
            if len(told) >= MOST_ERRORS:
                self.cut.update(_requirement(item) for item in told if item is not None)
        if class_name == "PostClrPayload" and isinstance(value, dict):
            self.add([one_of_two(value, base)])

    def token(self, token: Token) -> None:
        """The text and the schema of a payload inside a document."""
        if token.payload is None or not token.key:
            return
        place = f"{token.pointer()}#"
        self.add(replace(finding, pointer=place) for finding in token.findings)
        self.schema(token.payload, token.class_name, place, signed=True)

    def judgement(self, met: frozenset[str]) -> Judgement:
        findings, notes = self.findings.findings(), self.notes.findings()
        told = {each.requirement for each in (*findings, *notes)}  # what is broken occurs, if only as a null
        return Judgement(findings, notes, met | told, cut=frozenset(self.cut))


def _requirement(item: Finding | Note) -> str:
    return (item.finding if isinstance(item, Note) else item).requirement


def _moved(item: Finding | Note | None, base: str, signed: bool) -> Finding | Note | None:
    if item is None:
        return None
    if not base and not signed:
        return item
    finding = item.finding if isinstance(item, Note) else item
    requirement = "CLR10-JWS-013" if signed and finding.requirement == "CLR10-PAY-004" else finding.requirement
    finding = replace(finding, pointer=base + finding.pointer, requirement=requirement)
    return Note(finding) if isinstance(item, Note) else finding
