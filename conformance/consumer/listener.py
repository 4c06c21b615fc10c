"""Whoever shows how the sittings go on."""

from __future__ import annotations

from typing import Protocol

from conformance.traffic import Sitting


class Audience(Protocol):
    """Whoever wants to know how the sittings go on; called from one thread."""

    def begins(self, sittings: int) -> None:
        """So many sittings are to be played."""

    def played(self, sitting: Sitting, seconds: float) -> None:
        """A sitting ended."""


class NoAudience:
    """Shows nothing."""

    def begins(self, sittings: int) -> None:
        """Nothing."""

    def played(self, sitting: Sitting, seconds: float) -> None:
        """Nothing."""
