"""What a judgement is: findings, grouped so that one fault on many items is one finding with its count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import orjson

from conformance.document.parse import DocumentError
from conformance.document.recognise import Recognised
from conformance.record import Finding

MOST_POINTERS: Final = 5
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
    nothing to say about it. ``unknown`` is the place (JSON Pointer) where a member that its class does not know
    was met first, by class and member.
    """

    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    exercised: frozenset[str] = frozenset()
    recognised: Recognised | None = None
    error: DocumentError | None = None
    unknown: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def about(self, requirement: str) -> tuple[Finding, ...]:
        """The findings, without the notes, that name this requirement."""
        return tuple(finding for finding in self.findings if finding.requirement == requirement)


def group(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding per requirement and message, in the order in which they were met.

    Messages name classes and members but no values: one fault that stands on the publisher and on the
    issuers of 76 assertions is one finding, whose pointers show each kind of place first.
    """
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in found:
        groups.setdefault((finding.requirement, finding.message), []).append(finding)
    return tuple(_merge(members) for members in groups.values())


def _first(members: Sequence[Finding]) -> tuple[str, ...]:
    """Some places, the first of each kind before the second of any."""
    kinds: dict[str, str] = {}
    for finding in members:
        kinds.setdefault(pattern(finding.pointer), finding.pointer)
    places = dict.fromkeys([*kinds.values(), *(finding.pointer for finding in members[:MOST_POINTERS])])
    return tuple(places)[:MOST_POINTERS]


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


def _merge(members: Sequence[Finding]) -> Finding:
    first = members[0]
    if len(members) == 1:
        return first
    values = dict.fromkeys(finding.actual for finding in members)
    others = len(values) - 1
    return replace(
        first,
        actual=f"{first.actual} (and {others} other{'s' if others > 1 else ''})" if others else first.actual,
        pointers=_first(members),
        count=sum(finding.count for finding in members),
    )
