"""The register of document checks: which function decides which requirement, and what it is run on."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, TypeVar

from conformance.document.findings import Note
from conformance.document.walk import Document
from conformance.record import Finding

Found = Iterable[Finding | Note]
Function = TypeVar("Function", bound=Callable[..., Found])

WHOLE: Final = "Document"
"""What a check is registered on that looks at the walked document as a whole."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: ``document.<area>.<name>``, its requirement, and what it is run on.

    ``on`` are classes of the model: ``run`` gets each node of them that has the member ``when``
    (every node when that is empty). A check on ``WHOLE`` gets the ``Document``. Its findings name no requirement:
    whoever runs the check adds it.

    Whether a document holds what the requirement speaks of follows from ``on`` and ``when``; or from
    ``subject``, a class and its member; or from ``primitive``, a primitive type; or ``met`` says it of the
    document (only on ``WHOLE``). With none of these every document does.
    """

    id: str
    requirement: str
    on: tuple[str, ...]
    when: str
    subject: tuple[str, str] | None
    primitive: str
    met: Callable[[Document], object] | None
    run: Callable[[Any], Found]


class Registry:
    """The checks of one edition by id."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}

    def check(
        self,
        requirement: str,
        *on: str,
        when: str = "",
        subject: tuple[str, str] | None = None,
        primitive: str = "",
        met: Callable[[Document], object] | None = None,
    ) -> Callable[[Function], Function]:
        """Registers a function as the check of that requirement on these classes.

        Raises ``ValueError`` when another function has taken the id.
        """

        def register(function: Function) -> Function:
            area = requirement.split("-")[1].lower()
            name = f"document.{area}.{function.__name__}"
            if name in self._checks:
                raise ValueError(f"{name} is there twice")
            self._checks[name] = Check(name, requirement, on, when, subject, primitive, met, function)
            return function

        return register

    def load(self, package: str, path: Iterable[str], areas: Sequence[str]) -> tuple[Check, ...]:
        """Every check in the modules of a package, in the order of ``areas``: each module is named after one."""
        order = {area.lower(): place for place, area in enumerate(areas)}
        names = sorted((module.name for module in pkgutil.iter_modules(path)), key=lambda name: order.get(name, -1))
        for name in names:
            import_module(f"{package}.{name}")
        return tuple(self._checks.values())
