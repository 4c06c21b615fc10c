"""What can be achieved: criteria and descriptions that 2.0 requires, links between achievements, pieces of evidence."""

from __future__ import annotations

from typing import Any, Final

from conformance.migrating.account import Fate
from conformance.rulebooks.clr20.migration.converting import Part, Room, converted, last, members_of, step
from conformance.rulebooks.clr20.migration.mapping import Step, mapped

_NO_CRITERIA: Final = "The source of this achievement does not state its criteria."


@last("achievement")
def _required(part: Part) -> None:
    """Fills what 2.0 requires of an achievement and 1.0 does not, and says what it was made from."""
    name = part.out.get("name")
    if "description" not in part.out and isinstance(name, str):
        why = "CLR 2.0 requires a description; the name stands in for it"
        part.invent("description", name, why, made_from=part.at("name"), content=True)
    if not part.out.get("criteria"):
        why = "CLR 2.0 requires criteria; the text says that there are none"
        part.invent("criteria", {"narrative": _NO_CRITERIA}, why, content=True)
    room, identifier = part.move.room, part.out.get("id")
    if room is not None and isinstance(identifier, str):
        room.achievements.add(identifier)


@step("associations")
def _associations(part: Part, member: str, _: Step) -> None:
    room = part.move.room
    if room is None:
        part.gone(member, "in CLR 2.0 the record holds the associations, and there is no record around this document")
        return
    source_id = part.value.get("id")
    found = False
    for place, entry in members_of(part, member, part.value[member]):
        found = _association(part, place, entry, source_id) or found
    if found:
        part.account.add(
            Fate.CHANGED, part.at(member), f"{room.target}/association", why="the record holds all associations"
        )
    elif not part.account.knows(part.at(member)):
        part.account.add(Fate.WITHOUT_PLACE, part.at(member), why="nothing in it has a place", content=True)


def _association(part: Part, place: str, entry: dict[str, Any], source_id: Any) -> bool:
    """Adds one association to the record, or says why it cannot be."""
    room, kind, target_id = part.move.room, entry.get("associationType"), entry.get("targetId")
    new = mapped().vocabularies["associationType"].value(kind) if isinstance(kind, str) else None
    if room is None or new is None or not isinstance(target_id, str) or not isinstance(source_id, str):
        why = "it names no relation that CLR 2.0 has, or not both achievements"
        part.account.gone(place, entry, why)
        return False
    index = room.associations.setdefault((new[0], source_id, target_id), len(room.associations))
    target = f"{room.target}/association/{index}"
    part.account.add(Fate.CHANGED, place, target, why="the record holds all associations")
    fate, why = (Fate.CHANGED, "CLR 2.0 has no relation that says as much") if new[1] else (Fate.KEPT, "")
    part.account.add(fate, f"{place}/associationType", f"{target}/associationType", why=why, content=new[1])
    part.account.add(Fate.KEPT, f"{place}/targetId", f"{target}/targetId")
    part.account.invent(f"{target}/type", place, "CLR 2.0 requires the type of the class")
    part.account.invent(f"{target}/sourceId", part.at("id"), "in CLR 2.0 an association names where it starts")
    if "title" in entry:
        room.titles.append((f"{place}/title", target_id))
        part.account.rest({"title": entry["title"]}, place, "an association has no title in CLR 2.0", content=False)
    part.account.rest(entry, place, "an association has no such member in CLR 2.0, which takes no others there")
    return True


def associations(room: Room) -> list[dict[str, Any]]:
    """The associations of the record as it holds them."""
    members = ("associationType", "sourceId", "targetId")
    return [{"type": "Association", **dict(zip(members, link, strict=True))} for link in room.associations]


def evidence(part: Part, member: str) -> list[dict[str, Any]]:
    """The pieces of evidence in a member, each artifact as a piece of its own behind the one that held it."""
    found: list[dict[str, Any]] = []
    for place, entry in members_of(part, member, part.value[member]):
        target = f"{part.to(member)}/{len(found)}"
        part.account.add(Fate.KEPT, place, target)
        artifacts = entry.get("artifacts")
        found.append(converted(part.move, "evidence", entry, place, target))
        if not isinstance(artifacts, list):
            continue
        before = len(found)
        for index, artifact in enumerate(artifacts):
            if isinstance(artifact, dict):
                at, to = f"{place}/artifacts/{index}", f"{part.to(member)}/{len(found)}"
                part.account.add(Fate.CHANGED, at, to, why="an artifact is a piece of evidence of its own in CLR 2.0")
                found.append(converted(part.move, "artifact", artifact, at, to))
        if len(found) > before:
            part.account.add(Fate.CHANGED, f"{place}/artifacts", part.to(member), why="each stands beside the evidence")
    return found


@step("artifacts")
def _artifacts(part: Part, member: str, _: Step) -> None:
    """Those that are objects are converted by ``evidence``, since they stand beside the piece that holds them."""
    value = part.value[member]
    entries = value if isinstance(value, list) else []
    for index, entry in enumerate(entries):
        if not isinstance(entry, dict):
            part.account.gone(f"{part.at(member)}/{index}", entry, "it is not an object")
    if not any(isinstance(entry, dict) for entry in entries):
        part.gone(member, "nothing in it has a place")
