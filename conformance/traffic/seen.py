"""What a check of traffic says while it reads: that it met its subject, a breach, or why it cannot tell."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.exchanges.served import Served
from conformance.exchanges.visible import beginning
from conformance.record import Finding
from conformance.traffic.values import Sitting

_MOST = 300


@dataclass(frozen=True, slots=True)
class Met:
    """What the requirement speaks of occurred in this scenario, and could have been done wrong."""

    scenario: str
    exchanges: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """Why a scenario does not decide the requirement, unless another sitting of it does (empty: the whole run).

    It outweighs a pass.
    """

    reason: str
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """Why the requirement does not concern this consumer, or what it does in one scenario (empty: the whole run)."""

    reason: str
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth telling beside a pass."""

    text: str


Seen = Met | Finding | Undecided | NotApplicable | Note


def met(sitting: Sitting, *exchanges: Served) -> Met:
    """The subject of the requirement was met in these exchanges of a sitting."""
    return Met(sitting.scenario, tuple(one.number for one in exchanges))


def breach(message: str, *exchanges: Served, expected: str = "", actual: str = "", pointer: str = "") -> Finding:
    """The requirement is broken; ``exchanges`` show it, the one that is wrong first.

    ``actual`` is cut where it is long, since it is what a stranger has sent. Raises ``ValueError`` without exchanges.
    """
    if not exchanges:
        raise ValueError("a breach of traffic cites an exchange")
    numbers = tuple(one.number for one in exchanges)
    return Finding("", message, expected, readable(actual), pointer, exchanges=numbers)


def readable(text: str) -> str:
    """A stranger's text as any report can write it: without lone surrogates, and not longer than a reader reads."""
    return beginning(text, _MOST).encode("utf-8", "replace").decode()


def undecided(reason: str, sitting: Sitting | None = None) -> Undecided:
    """The requirement stays open, for this reason; with a sitting: if no other one of its scenario decides."""
    return Undecided(reason, sitting.scenario if sitting else "")


def not_applicable(reason: str, sitting: Sitting | None = None) -> NotApplicable:
    """The requirement does not concern this consumer, for this reason; with a sitting: what it does in its scenario."""
    return NotApplicable(reason, sitting.scenario if sitting else "")


def note(text: str) -> Note:
    """A sentence that stands beside a pass."""
    return Note(readable(text))
