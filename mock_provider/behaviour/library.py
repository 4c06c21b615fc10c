"""Where a module keeps its faults, variations and oddities, so that each can stand below the change that it makes."""

from __future__ import annotations

from mock_provider.behaviour.model import Fault, Oddity, Variation


class Library:
    """The faults, variations and oddities of one module, in the order in which they were added."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.variations: list[Variation] = []
        self.oddities: list[Oddity] = []

    def add(self, behaviour: Fault | Variation | Oddity) -> None:
        """Keep one more."""
        if isinstance(behaviour, Fault):
            self.faults.append(behaviour)
        elif isinstance(behaviour, Variation):
            self.variations.append(behaviour)
        else:
            self.oddities.append(behaviour)
