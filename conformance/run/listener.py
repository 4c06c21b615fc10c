"""Whoever shows how a run goes on."""

from __future__ import annotations

from typing import Protocol

from conformance.record import CheckResult, Diagnosis


class Listener(Protocol):
    """Whoever wants to know how the run goes on."""

    def diagnosed(self, diagnosis: Diagnosis) -> None:
        """The doctor took a step."""

    def started(self, checks: int) -> None:
        """The checks begin."""

    def checked(self, result: CheckResult) -> None:
        """A check ended."""


class Silence:
    """A listener that shows nothing."""

    def diagnosed(self, diagnosis: Diagnosis) -> None:
        """Nothing."""

    def started(self, checks: int) -> None:
        """Nothing."""

    def checked(self, result: CheckResult) -> None:
        """Nothing."""
