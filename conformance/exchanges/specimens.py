"""What is laid before a consumer to see what it makes of it: a right record, and its twin with one change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal, get_args

State = Literal["verified", "unverified", "revoked", "expired", "refused"]
"""What a consumer makes of a record: it is good, it is not known to be, it was withdrawn, it has run out, or the
consumer does not take it at all."""

STATES: Final[tuple[State, ...]] = get_args(State)
TellsBy = Literal["report", "exit-code", "ask", "none"]
"""How a consumer tells what it makes of a record: by an outcome, by its exit code, by what a person sees, not at all.
"""

TAKEN: Final[frozenset[State]] = frozenset({"verified"})
NOT_TAKEN: Final[frozenset[State]] = frozenset(STATES) - TAKEN


def in_words(states: Collection[str]) -> str:
    """What a right consumer may make of an item, for a reader."""
    return "anything but verified" if set(states) == NOT_TAKEN else " or ".join(sorted(states))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a person who looks at the consumer, about what only a person can see.

    ``id`` is its own in a sitting. ``right`` is the answer that a right consumer leads to, ``wrong`` says in words what
    the opposite answer shows. ``scenario`` is the one that it belongs to.
    """

    id: str
    text: str
    right: Literal["yes", "no"]
    wrong: str
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class Specimen:
    """One item (a CLR, an assertion or an endorsement) of a record that is laid before a consumer.

    ``id`` is the id that the item has, ``place`` where it stands in its record, as a JSON pointer: for what cannot be
    read the only name; ``record`` is the id of that record. ``name`` is what a person sees and is asked about,
    ``states`` are what a right consumer may make of it. ``twin`` is the id of the right item that it equals but for the
    one ``change``, in words; both are empty for a right item. ``fetches`` are URLs that a consumer has to ask before it
    may call the item verified. ``scenario`` and ``start`` say where it was laid: the scenario, and the number of the
    consumer's start.
    """

    id: str
    kind: str
    name: str
    place: str = ""
    states: frozenset[State] = TAKEN
    twin: str = ""
    change: str = ""
    fetches: tuple[str, ...] = ()
    scenario: str = ""
    start: int = 1
    record: str = ""

    @property
    def right(self) -> bool:
        """True when nothing is wrong with it."""
        return "verified" in self.states
