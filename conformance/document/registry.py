"""The register of document checks: which function decides which requirement, and what it is run on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
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
    (every node when that is empty). A check on ``WHOLE`` gets the ``Document``.

    Whether a document holds what the requirement speaks of follows from ``on`` and ``when``; or from
    ``subject``, a class and its member; or from ``type``, a primitive type; or ``met`` tells it from the
    document (only on ``WHOLE``). With none of these every document does.
    """

    id: str
    requirement: str
    on: tuple[str, ...]
    when: str
    subject: tuple[str, str] | None
    type: str
    met: Callable[[Document], object] | None
    run: Callable[[Any], Found]


_registered: dict[str, Check] = {}


def check(
    requirement: str,
    *on: str,
    when: str = "",
    subject: tuple[str, str] | None = None,
    type: str = "",
    met: Callable[[Document], object] | None = None,
) -> Callable[[Function], Function]:
    """Registers a function as the check of that requirement on these classes.

    Raises ``ValueError`` when another function has taken the id.
    """

    def register(function: Function) -> Function:
        area = requirement.split("-")[1].lower()
        entry = Check(f"document.{area}.{function.__name__}", requirement, on, when, subject, type, met, function)
        if entry.id in _registered:
            raise ValueError(f"{entry.id} is there twice")
        _registered[entry.id] = entry
        return function

    return register


def registered() -> Mapping[str, Check]:
    """The checks registered so far, by id."""
    return _registered
