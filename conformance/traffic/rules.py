"""What the engine of traffic needs to know of an edition, handed in by the edition's rule book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module

from conformance.traffic.assignment import OwnConsumer
from conformance.traffic.registry import Observed
from conformance.traffic.values import Traffic
from conformance.traffic.wrong import WrongConsumer


def _reached_everything(_traffic: Traffic) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class ConsumerRules:
    """How a consumer of one edition is looked at.

    ``book`` is the folder of the edition. ``packages`` hold the checks, each as ``CHECKS``: those of the edition and of
    the shared rules. ``not_reached`` says why the first plain sitting did not get as far as the rest needs; empty when
    it did.

    ``reference`` is a right consumer, a class as ``module:name``, and ``wrong`` are the packages with the deliberately
    wrong ones, each as ``WRONG``: by them the checks are proven. ``plan`` is the shipped plan that claims all that a
    consumer can do.
    """

    book: str
    packages: tuple[str, ...]
    not_reached: Callable[[Traffic], str] = field(default=_reached_everything)
    reference: str = ""
    wrong: tuple[str, ...] = ()
    plan: str = ""

    @property
    def checks(self) -> tuple[Observed, ...]:
        """Every check of traffic."""
        return tuple(check for package in self.packages for check in import_module(package).CHECKS)

    @property
    def reference_consumer(self) -> type[OwnConsumer]:
        """The class of the right consumer; raises ``LookupError`` when the edition has none."""
        module, _, name = self.reference.partition(":")
        if not name:
            raise LookupError(f"{self.book} has no reference consumer")
        found: type[OwnConsumer] = getattr(import_module(module), name)
        return found

    @property
    def wrong_consumers(self) -> tuple[WrongConsumer, ...]:
        """Every deliberately wrong consumer."""
        return tuple(one for package in self.wrong for one in import_module(package).WRONG)
