"""Where a module keeps its faults or variations, so that each can stand directly below the change that it makes."""

from __future__ import annotations

from mock_provider.behaviour.model import Fault, Variation


class Library:
    """The faults and variations of one module, in the order in which they were added."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.variations: list[Variation] = []

    def add(self, behaviour: Fault | Variation) -> None:
        """Keep one more."""
        if isinstance(behaviour, Fault):
            self.faults.append(behaviour)
        else:
            self.variations.append(behaviour)
