"""Achievements: their type, what their associations lead to, and their criteria."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Final

from conformance.document.cycles import cycles
from conformance.document.nodes import Node
from conformance.record import Finding
from conformance.rulebooks.clr10.document.model import MODEL
from conformance.rulebooks.clr10.document.register import check

_DOWNWARD: Final = {"isParentOf": True, "isChildOf": False, "precedes": True, "replacedBy": True, "isPartOf": False}
"""Relations that order two achievements -> whether the target comes after the achievement that names it."""

_FAMILY: Final = {"isChildOf": "isParentOf"}
"""Relations that say the same seen from the other end."""


@cache
def _listed_types() -> dict[str, str]:
    values: list[str] = MODEL.schemas["AchievementType"]["anyOf"][0]["enum"]
    return {value.lower(): value for value in values}


@check("CLR10-ACH-003", "Achievement", when="achievementType")
def a_listed_type_is_not_extended(achievement: Node) -> Iterator[Finding]:
    """An ``ext:`` value does not repeat a listed type."""
    text = achievement.text("achievementType") or ""
    listed = _listed_types().get(text[4:].lower()) if text.startswith("ext:") else None
    if listed:
        yield achievement.finding(
            "The achievementType is an extension value though a listed type fits",
            at="achievementType",
            expected=listed,
        )


@check("CLR10-ACH-006", "Achievement", when="associations")
def targets_are_in_the_same_clr(achievement: Node) -> Iterator[Finding]:
    """targetId is the id of an achievement in the same CLR."""
    if achievement.scope.root.kind != "Clr":
        return
    for index, association in enumerate(achievement.entries("associations")):
        target = association.get("targetId") if isinstance(association, dict) else None
        if isinstance(target, str) and achievement.scope.find(target, "Achievement") is None:
            yield achievement.finding(
                "An association leads to an achievement that is not in the CLR",
                at=("associations", index, "targetId"),
                expected="the id of an achievement in this CLR",
            )


@check("CLR10-ACH-007", "Clr")
def associations_do_not_contradict(clr: Node) -> Iterator[Finding]:
    """No achievement is, by the associations of one kind, above or before itself."""
    graphs: defaultdict[str, Graph] = defaultdict(dict)
    for nodes in clr.scope.ids.values():
        for achievement in nodes:
            if achievement.kind == "Achievement" and "associations" in achievement.value:
                _add(graphs, achievement)
    for relation, graph in graphs.items():
        for node, index in cycles(graph):
            yield node.finding(
                f"The {relation} associations of achievements lead back to where they began",
                at=("associations", index),
                expected="an order without a circle, the same from both ends",
                actual=node.value["associations"][index]["associationType"],
            )


Edge = tuple[str, tuple[Node, int]]
Graph = dict[str, list[Edge]]


def _add(graphs: defaultdict[str, Graph], achievement: Node) -> None:
    here = achievement.value["id"]
    for index, association in enumerate(achievement.entries("associations")):
        if not isinstance(association, dict):
            continue
        relation, target = association.get("associationType"), association.get("targetId")
        if not isinstance(relation, str) or not isinstance(target, str) or relation not in _DOWNWARD:
            continue
        first, last = (here, target) if _DOWNWARD[relation] else (target, here)
        graphs[_FAMILY.get(relation, relation)].setdefault(first, []).append((last, (achievement, index)))


@check("CLR10-ACH-011", "Criteria")
def criteria_say_something(criteria: Node) -> Iterator[Finding]:
    """Criteria have an id or a narrative."""
    if not criteria.value.keys() & {"id", "narrative"}:
        yield criteria.finding("Criteria have neither id nor narrative", expected="one of the two")
