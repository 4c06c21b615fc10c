"""What one trial plays at once: at most one fault, and any number of variations that can stand together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from mock_provider.behaviour import Behaviour
from mock_provider.behaviours import faults, stacked, variations

Kind = Literal["clean", "variation", "fault", "accident", "oddity", "blend"]

CLEAN = ""


@dataclass(frozen=True, slots=True)
class Blend:
    """The behaviours of the mock in one trial; without any, the mock is clean.

    ``book`` is the edition that the mock plays (empty: the one that it plays when none is named).
    """

    fault: Behaviour | None = None
    variations: tuple[Behaviour, ...] = ()
    book: str = ""

    @property
    def members(self) -> tuple[Behaviour, ...]:
        """All of them, the fault first."""
        return (*([self.fault] if self.fault else ()), *stacked(self.variations, self.book))

    @property
    def id(self) -> str:
        """The ids joined by ``+``, as ``clr-conformance selfcheck --blend`` takes them; empty for the clean mock."""
        return "+".join(member.id for member in self.members)

    @property
    def kind(self) -> Kind:
        """What kind of trial it is: clean, one fault, one variation, or several together."""
        if len(self.members) > 1:
            return "blend"
        return self.members[0].kind if self.members else "clean"

    @property
    def settings(self) -> dict[str, Any]:
        """What the mock is started with."""
        return {name: value for member in self.members for name, value in member.settings.items()}

    @property
    def wire(self) -> bool:
        """True when something of it only shows over real TLS."""
        return any(member.wire for member in self.members)

    @property
    def needs_own_mock(self) -> bool:
        """True when the mock has to be started, or the plan filled in, otherwise than for the clean run."""
        return self.wire or any(member.settings or member.plan for member in self.members)

    @property
    def strikes(self) -> bool:
        """True when its fault changes exchanges, so that the log tells which; what a mock is started with does not."""
        return self.fault is not None and bool(self.fault.on_request or self.fault.on_response)


def blend_of(text: str, book: str = "") -> Blend:
    """The blend with that id. Raises ``KeyError`` for an unknown part, ``ValueError`` for a second fault."""
    parts = [part for part in text.split("+") if part]
    broken, unusual = faults(book), variations(book)
    chosen = [broken[part] for part in parts if part in broken]
    if len(chosen) > 1:
        raise ValueError(f"{text} has more than one fault: {', '.join(fault.id for fault in chosen)}")
    others = tuple(unusual[part] for part in parts if part not in broken)
    return Blend(chosen[0] if chosen else None, others, book)
