"""Checks of those places of a document that a requirement speaks of, where class and member alone do not tell which."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import TypeVar

from conformance.document.findings import Note
from conformance.document.nodes import Node
from conformance.document.registry import WHOLE
from conformance.document.walk import Document
from conformance.record import Finding
from conformance.rulebooks.clr20.document.register import check

Place = TypeVar("Place")
Found = Iterator[Finding | Note] | Iterator[Finding]


def check_each(
    requirement: str, places: Callable[[Document], Iterator[Place]]
) -> Callable[[Callable[[Place], Found]], Callable[[Document], Iterator[Finding | Note]]]:
    """Registers a function as the check of that requirement on each of the places.

    A document without any has nothing to say about the requirement.
    """

    def occurs(document: Document) -> bool:
        return next(places(document), None) is not None

    def register(function: Callable[[Place], Found]) -> Callable[[Document], Iterator[Finding | Note]]:
        @check(requirement, WHOLE, met=occurs)
        @wraps(function)
        def run(document: Document) -> Iterator[Finding | Note]:
            for place in places(document):
                yield from function(place)

        return run

    return register


def having(document: Document, kinds: tuple[str, ...], member: str = "") -> Iterator[Node]:
    """The nodes of these classes that have the member."""
    for kind in kinds:
        yield from document.having(kind, member)
