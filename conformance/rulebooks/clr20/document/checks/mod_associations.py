"""Area MOD: associations between the achievements of a record: where they lead, and whether they contradict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from conformance.document.cycles import cycles
from conformance.document.nodes import Key, Node
from conformance.document.walk import Document
from conformance.record import Finding
from conformance.rulebooks.clr20.document.reading import many
from conformance.rulebooks.clr20.document.register import check
from conformance.rulebooks.clr20.document.relevant import check_each

_HIERARCHIES: Final = {
    "isChildOf": ("isChildOf and isParentOf", False),
    "isParentOf": ("isChildOf and isParentOf", True),
    "isPartOf": ("isPartOf", False),
}
"""Relation -> the hierarchy that it belongs to, and whether its source stands above its target."""

Link = tuple[str, str, str, Key]


@check("CLR20-MOD-19", "Association")
def both_ends_are_in_the_record(association: Node) -> Iterator[Finding]:
    """sourceId and targetId are ids of achievements in the record."""
    for member in ("sourceId", "targetId"):
        identifier = association.text(member)
        if identifier is not None and association.scope.find(identifier, "Achievement") is None:
            message = f"{member} of an Association is not the id of an Achievement in the record"
            yield association.finding(message, at=member, expected="the id of an Achievement of the same record")


@check("CLR20-MOD-20", "ClrSubject", when="association")
def no_association_is_idle(subject: Node) -> Iterator[Finding]:
    """No association is there twice, and none links an achievement to itself."""
    seen: set[tuple[str, str, str]] = set()
    for relation, source, target, at in _links(subject):
        if source == target:
            message = "An Association links an Achievement to itself"
            yield subject.finding(message, at=at, expected="two Achievements", actual=relation)
        elif (relation, source, target) in seen:
            yield subject.finding("An Association is there twice", at=at, expected="once", actual=relation)
        seen.add((relation, source, target))


def _hierarchical(document: Document) -> Iterator[Node]:
    for subject in document.having("ClrSubject", "association"):
        if any(relation in _HIERARCHIES for relation, *_ in _links(subject)):
            yield subject


@check_each("CLR20-MOD-21", _hierarchical)
def no_hierarchy_is_a_circle(subject: Node) -> Iterator[Finding]:
    """No achievement stands above itself."""
    graphs: defaultdict[str, dict[str, list[tuple[str, tuple[str, Key]]]]] = defaultdict(dict)
    for relation, source, target, at in _links(subject):
        if relation not in _HIERARCHIES or source == target:
            continue
        hierarchy, downward = _HIERARCHIES[relation]
        above, below = (source, target) if downward else (target, source)
        graphs[hierarchy].setdefault(above, []).append((below, (relation, at)))
    for hierarchy, graph in graphs.items():
        for relation, at in cycles(graph):
            message = f"The {hierarchy} associations of a record lead back to where they began"
            yield subject.finding(message, at=at, expected="an order without a circle", actual=relation)


def _links(subject: Node) -> Iterator[Link]:
    """The associations that say something: relation, source, target, and where each stands."""
    bare = not isinstance(subject.value["association"], list)
    for index, each in enumerate(many(subject.value["association"])):
        if not isinstance(each, dict):
            continue
        relation, source, target = (each.get(name) for name in ("associationType", "sourceId", "targetId"))
        if isinstance(relation, str) and isinstance(source, str) and isinstance(target, str):
            yield relation, source, target, ("association",) if bare else ("association", index)
