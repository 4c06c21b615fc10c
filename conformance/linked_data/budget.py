"""How much work several graphs may take together; counted, not timed, so that a verdict is the same on any machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from conformance.linked_data.problems import poison_graph

STEPS: Final = 600_000
"""Steps for the graphs of one document; poison graphs take them all within a second."""


@dataclass(slots=True)
class Budget:
    """Steps that are left for telling apart nodes that are alike, for all graphs that share it."""

    left: int = STEPS

    def spend(self, steps: int) -> None:
        """Take so many steps; raises ``LinkedDataError`` when they are not left, as from then on each time."""
        self.left -= steps
        if self.left < 0:
            raise poison_graph()
