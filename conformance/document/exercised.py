"""Which requirements have something to say about a document: those whose subject occurs in it."""

from __future__ import annotations

from functools import cache, lru_cache

from conformance.document.checks import Check, all_checks
from conformance.document.checks.registry import WHOLE
from conformance.document.classes import models
from conformance.document.schema_rules import Subject, subjects
from conformance.document.walk import Document


def exercised(document: Document, *, checks: bool = True) -> frozenset[str]:
    """The requirements whose subject occurs in the document; without ``checks`` those of the schemas only."""
    found = set(_always(checks))
    for kind, names in document.members.items():
        found |= _spoken_of(kind, frozenset(names & _member_names(kind)), checks)
    if models()[document.class_name].closed:
        found |= {"CLR10-PAY-001", "CLR10-EXT-004"}
        if "@context" in document.root.value:
            found.add("CLR10-PAY-003")
    if document.unknown:
        found.add("CLR10-EXT-005")
    if checks:
        found.update(entry.requirement for entry in _told_by_document() if entry.met and entry.met(document))
        if document.tokens:
            found.add("CLR10-JWS-013")
    return frozenset(found)


@lru_cache(maxsize=8192)
def _spoken_of(kind: str, names: frozenset[str], checks: bool) -> frozenset[str]:
    places = {(kind, ""), *((kind, name) for name in names)}
    return frozenset(requirement for requirement, subject in _subjects(checks) if not places.isdisjoint(subject))


@cache
def _member_names(kind: str) -> frozenset[str]:
    return frozenset(models()[kind].members)


@cache
def _subjects(checks: bool) -> tuple[tuple[str, frozenset[Subject]], ...]:
    found = [(requirement, places) for requirement, places in subjects().items() if places]
    if checks:
        found += [(entry.requirement, places) for entry in all_checks() if (places := _places(entry))]
    return tuple(found)


def _places(entry: Check) -> frozenset[Subject]:
    if entry.type:
        return frozenset(
            (model.kind, member.name)
            for model in models().values()
            for member in model.members.values()
            if entry.type in (member.type, member.name)
        )
    if entry.met is not None or entry.on == (WHOLE,):
        return frozenset()
    return frozenset((kind, entry.when) for kind in entry.on)


@cache
def _always(checks: bool) -> frozenset[str]:
    found = {requirement for requirement, places in subjects().items() if not places}
    if checks:
        found |= {entry.requirement for entry in all_checks() if entry.met is None and not _places(entry)}
    return frozenset(found)


@cache
def _told_by_document() -> tuple[Check, ...]:
    return tuple(entry for entry in all_checks() if entry.met is not None)
