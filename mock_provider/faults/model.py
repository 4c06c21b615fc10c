"""What a fault is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from mock_provider.faults.exchange import Asked, Told

Kind = Literal["fault", "variation"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One known way in which the mock departs from the right (``fault``) or from the usual (``variation``).

    ``breaks`` are the requirements that a fault breaks; ``drags`` those that fall with them, each with the reason.
    ``operations`` limits it to operationIds of the contract or OAuth paths (``token``, ``authorize``, ``register``, …);
    all when empty. ``asked`` changes a request before the mock sees it, ``told`` an answer before the client does;
    ``settings`` start the mock otherwise, ``plan`` replaces members of the plan that goes with it. ``wire`` marks what
    only shows over real TLS. ``how`` says in two lines what a real implementation would have done to get there.
    """

    id: str
    title: str
    how: str
    breaks: tuple[str, ...] = ()
    drags: Mapping[str, str] = field(default_factory=dict)
    operations: tuple[str, ...] = ()
    asked: Callable[[Asked], object] | None = None
    told: Callable[[Told], object] | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    plan: Mapping[str, Any] = field(default_factory=dict)
    wire: bool = False
    kind: Kind = "fault"

    def concerns(self, operation: str) -> bool:
        """True when the fault speaks of this operation."""
        return not self.operations or operation in self.operations
