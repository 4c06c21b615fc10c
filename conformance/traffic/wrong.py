"""Deliberately wrong consumers: each departs from the right one in one step, and breaks one requirement by it."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from conformance.traffic.assignment import OwnConsumer

Change = TypeVar("Change", bound=type[Any])


@dataclass(frozen=True, slots=True)
class WrongConsumer:
    """One wrong consumer: ``change`` is a class whose methods replace those of the right one.

    ``title`` says what it does, ``how`` how a real implementation gets there. ``breaks`` are the requirements that it
    breaks, ``consequences`` those that fall with them, each with the reason. ``tasks`` are those in which it shows.
    """

    id: str
    title: str
    how: str
    breaks: tuple[str, ...]
    consequences: Mapping[str, str]
    tasks: tuple[str, ...]
    change: type[Any]
    kind: ClassVar[str] = "fault"
    doubts: ClassVar[tuple[str, ...]] = ()

    def of(self, right: type[OwnConsumer]) -> type[OwnConsumer]:
        """The wrong consumer as a class: the right one with this change."""
        made: type[OwnConsumer] = type(self.change.__name__, (self.change, right), {})
        return made


class WrongConsumers:
    """The wrong consumers of one rule book by id, which is the name of the class: ``ConstantState`` constant-state."""

    def __init__(self) -> None:
        self._all: dict[str, WrongConsumer] = {}

    def wrong(
        self,
        breaks: str,
        *,
        consequences: Mapping[str, str] = MappingProxyType({}),
        tasks: tuple[str, ...] = ("read",),
    ) -> Callable[[Change], Change]:
        """Registers a class; its docstring has two lines or more: what it does, and how somebody gets there.

        Raises ``ValueError`` for an id that is there twice, or a docstring without the second part.
        """

        def register(change: Change) -> Change:
            name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", change.__name__).lower()
            title, _, how = (inspect.getdoc(change) or "").partition("\n")
            if name in self._all:
                raise ValueError(f"{name} is there twice")
            if not how.strip():
                raise ValueError(f"{name} does not say how somebody gets there")
            self._all[name] = WrongConsumer(name, title, " ".join(how.split()), (breaks,), consequences, tasks, change)
            return change

        return register

    def load(self, package: str, path: Iterable[str]) -> tuple[WrongConsumer, ...]:
        """Every wrong consumer in the modules of a package."""
        for module in sorted(found.name for found in pkgutil.iter_modules(path)):
            import_module(f"{package}.{module}")
        return tuple(self._all.values())
