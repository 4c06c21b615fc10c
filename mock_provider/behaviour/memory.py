"""What a behaviour remembers between exchanges: never more than so much, however long the mock runs."""

from __future__ import annotations

from typing import Any, TypeVar

MOST_ENTRIES = 1000
MOST_OWNERS = 1000

V = TypeVar("V")


class Recent(dict[Any, V]):
    """A dictionary that forgets its oldest entries beyond ``MOST_ENTRIES``."""

    def __setitem__(self, key: Any, value: V) -> None:
        super().__setitem__(key, value)
        while len(self) > MOST_ENTRIES:
            del self[next(iter(self))]

    def setdefault(self, key: Any, default: Any = None) -> Any:
        """The value of that key, which is the default from now on when there is none."""
        if key not in self:
            self[key] = default
        return self[key]


class Memory(Recent[Any]):
    """What a behaviour remembers of all clients, and apart from that of each owner of data."""

    def __init__(self) -> None:
        super().__init__()
        self._owners: dict[str, Recent[Any]] = {}

    def of(self, owner: str) -> Recent[Any]:
        """What is remembered of that owner; who was not seen for longest is forgotten beyond ``MOST_OWNERS``."""
        own = self._owners.pop(owner) if owner in self._owners else Recent()
        self._owners[owner] = own
        if len(self._owners) > MOST_OWNERS:
            del self._owners[next(iter(self._owners))]
        return own
