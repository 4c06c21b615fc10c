"""How inputs are inspected: what counts, at which moment, within which bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from conformance.document import ParseLimits
from conformance.plan import Selection
from conformance.standard import Requirement
from conformance.verdicts import selected


@dataclass(frozen=True, slots=True)
class Network:
    """What may be fetched: hosts allowed by name, a private authority, and the bounds (seconds, bytes, a count)."""

    ca: Path | None = None
    allow: tuple[str, ...] = ()
    timeout: float = 15.0
    total: float = 120.0
    size: int = 8 * 1024 * 1024
    fetches: int = 300


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are judged.

    ``now`` is the moment to judge at. ``selection`` says which requirements count, and how strictly.
    ``recipient`` holds, by identity type, who the learner is said to be. ``network`` is ``None`` offline.
    ``as_class`` is the name of the class that the documents are said to be, as an edition's ``class_names`` have it,
    empty when they say it themselves. ``stand_ins`` is the key of the stand-ins for what is a learner's own; ``None``
    keeps it. ``known`` maps URLs to files that are read in place of what is there, and ``policies`` are words that
    checks of an edition ask for. With ``fetch_contexts`` contexts that the edition does not know are fetched too.
    """

    now: datetime
    limits: ParseLimits = field(default_factory=ParseLimits)
    selection: Selection = field(default_factory=Selection)
    recipient: tuple[tuple[str, str], ...] = ()
    network: Network | None = None
    as_class: str = ""
    stand_ins: bytes | None = None
    known: tuple[tuple[str, Path], ...] = ()
    policies: frozenset[str] = frozenset()
    fetch_contexts: bool = False

    def covers(self, requirement: Requirement) -> bool:
        """True when the selection lets the requirement in."""
        return selected(requirement, self.selection)
