"""What the engine of traffic needs to know of an edition, handed in by the edition's rule book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module

from conformance.traffic.registry import Observed
from conformance.traffic.values import Traffic


def _reached_everything(_traffic: Traffic) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class ConsumerRules:
    """How a consumer of one edition is looked at.

    ``book`` is the folder of the edition. ``packages`` hold the checks, each as ``CHECKS``: those of the edition and of
    the shared rules. ``not_reached`` says why the first plain sitting did not get as far as the rest needs; empty when
    it did.
    """

    book: str
    packages: tuple[str, ...]
    not_reached: Callable[[Traffic], str] = field(default=_reached_everything)

    @property
    def checks(self) -> tuple[Observed, ...]:
        """Every check of traffic."""
        return tuple(check for package in self.packages for check in import_module(package).CHECKS)
