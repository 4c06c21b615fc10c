"""Which checks and requirements have something to say about a document: those whose subject occurs in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from conformance.document.model import DocumentModel
from conformance.document.registry import WHOLE, Check
from conformance.document.rules import DocumentRules, Subject
from conformance.document.walk import Document

Shape = frozenset[tuple[str, frozenset[str]]]
"""The classes that occur in a document, each with those of its members that occur."""


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
    model = document.model
    return frozenset((kind, frozenset(names & _member_names(model, kind))) for kind, names in document.members.items())


@lru_cache(maxsize=2048)
def applicable(rules: DocumentRules, of: Shape) -> Applicable:
    """The checks for a document of that shape."""
    occurring = {(kind, member) for kind, names in of for member in ("", *names)}
    found = [
        entry for entry in rules.checks() if _always(entry) or not _places(rules.model, entry).isdisjoint(occurring)
    ]
    return Applicable(
        schema_requirements(rules, of) | {entry.requirement for entry in found},
        tuple((entry, kind) for entry in found for kind in entry.on if (kind, entry.when) in occurring),
        tuple(entry for entry in found if WHOLE in entry.on),
    )


@lru_cache(maxsize=2048)
def schema_requirements(rules: DocumentRules, of: Shape) -> frozenset[str]:
    """The requirements decided by the schemas whose subject is in that shape."""
    occurring = {(kind, member) for kind, names in of for member in ("", *names)}
    return frozenset(
        requirement
        for requirement, places in rules.schema.subjects().items()
        if not places or not places.isdisjoint(occurring)
    )


@cache
def decided_by_document(rules: DocumentRules) -> tuple[Check, ...]:
    """The checks for which only the document itself shows whether it holds what they speak of."""
    return tuple(entry for entry in rules.checks() if entry.met is not None)


@cache
def _member_names(model: DocumentModel, kind: str) -> frozenset[str]:
    forms = (model.models()[name] for name in model.forms)
    return frozenset(model.models()[kind].members).union(*(form.members for form in forms if form.kind == kind))


def _always(entry: Check) -> bool:
    return WHOLE in entry.on and not entry.primitive and entry.met is None


def _places(model: DocumentModel, entry: Check) -> frozenset[Subject]:
    if entry.subject is not None:
        return frozenset([entry.subject])
    if entry.primitive:
        return frozenset(
            (holder.kind, member.name)
            for holder in model.models().values()
            for member in holder.members.values()
            if entry.primitive in (member.type, member.name)
        )
    return frozenset((kind, entry.when) for kind in entry.on if kind != WHOLE)
