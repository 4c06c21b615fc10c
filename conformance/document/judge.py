"""Judges an opened document: the schemas, the checks, and the findings of both, grouped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final

from conformance.document.exercised import (
    Applicable,
    applicable,
    decided_by_document,
    schema_requirements,
    shape,
)
from conformance.document.findings import MOST_POINTERS, Groups, Judgement, Note
from conformance.document.nodes import Node
from conformance.document.opening import HALF, Opened, open
from conformance.document.parse import DEFAULT_LIMITS, ParseLimits, text_findings
from conformance.document.rules import DocumentRules
from conformance.document.schema import MOST_ERRORS, errors, valid
from conformance.document.tokens import Token
from conformance.document.walk import MOST_UNKNOWN, Document, walk
from conformance.record import Finding

MOST_FOUND: Final = 20_000
"""Faults that one check finds in one document: no owner needs more of them."""


def judge_schema(value: Any, class_name: str, rules: DocumentRules, *, base: str = "") -> Judgement:
    """What the schemas say of a JSON value as that class of the contract.

    ``base`` is a JSON Pointer put before every pointer. Payloads of compact JWS are not opened.
    Raises ``KeyError`` when there is no such class.
    """
    gathered = _Gathered(rules)
    gathered.schema(value, class_name, base)
    if not isinstance(value, dict):
        return gathered.judgement(frozenset())
    document = walk(value, class_name, rules.model, now=datetime.now(UTC), tokens=False)
    return gathered.judgement(schema_requirements(rules, shape(document)).union(rules.occurring(document)))


def judge_alone(
    data: Any,
    rules: DocumentRules,
    *,
    as_class: str | None = None,
    now: datetime | None = None,
    limits: ParseLimits = DEFAULT_LIMITS,
    base: str = "",
    places: int = MOST_POINTERS,
) -> Judgement:
    """Opens, judges and releases one input that nobody has to verify; it takes what ``open`` and ``judge`` take."""
    with open(data, rules, as_class=as_class, now=now, limits=limits, base=base) as opened:
        return judge(opened, places=places)


def judge(opened: Opened, *, places: int = MOST_POINTERS) -> Judgement:
    """Everything that an opened document shows by itself; ``places`` is the most pointers of one finding.

    An input that cannot be judged gives a judgement with its ``error``. Never raises for what a document holds.
    """
    try:
        return _judge(opened, _Gathered.with_places(opened.rules, places))
    except UnicodeEncodeError:  # a value that was not parsed can hold what no JSON text can
        return replace(_Gathered(opened.rules).judgement(frozenset()), error=HALF)


def _judge(opened: Opened, gathered: _Gathered) -> Judgement:
    gathered.add(opened.text)
    if opened.error is not None or opened.recognised is None:
        return replace(gathered.judgement(frozenset()), error=opened.error)
    recognised = opened.recognised
    gathered.schema(recognised.value, str(recognised.class_name), opened.place, signed=opened.signed)
    known = replace(recognised, value=None)
    if opened.document is None:
        return replace(gathered.judgement(frozenset()), recognised=known)
    for part in opened.document.parts:
        gathered.schema(opened.document.given(part), part.class_name, part.pointer(), signed=part.signed)
    met = _check(opened.document, opened.rules, gathered)
    return replace(gathered.judgement(met), recognised=known, unknown=_first_places(opened.document))


def _check(document: Document, rules: DocumentRules, gathered: _Gathered) -> frozenset[str]:
    """Runs the checks; returns the requirements whose subject occurs in the document."""
    for token in document.tokens:
        gathered.token(token)
    plan = applicable(rules, shape(document))
    met = {*plan.requirements, *rules.occurring(document)}
    _on_nodes(plan, document, gathered)
    for entry in plan.on_whole:
        gathered.some(entry.requirement, entry.run(document))
    for entry in decided_by_document(rules):
        if entry.met is not None and entry.met(document):
            met.add(entry.requirement)
            gathered.some(entry.requirement, entry.run(document))
    if len(document.unknown) >= MOST_UNKNOWN:
        gathered.cut |= rules.of_unknown_members
    return frozenset(met)


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

    rules: DocumentRules
    findings: Groups = field(default_factory=Groups)
    notes: Groups = field(default_factory=Groups)
    cut: set[str] = field(default_factory=set)

    @classmethod
    def with_places(cls, rules: DocumentRules, most: int) -> _Gathered:
        """Findings with that many pointers at most."""
        return cls(rules, Groups(most), Groups(most))

    def add(self, items: Iterable[Finding | Note | None], requirement: str = "") -> None:
        """Counts the items, as breaches of that requirement when they name none themselves."""
        for item in items:
            if isinstance(item, Note):
                self.notes.add(item.finding, requirement)
            elif item is not None:
                self.findings.add(item, requirement)

    def some(self, requirement: str, items: Iterable[Finding | Note]) -> None:
        """``MOST_FOUND`` of the items at most, and a mark when there are more."""
        waiting = iter(items)
        self.add(islice(waiting, MOST_FOUND), requirement)
        if next(waiting, None) is not None:
            self.cut.add(requirement)

    def schema(self, value: Any, class_name: str, base: str, *, signed: bool = False) -> None:
        """What the schema of a class says of a value, and what that class asks beyond its schema."""
        schema = self.rules.schema
        if not valid(self.rules.model, class_name, value):
            instead = schema.in_tokens if signed else {}
            found = [_moved(schema.ruling(each), base, instead) for each in errors(self.rules.model, class_name, value)]
            self.add(found)
            if len(found) >= MOST_ERRORS:
                self.cut.update(_requirement(item) for item in found if item is not None)
        if class_name in schema.beyond and isinstance(value, dict):
            self.add([schema.beyond[class_name](value, base)])

    def token(self, token: Token) -> None:
        """The text and the schema of a payload inside a document."""
        if token.payload is None or not token.key:
            return
        place = f"{token.pointer()}#"
        found = text_findings(token.faults, self.rules.of_text)
        self.add(replace(finding, pointer=place) for finding in found)
        if token.class_name not in self.rules.model.by_value:  # else it is one of the parts
            self.schema(token.payload, token.class_name, place, signed=True)

    def judgement(self, met: frozenset[str]) -> Judgement:
        """What was gathered; what is broken occurs, if only as a null."""
        findings, notes = self.findings.findings(), self.notes.findings()
        broken = {each.requirement for each in (*findings, *notes)}
        return Judgement(findings, notes, met | broken, cut=frozenset(self.cut))


def _requirement(item: Finding | Note) -> str:
    return (item.finding if isinstance(item, Note) else item).requirement


def _moved(item: Finding | Note | None, base: str, instead: Mapping[str, str]) -> Finding | Note | None:
    if item is None or not (base or instead):
        return item
    finding = item.finding if isinstance(item, Note) else item
    requirement = instead.get(finding.requirement, finding.requirement)
    finding = replace(finding, pointer=base + finding.pointer, requirement=requirement)
    return Note(finding) if isinstance(item, Note) else finding
