"""What was worked out once and may be used again: a run has a memory of its own, or shares that of its caller."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

MOST_KNOWN = 2_000


class Memory:
    """Remembers values by what they were made of. Whoever runs many trials in a process hands one to all of them.

    It begins anew when it holds too much.
    """

    def __init__(self, most: int = MOST_KNOWN) -> None:
        self._most = most
        self._known: dict[Hashable, Any] = {}

    def recall(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of that key, made when it is not there; ``key`` has to hold all that the value depends on."""
        if key not in self._known:
            if len(self._known) >= self._most:
                self._known.clear()
            self._known[key] = make()
        value: T = self._known[key]
        return value
