"""When a fault strikes: always, the next n times, every n-th time, with a probability; for whom and where."""

from __future__ import annotations

import difflib
import random
import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Self

_NUMBERS = ("next", "every", "seed")
_TEXTS = ("operation", "client", "learner")


class TriggerError(ValueError):
    """A trigger cannot be read; the message says what it may be."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """When and where a fault strikes; without a word: always and everywhere it applies.

    Only exchanges that the fault can change are counted. ``next`` n times and then no more; ``every`` n-th time; with
    probability ``p`` (0 to 1) under ``seed``; only for one ``operation``, one ``client`` (client_id) or one ``learner``
    (user name).
    """

    next: int | None = None
    every: int | None = None
    p: float | None = None
    seed: int = 0
    operation: str | None = None
    client: str | None = None
    learner: str | None = None

    def __post_init__(self) -> None:
        for name in ("next", "every"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise TriggerError(f"{name}={value}: give a number of 1 or more")
        if self.p is not None and not 0 <= self.p <= 1:
            raise TriggerError(f"p={self.p}: give a probability from 0 to 1")

    @classmethod
    def parse(cls, text: str) -> Self:
        """The trigger written as ``next=2,operation=getClrs``; raises ``TriggerError``."""
        values: dict[str, Any] = {}
        for part in filter(None, text.split(",")):
            name, equals, value = part.partition("=")
            if not equals or name not in (*_NUMBERS, *_TEXTS, "p"):
                raise TriggerError(f"{part!r}: use next=N, every=N, p=0.5, seed=N, operation=…, client=… or learner=…")
            values[name] = _number(name, value) if name not in _TEXTS else value
        return cls(**values)

    @classmethod
    def of(cls, members: dict[str, Any]) -> Self:
        """The trigger in a JSON object; raises ``TriggerError``."""
        return cls.parse(",".join(f"{name}={value}" for name, value in members.items()))

    def check_operation(self, known: Iterable[str]) -> None:
        """Raises ``TriggerError`` for an operation that is none of those known."""
        names = tuple(known)
        if self.operation is not None and self.operation not in names:
            raise TriggerError(_unknown("operation", self.operation, names))

    def check(self, fault: str, operations: Collection[str], learners: Collection[str] | None) -> None:
        """Raises ``TriggerError`` when it could never strike.

        ``operations`` are those of the fault (all when empty), ``learners`` the users that there are (``None``: any).
        """
        if self.operation is not None and operations and self.operation not in operations:
            raise TriggerError(f"operation={self.operation}: {fault} speaks of {', '.join(operations)} only")
        if self.learner is not None and learners is not None and self.learner not in learners:
            raise TriggerError(_unknown("learner", self.learner, learners))


def _unknown(name: str, value: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(value, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
    return f"{name}={value}: there is no such {name}; {hint}"


def _number(name: str, value: str) -> float:
    try:
        return float(value) if name == "p" else int(value)
    except ValueError as error:
        raise TriggerError(f"{name}={value}: that is not a number") from error


@dataclass(slots=True)
class Switch:
    """A trigger at work: counts what the fault could have changed, and what it did. Safe between threads."""

    trigger: Trigger
    seen: int = 0
    struck: int = 0
    _random: random.Random = field(init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.trigger.seed)  # noqa: S311 - has to be repeatable

    def concerns(self, operation: str, client: str | None, learner: str | None) -> bool:
        """Whether the trigger speaks of such an exchange and has strikes left."""
        trigger = self.trigger
        wanted = ((trigger.operation, operation), (trigger.client, client), (trigger.learner, learner))
        return (trigger.next is None or self.struck < trigger.next) and all(
            value is None or value == seen for value, seen in wanted
        )

    def strikes(self) -> bool:
        """Whether the fault strikes now, at an exchange that it can change; counts both."""
        with self._lock:
            self.seen += 1
            now = self._now()
            self.struck += now
            return now

    def _now(self) -> bool:
        trigger = self.trigger
        if trigger.next is not None and self.struck >= trigger.next:
            return False
        if trigger.every is not None and self.seen % trigger.every:
            return False
        return trigger.p is None or self._random.random() < trigger.p

    def reset(self) -> None:
        """Start counting anew, with the same seed."""
        with self._lock:
            self.seen = self.struck = 0
            self._random.seed(self.trigger.seed)


def parse_switched(text: str) -> tuple[str, Trigger]:
    """A fault with its trigger as on the command line: ``ID`` or ``ID:next=2``; raises ``TriggerError``."""
    fault_id, _, rest = text.partition(":")
    return fault_id, Trigger.parse(rest)
