"""Reads the description of the new issuer: members of a Profile of 2.0, and what concerns the migration alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from conformance.errors import UsageFault
from conformance.migrating.rules import Issuer
from conformance.names import did_you_mean, near
from conformance.rulebooks.clr20.migration.simple import is_uri
from conformance.standard.classes import Model, models

_BOOK: Final = "clr20"
_PROFILE: Final = "Profile"
_KEY: Final = ("verificationMethod", "kid")
_OWN: Final = ("formerly", *_KEY)
_NOT_HERE: Final = frozenset({"@context", "endorsement", "endorsementJwt"})
_URIS: Final = frozenset({"URI", "WebAddress"})
_MOST: Final = 10


def issuer(description: Any) -> Issuer:
    """The new issuer; raises ``UsageFault`` that names each thing wrong in the description."""
    if not isinstance(description, dict):
        raise _unusable(["it does not hold members such as id and name"])
    faults = list(_faults(description))
    if faults:
        raise _unusable(faults)
    key_id = next((description[member] for member in _KEY if member in description), "")
    members = {member: value for member, value in description.items() if member not in _OWN}
    profile = _with_types(members, _PROFILE)
    return Issuer(description["id"], profile, frozenset(_formerly(description)), key_id)


def _unusable(faults: list[str]) -> UsageFault:
    more = f"; and {len(faults) - _MOST} more" if len(faults) > _MOST else ""
    return UsageFault(
        "issuer-unusable",
        f"the description of the new issuer cannot be used: {'; '.join(faults[:_MOST])}{more}",
        "a mistyped member, or a value that YAML reads as something else than text",
        "write `id`, `name`, `url` and other members of a Profile of CLR 2.0, each as text",
    )


def _faults(description: Mapping[str, Any]) -> Iterator[str]:
    if "id" not in description:
        yield "it has no id"
    profile = {member: value for member, value in description.items() if member not in _OWN}
    yield from _of_object(profile, models(_BOOK)[_PROFILE], "")
    formerly = description.get("formerly", [])
    if not all(is_uri(each) for each in (formerly if isinstance(formerly, list) else [formerly])):
        yield "formerly is not a list of the URLs under which the issuer was known"
    for member in _KEY:
        if member in description and not is_uri(description[member]):
            yield f"{member} is not the URL of a key"
    if all(member in description for member in _KEY) and len({str(description[member]) for member in _KEY}) > 1:
        yield "kid and verificationMethod name two keys"


def _formerly(description: Mapping[str, Any]) -> list[str]:
    found = description.get("formerly", [])
    return found if isinstance(found, list) else [found]


def _of_object(value: Mapping[Any, Any], model: Model, where: str) -> Iterator[str]:
    known = {name for name in model.members if name not in _NOT_HERE or where}
    required = (each.name for each in model.members.values() if each.required and each.name != "type" and where)
    yield from (f"{where.removesuffix('.')} has no {name}" for name in required if name not in value)
    for member, child in value.items():
        place = f"{where}{member}"
        if member not in known:
            names = near(str(member), {*known, *(() if where else _OWN)})
            yield f"there is no member {place}{f' ({did_you_mean(names)})' if names else ''}"
        elif model.members[member].many and member != "type":
            entries = child if isinstance(child, list) else [child]
            for index, entry in enumerate(entries):
                yield from _of_value(entry, model.members[member].type, f"{place}[{index}]")
        elif member == "type":
            yield from _of_type(child, model.name, place)
        else:
            yield from _of_value(child, model.members[member].type, place)


def _of_type(value: Any, name: str, place: str) -> Iterator[str]:
    if value not in (name, [name]):
        yield f"{place} is not {name}"


def _of_value(value: Any, kind: str, place: str) -> Iterator[str]:
    if kind in models(_BOOK):
        if isinstance(value, dict):
            yield from _of_object(value, models(_BOOK)[kind], f"{place}.")
        else:
            yield f"{place} is not an object with members"
    elif kind == "Float":
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            yield f"{place} is not a number"
    elif kind == "Date" and isinstance(value, date):
        return
    elif not isinstance(value, str) or not value.strip():
        yield f"{place} is not text"
    elif kind in _URIS and not is_uri(value):
        yield f"{place} is not an absolute URL or URI"


def _with_types(value: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """The object with the type of each class in it, as JSON takes it."""
    model = models(_BOOK)[kind]
    found: dict[str, Any] = {}
    if "type" in model.members:
        found["type"] = [kind] if model.members["type"].type == "Types" else kind
    for member, child in value.items():
        inner = model.members[member]
        if member == "type":
            continue
        if inner.type in models(_BOOK):
            entries = child if isinstance(child, list) else [child]
            typed: list[Any] = [_with_types(each, inner.type) for each in entries]
            found[member] = typed if inner.many else typed[0]
        else:
            found[member] = child.isoformat() if isinstance(child, date) else child
    return found
