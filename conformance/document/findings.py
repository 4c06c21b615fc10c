"""What a judgement is: findings, grouped so that one fault on many items is one finding with its count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import orjson

from conformance.document.parse import DocumentError
from conformance.document.recognised import Recognised
from conformance.record import Finding

MOST_POINTERS: Final = 5
"""Places that are kept of one finding, however often it was met."""

MOST_MESSAGES: Final = 50
"""Findings of one requirement that are kept one by one."""

MORE: Final = "More faults against this requirement, too many to list one by one"
"""The message of those that are not."""

MOST_VALUES: Final = 1_000
"""Different values that are counted of a finding."""

_INDEX: Final = re.compile(r"/\d+(?=[/#]|$)")


@dataclass(frozen=True, slots=True)
class Note:
    """A finding that yields at most a warning, whatever the level of its requirement.

    The standard's texts disagree there (a prefixed member at a closed root), or the document alone
    cannot settle it (an endorsement of something outside).
    """

    finding: Finding


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was learnt about one document.

    ``findings`` count by the level of their requirement, ``notes`` at most as warnings; both grouped.
    ``exercised`` holds the requirements whose subject occurs in the document: the others have
    nothing to say about it. ``cut`` are requirements whose faults were so many that they were not all counted.
    ``unknown`` is the place (JSON Pointer) where a member that its class does not know
    was met first, by class and member.
    """

    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    exercised: frozenset[str] = frozenset()
    recognised: Recognised | None = None
    error: DocumentError | None = None
    cut: frozenset[str] = frozenset()
    unknown: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def about(self, requirement: str) -> tuple[Finding, ...]:
        """The findings, without the notes, that name this requirement."""
        return tuple(finding for finding in self.findings if finding.requirement == requirement)


def group(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding per requirement and message, in the order in which they were met.

    Messages name classes and members but no values: one fault that stands on the publisher and on the
    issuers of 76 assertions is one finding, whose pointers show each kind of place first.
    """
    groups = Groups()
    for finding in found:
        groups.add(finding)
    return groups.findings()


class Groups:
    """Findings grouped as they come, so that a million of them take no more room than a few.

    ``places`` bounds the pointers of each. Beyond ``MOST_MESSAGES`` messages of one requirement the others are one
    finding with their count.
    """

    def __init__(self, places: int = MOST_POINTERS) -> None:
        self._places = places
        self._groups: dict[tuple[str, str], _Group] = {}
        self._messages: dict[str, int] = {}

    def add(self, finding: Finding, requirement: str = "") -> None:
        """Counts one finding: of that requirement, when the finding itself names none."""
        requirement = finding.requirement or requirement
        key = (requirement, finding.message)
        known = self._groups.get(key)
        if known is not None:
            known.add(finding)
            return
        if not finding.requirement:
            finding = replace(finding, requirement=requirement)  # once per group, not once per finding
        number = self._messages[requirement] = self._messages.get(requirement, 0) + 1
        if number > MOST_MESSAGES:
            finding = replace(finding, message=MORE, expected="", actual=f"first: {finding.message}")
            known = self._groups.setdefault((requirement, MORE), _Group(finding, self._places))
            known.add(finding)
        else:
            self._groups[key] = _Group(finding, self._places)
            self._groups[key].add(finding)

    def findings(self) -> tuple[Finding, ...]:
        """The findings, one for each group."""
        return tuple(each.merged() for each in self._groups.values())


class _Group:
    """Findings of one requirement and message: some places, the first of each kind before the second of any."""

    __slots__ = ("count", "first", "kinds", "most", "places", "values")

    def __init__(self, first: Finding, most: int) -> None:
        self.first = first
        self.most = most
        self.count = 0
        self.kinds: dict[str, str] = {}
        self.places: list[str] = []
        self.values: set[str] = set()

    def add(self, finding: Finding) -> None:
        self.count += finding.count
        if len(self.kinds) < self.most:
            self.kinds.setdefault(pattern(finding.pointer), finding.pointer)
        if len(self.places) < self.most:
            self.places.append(finding.pointer)
        if len(self.values) <= MOST_VALUES:
            self.values.add(finding.actual)

    def merged(self) -> Finding:
        if self.count == self.first.count:
            return self.first
        pointers = tuple(dict.fromkeys([*self.kinds.values(), *self.places]))[: self.most]
        return replace(self.first, actual=self._actual(), pointers=pointers, count=self.count)

    def _actual(self) -> str:
        others = len(self.values) - 1
        if not others or self.first.message == MORE:
            return self.first.actual
        number = f"more than {MOST_VALUES - 1}" if len(self.values) > MOST_VALUES else str(others)
        return f"{self.first.actual} (and {number} other{'s' if others > 1 else ''})"


def pattern(pointer: str) -> str:
    """The pointer with every array index as ``*``, for example ``/assertions/*/id``."""
    return _INDEX.sub("/*", pointer)


def shown(value: Any, most: int = 80) -> str:
    """A JSON value as a reader sees it in a finding, cut to ``most`` characters."""
    if isinstance(value, dict):
        return f"an object with {', '.join(list(value)[:6]) or 'no members'}"[:most]
    if isinstance(value, list):
        return f"an array of {len(value)}"
    if isinstance(value, int) and value.bit_length() > 64:
        return "a number of more than 64 bits"
    text = orjson.dumps(value[: most + 1] if isinstance(value, str) else value).decode()
    return text if len(text) <= most else text[: most - 1] + "…"
