"""Who a record speaks of: profiles, the learner, recipients, and the identifiers of both."""

from __future__ import annotations

import re
from typing import Any, Final

from conformance.migrating.account import Fate, inside
from conformance.rulebooks.clr20.migration.converting import Part, converted, members_of, step
from conformance.rulebooks.clr20.migration.mapping import Step, mapped
from conformance.rulebooks.clr20.migration.simple import is_uri

_HASH: Final = re.compile(r"(md5|sha256)\$[0-9a-fA-F]+")
_REQUIRED: Final = "CLR 2.0 requires it of an identifier"


@step("profile_sourced_id")
def _profile_sourced_id(part: Part, member: str, _: Step) -> None:
    _entry(part, member, "sourcedId")


@step("profile_student_id")
def _profile_student_id(part: Part, member: str, _: Step) -> None:
    _entry(part, member, "ext:studentId")


def _entry(part: Part, member: str, kind: str) -> None:
    """An identifier that is a member of a profile in 1.0 and one of its other identifiers in 2.0."""
    value = part.value[member]
    if not isinstance(value, str):
        part.gone(member, "CLR 2.0 takes text there, and the source has something else")
        return
    found = part.out.setdefault("otherIdentifier", [])
    place = f"{part.to('otherIdentifier')}/{len(found)}"
    found.append({"type": "IdentifierEntry", "identifier": value, "identifierType": kind})
    part.account.add(Fate.CHANGED, part.at(member), f"{place}/identifier", why="it is an identifier among others")
    for each in ("type", "identifierType"):
        part.account.invent(f"{place}/{each}", part.at(member), _REQUIRED)


def profile(part: Part, member: str, to: str) -> None:
    """The issuer of a credential from a profile of the source; the new issuer is described as it wants to be."""
    value = part.value[member]
    if not isinstance(value, dict):
        part.gone(member, "it is not an object")
        return
    source, target = part.at(member), part.to(to)
    part.account.add(Fate.KEPT if member == to else Fate.RENAMED, source, target)
    if not part.move.is_new_issuer(value.get("id")):
        part.out[to] = converted(part.move, "profile", value, source, target)
        return
    described = part.move.issuer.profile
    steps = mapped().classes["profile"].steps
    over = {each for each in value if each in steps and steps[each].to in described}
    rest = {each: child for each, child in value.items() if each not in over | {"type"}}
    part.out[to] = {"type": ["Profile"], **converted(part.move, "profile", rest, source, target)}
    for each in over:
        _described(part, value[each], f"{source}/{each}", f"{target}/{steps[each].to}", described[steps[each].to])
    if "type" in value:
        part.account.into(Fate.CHANGED, f"{source}/type", value["type"], f"{target}/type")
    new_issuer(part, to)


def _described(part: Part, old: Any, source: str, target: str, new: Any) -> None:
    if old == new:
        part.account.moved(Fate.KEPT, source, old, target)
    else:
        why = "the description of the new issuer says otherwise"
        part.account.into(Fate.CHANGED, source, old, target, why=why, content=True)


def new_issuer(part: Part, to: str) -> None:
    """Writes into the issuer what the new issuer says of itself."""
    out = part.out.setdefault(to, {})
    out.update(part.move.issuer.profile)
    for member, value in part.move.issuer.profile.items():
        for pointer, _ in [(f"{part.to(to)}/{member}", value), *inside(value, f"{part.to(to)}/{member}")]:
            part.account.invent(pointer, "", "the description of the new issuer says so")


@step("learner_id")
def _learner_id(part: Part, member: str, _: Step) -> None:
    value = part.value[member]
    if is_uri(value):
        part.put(member, "id", value)
    else:
        _of_the_learner(part, member, "identifier")


@step("identity")
def _identity(part: Part, member: str, rule: Step) -> None:
    _of_the_learner(part, member, rule.argument)


def _of_the_learner(part: Part, member: str, kind: str) -> None:
    value = part.value[member]
    if isinstance(value, str):
        _append(part, part.at(member), kind, value)
    else:
        part.gone(member, "CLR 2.0 takes text there, and the source has something else")


@step("learner_identifiers")
def _learner_identifiers(part: Part, member: str, _: Step) -> None:
    kinds = mapped().vocabularies["identifierType"]
    any_of_them = False
    for place, entry in members_of(part, member, part.value[member]):
        value, kind = entry.get("identifier"), entry.get("identifierType")
        new = kinds.value(kind) if isinstance(kind, str) else None
        if not isinstance(value, str):
            part.account.gone(place, entry, "it names no identifier")
            continue
        any_of_them = True
        target = _append(part, f"{place}/identifier", new[0] if new else "identifier", value)
        part.account.add(Fate.CHANGED, place, target)
        if "identifierType" in entry:
            part.account.into(Fate.CHANGED, f"{place}/identifierType", kind, f"{target}/identityType")
        if "type" in entry:
            part.account.into(Fate.CHANGED, f"{place}/type", entry["type"], f"{target}/type")
        part.account.rest(entry, place, mapped().unknown)
    if any_of_them:
        part.account.add(Fate.RENAMED, part.at(member), part.to("identifier"))
    elif not part.account.knows(part.at(member)):
        part.account.add(Fate.WITHOUT_PLACE, part.at(member), why="nothing in it has a place", content=True)


def _append(part: Part, source: str, kind: str, value: str) -> str:
    """Adds an identifier of the learner and gives its place."""
    found = part.out.setdefault("identifier", [])
    place = f"{part.to('identifier')}/{len(found)}"
    found.append({"type": "IdentityObject", "hashed": False, "identityHash": value, "identityType": kind})
    part.account.add(
        Fate.CHANGED, source, f"{place}/identityHash", why="the subject names the learner by identifiers alone"
    )
    for each in ("type", "hashed", "identityType"):
        part.account.invent(f"{place}/{each}", source, _REQUIRED)
    return place


@step("recipient")
def _recipient(part: Part, member: str, _: Step) -> None:
    value = part.value[member]
    identity = value.get("identity") if isinstance(value, dict) else None
    if not isinstance(identity, str):
        part.gone(member, "it names nobody")
        return
    source = part.at(member)
    if value.get("type") == "id" and value.get("hashed") in (False, None) and is_uri(identity):
        part.out["id"] = identity
        part.account.add(Fate.RENAMED, f"{source}/identity", part.to("id"))
        for each in ("type", "hashed"):
            if each in value:
                part.account.gone(f"{source}/{each}", value[each], "that it is the id says it already", content=False)
        part.account.add(Fate.CHANGED, source, part.to("id"), why="the id of the subject names the learner")
    else:
        _identity_object(part, value, source)
    part.account.rest(value, source, "an identifier has no such member in CLR 2.0, which takes no others there")


def _identity_object(part: Part, value: dict[str, Any], source: str) -> None:
    """A recipient that is named by a hash, or by something else than an id."""
    target = f"{part.to('identifier')}/0"
    inner = Part(part.move, value, source, target)
    if "type" in value:
        kind = mapped().vocabularies["identityType"].value(value["type"]) if isinstance(value["type"], str) else None
        inner.out["identityType"] = kind[0] if kind else "identifier"
        fate = Fate.RENAMED if inner.out["identityType"] == value["type"] else Fate.CHANGED
        inner.account.into(fate, inner.at("type"), value["type"], inner.to("identityType"), content=kind is None)
    else:
        inner.invent("identityType", "identifier", _REQUIRED, content=True)
    inner.invent("type", "IdentityObject", _REQUIRED)
    if isinstance(value.get("hashed"), bool):
        inner.put("hashed", "hashed", value["hashed"])
    else:
        hashed = _HASH.fullmatch(value["identity"]) is not None
        inner.invent("hashed", hashed, _REQUIRED, made_from=f"{source}/identity", content=True)
    inner.put("identity", "identityHash", value["identity"])
    if isinstance(value.get("salt"), str):
        inner.put("salt", "salt", value["salt"])
    part.out["identifier"] = [inner.out]
    part.account.add(Fate.RENAMED, source, part.to("identifier"), target)
