"""What the engine of the suites needs to know of an edition, handed in by the edition's rule book."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProviderRules:
    """How a provider of one edition is looked at.

    ``book`` is the folder of the edition. ``checks`` are the packages whose modules hold the checks of a run; ``last``
    names those of their modules that look back at the whole run, in the order in which they come.
    """

    book: str
    checks: tuple[str, ...]
    last: tuple[str, ...] = ()
