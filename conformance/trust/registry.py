"""The register of verification checks: which function decides which requirements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


class VerificationRegistry:
    """The verification checks of one edition: ``verification.<area>.<name of the function>`` and what each decides."""

    def __init__(self) -> None:
        self._checks: dict[str, tuple[str, ...]] = {}

    def check(self, *requirements: str) -> Callable[[Function], Function]:
        """Registers a function as the check of these requirements, in the area of the first.

        A function that decides the like in several areas is registered once in each. Raises ``ValueError`` when
        another function has taken the id.
        """

        def register(function: Function) -> Function:
            area = requirements[0].split("-")[1].lower()
            name = f"verification.{area}.{function.__name__}"
            if name in self._checks:
                raise ValueError(f"{name} is there twice")
            self._checks[name] = requirements
            return function

        return register

    def all(self) -> Mapping[str, tuple[str, ...]]:
        """Check id -> the requirements that it decides."""
        return MappingProxyType(self._checks)
