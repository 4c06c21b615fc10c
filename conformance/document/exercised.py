"""Which checks and requirements have something to say about a document: those whose subject occurs in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from conformance.document.registry import WHOLE, Check
from conformance.document.walk import Document
from conformance.rulebooks.clr10.document.schema_rules import Subject, subjects
from conformance.standard.classes import models

Shape = frozenset[tuple[str, frozenset[str]]]
"""The classes that occur in a document, each with those of its members that occur."""


def all_checks() -> tuple[Check, ...]:
    """The checks of the rule book, imported late: they stand on this package."""
    from conformance.rulebooks.clr10.document import checks

    return checks.all_checks()


@dataclass(frozen=True, slots=True)
class Applicable:
    """What follows from the shape of a document alone.

    ``on_nodes`` are checks with the class that they are run on, ``on_whole`` checks that look at the document;
    ``requirements`` is what these checks and the schemas speak of.
    """

    requirements: frozenset[str]
    on_nodes: tuple[tuple[Check, str], ...]
    on_whole: tuple[Check, ...]


def shape(document: Document) -> Shape:
    """The shape of a document; documents of one publisher share a few."""
    return frozenset((kind, frozenset(names & _member_names(kind))) for kind, names in document.members.items())


@lru_cache(maxsize=2048)
def applicable(of: Shape) -> Applicable:
    """The checks for a document of that shape."""
    occurring = {(kind, member) for kind, names in of for member in ("", *names)}
    found = [entry for entry in all_checks() if _always(entry) or not _places(entry).isdisjoint(occurring)]
    return Applicable(
        schema_requirements(of) | {entry.requirement for entry in found},
        tuple((entry, kind) for entry in found for kind in entry.on if (kind, entry.when) in occurring),
        tuple(entry for entry in found if WHOLE in entry.on),
    )


@lru_cache(maxsize=2048)
def schema_requirements(of: Shape) -> frozenset[str]:
    """The requirements decided by the schemas whose subject is in that shape."""
    occurring = {(kind, member) for kind, names in of for member in ("", *names)}
    return frozenset(
        requirement for requirement, places in subjects().items() if not places or not places.isdisjoint(occurring)
    )


def of_the_root(document: Document) -> Iterator[str]:
    """The requirements that follow from what the root is, and from members that the model does not know."""
    if models()[document.class_name].closed:
        yield from ("CLR10-PAY-001", "CLR10-EXT-004")
        if "@context" in document.root.value:
            yield "CLR10-PAY-003"
    if document.unknown:
        yield "CLR10-EXT-005"


@cache
def told_by_document() -> tuple[Check, ...]:
    """The checks that can be told only from the document whether it holds what they speak of."""
    return tuple(entry for entry in all_checks() if entry.met is not None)


@cache
def _member_names(kind: str) -> frozenset[str]:
    return frozenset(models()[kind].members)


def _always(entry: Check) -> bool:
    return WHOLE in entry.on and not entry.type and entry.met is None


def _places(entry: Check) -> frozenset[Subject]:
    if entry.subject is not None:
        return frozenset([entry.subject])
    if entry.type:
        return frozenset(
            (model.kind, member.name)
            for model in models().values()
            for member in model.members.values()
            if entry.type in (member.type, member.name)
        )
    return frozenset((kind, entry.when) for kind in entry.on if kind != WHOLE)
