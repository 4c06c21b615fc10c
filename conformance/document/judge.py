"""Judges one document: parse, recognise, schema, one walk, the checks, grouping."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from conformance.document.findings import Judgement, Note, group
from conformance.document.schema import errors, valid
from conformance.document.schema_rules import exercised, one_of_two, ruling
from conformance.document.walk import walk
from conformance.record import Finding


def judge_schema(value: Any, class_name: str, *, base: str = "") -> Judgement:
    """What the schemas say of a JSON value as that class of the contract (``ClrSet``, ``GetClrPayload`` ...).

    ``base`` is a JSON Pointer put before every pointer. Payloads of compact JWS are not opened.
    Raises ``KeyError`` when there is no such class.
    """
    gathered = _Gathered()
    gathered.schema(value, class_name, base)
    if not isinstance(value, dict):
        return gathered.judgement(frozenset())
    return gathered.judgement(exercised(walk(value, class_name, now=datetime.now(UTC), tokens=False)))


@dataclass(slots=True)
class _Gathered:
    """Findings and notes as they come in."""

    findings: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)

    def add(self, items: Iterable[Finding | Note | None]) -> None:
        for item in items:
            if isinstance(item, Note):
                self.notes.append(item.finding)
            elif item is not None:
                self.findings.append(item)

    def schema(self, value: Any, class_name: str, base: str) -> None:
        if not valid(class_name, value):
            self.add(_moved(ruling(error), base) for error in errors(class_name, value))
        if class_name == "PostClrPayload" and isinstance(value, dict):
            self.add([one_of_two(value, base)])

    def judgement(self, met: frozenset[str]) -> Judgement:
        return Judgement(group(self.findings), group(self.notes), met)


def _moved(item: Finding | Note | None, base: str) -> Finding | Note | None:
    if item is None or not base:
        return item
    if isinstance(item, Note):
        return Note(replace(item.finding, pointer=base + item.finding.pointer))
    return replace(item, pointer=base + item.pointer)
