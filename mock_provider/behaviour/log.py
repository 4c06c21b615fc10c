"""Which fault touched which exchange: a bounded log that a developer can read."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import asdict, dataclass
from typing import Any

KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Event:
    """One exchange of the mock, and the ids of the faults that struck it. ``at`` is in epoch seconds."""

    number: int
    at: float
    method: str
    path: str
    operation: str
    status: int
    client: str | None
    learner: str | None
    faults: tuple[str, ...]


class EventLog:
    """The last exchanges, oldest first; safe between threads."""

    def __init__(self, kept: int = KEPT) -> None:
        self._events: deque[Event] = deque(maxlen=kept)
        self._lock = threading.Lock()
        self._number = 0

    def add(self, **members: Any) -> Event:
        """Keep an exchange; its number is the next one."""
        with self._lock:
            self._number += 1
            event = Event(number=self._number, **members)
            self._events.append(event)
            return event

    def since(self, number: int = 0, *, struck: bool = False) -> list[dict[str, Any]]:
        """The events after that number as plain dictionaries; with ``struck`` only those that a fault touched."""
        with self._lock:
            events = list(self._events)
        return [asdict(event) for event in events if event.number > number and (event.faults or not struck)]
