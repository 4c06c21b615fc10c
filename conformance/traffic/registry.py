"""The register of the checks of traffic: which function decides which requirement, in which scenarios."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TypeVar

from conformance.traffic.seen import Seen
from conformance.traffic.values import Traffic

Function = TypeVar("Function", bound=Callable[[Traffic], Iterable[Seen]])


@dataclass(frozen=True, slots=True)
class Observed:
    """One check: ``consumer.<area>.<name of the function>``, and the requirement that it decides.

    ``scenarios`` are those in each of which its subject has to be met before it can pass; empty when any sitting will
    do. ``needs`` are claims without which the requirement does not apply. A breach that is ``timed`` rests on when
    something came: it counts when it is there again in sittings that nothing else disturbs. What is decided ``in_hand``
    concerns a verifier too that is given files; anything else a consumer that calls the API.
    """

    id: str
    requirement: str
    scenarios: tuple[str, ...]
    needs: tuple[str, ...]
    run: Callable[[Traffic], Iterable[Seen]]
    timed: bool = False
    in_hand: bool = False


class ObservedRegistry:
    """The checks of traffic of one rule book by id."""

    def __init__(self) -> None:
        self._checks: dict[tuple[str, str], Observed] = {}

    @property
    def checks(self) -> tuple[Observed, ...]:
        """Every check, in the order in which they were registered."""
        return tuple(self._checks.values())

    def observed(
        self,
        requirement: str,
        *,
        scenarios: tuple[str, ...] = (),
        needs: tuple[str, ...] = (),
        timed: bool = False,
        in_hand: bool = False,
    ) -> Callable[[Function], Function]:
        """Registers a function as the check of that requirement.

        Raises ``ValueError`` when another function has taken the id.
        """

        def register(function: Function) -> Function:
            area = requirement.split("-")[1].lower()
            name = f"consumer.{area}.{function.__name__}"
            if name in {known for known, _ in self._checks}:
                raise ValueError(f"{name} is there twice")
            self.add(Observed(name, requirement, scenarios, needs, function, timed, in_hand))
            return function

        return register

    def add(self, check: Observed) -> None:
        """Registers a check; one that decides several requirements is there once for each, under one id.

        Raises ``ValueError`` when it is there for that requirement.
        """
        key = check.id, check.requirement
        if key in self._checks:
            raise ValueError(f"{check.id} is there twice")
        self._checks[key] = check

    def load(self, package: str, path: Iterable[str]) -> tuple[Observed, ...]:
        """Every check in the modules of a package, one module for each area."""
        for module in sorted(found.name for found in pkgutil.iter_modules(path)):
            import_module(f"{package}.{module}")
        return self.checks
