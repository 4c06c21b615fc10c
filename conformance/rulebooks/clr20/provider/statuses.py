"""What is wrong with a status object (Imsx_StatusInfo), and of which row that is.

A name that differs from that of the standard in capitals alone is a spelling: it is told once, and what stands under
it is read all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from conformance.rulebooks.clr20.provider.edition import BOOK
from conformance.standard import contract

SHAPE: Final = "CLR20-API-34"
CODES: Final = "CLR20-API-35"

MAJOR, SEVERITY, DESCRIPTION = "imsx_codeMajor", "imsx_severity", "imsx_description"
MINOR, FIELD = "imsx_codeMinor", "imsx_codeMinorField"
NAME, VALUE = "imsx_codeMinorFieldName", "imsx_codeMinorFieldValue"

_MEMBERS: Mapping[str, tuple[str, ...]] = {
    "": (MAJOR, SEVERITY, DESCRIPTION, MINOR),
    MINOR: (FIELD,),
    FIELD: (NAME, VALUE),
}
_NEEDED: Mapping[str, tuple[str, ...]] = {"": (MAJOR, SEVERITY), MINOR: (FIELD,), FIELD: (NAME, VALUE)}


@dataclass(frozen=True, slots=True)
class StatusFault:
    """One thing that is wrong, and the row that speaks of it."""

    row: str
    message: str
    expected: str
    actual: str
    pointer: str


def faults_of(body: Mapping[str, Any]) -> Iterator[StatusFault]:
    """All that is wrong with the form and the codes of a status object."""
    yield from _members(body, "", "")
    for name, value, at in codes_of(body):
        allowed = _listed(name)
        if value is not None and value not in allowed:
            yield StatusFault(CODES, f"{name} is not a value of the standard", ", ".join(allowed), str(value), at)


def codes_of(body: Mapping[str, Any]) -> Iterator[tuple[str, Any, str]]:
    """The codes of a status object, however their names are spelled: name, value and where it stands."""
    for name in (MAJOR, SEVERITY):
        yield name, _get(body, name), f"/{name}"
    for index, entry in enumerate(_entries(body)):
        if isinstance(entry, Mapping):
            yield VALUE, _get(entry, VALUE), f"/{MINOR}/{FIELD}/{index}/{VALUE}"


def minors_of(body: Mapping[str, Any]) -> list[str]:
    """The minor codes, however their names are spelled."""
    return [str(value) for name, value, _ in codes_of(body) if name == VALUE and value is not None]


def text_of(body: Mapping[str, Any], name: str) -> str:
    """A member of a status object as text, however its name is spelled; empty when it is missing."""
    value = _get(body, name)
    return value.strip() if isinstance(value, str) else ""


def _members(value: Any, place: str, at: str) -> Iterator[StatusFault]:
    if not isinstance(value, Mapping):
        yield StatusFault(SHAPE, f"{place} is not an object", "a JSON object", type(value).__name__, at)
        return
    known = {name.lower(): name for name in _MEMBERS[place]}
    for name in value:
        right = known.get(name.lower())
        if right is None:
            yield StatusFault(SHAPE, f"a status object has the member {name}", ", ".join(known.values()), name, at)
        elif right != name:
            yield StatusFault(CODES, f"the member {right} is spelled {name}", right, name, f"{at}/{name}")
    for name in _NEEDED[place]:
        if _get(value, name) is None:
            yield StatusFault(SHAPE, f"a status object lacks {name}", name, "no such member", at)
    yield from _below(value, at)


def _below(value: Mapping[str, Any], at: str) -> Iterator[StatusFault]:
    minor = _get(value, MINOR)
    if minor is not None:
        yield from _members(minor, MINOR, f"{at}/{MINOR}")
    entries = _get(value, FIELD)
    if entries is None:
        return
    if not isinstance(entries, list) or not entries:
        actual = "an empty array" if entries == [] else type(entries).__name__
        yield StatusFault(SHAPE, f"{FIELD} holds no codes", "an array of one or more", actual, f"{at}/{FIELD}")
        return
    for index, entry in enumerate(entries):
        yield from _members(entry, FIELD, f"{at}/{FIELD}/{index}")


def _entries(body: Mapping[str, Any]) -> list[Any]:
    minor = _get(body, MINOR)
    entries = _get(minor, FIELD) if isinstance(minor, Mapping) else None
    return entries if isinstance(entries, list) else []


def _get(value: Mapping[str, Any], name: str) -> Any:
    if name in value:
        return value[name]
    return next((found for other, found in value.items() if other.lower() == name.lower()), None)


def _listed(name: str) -> tuple[str, ...]:
    classes = {MAJOR: "Imsx_CodeMajor", SEVERITY: "Imsx_Severity", VALUE: "Imsx_CodeMinorFieldValue"}
    return tuple(contract(BOOK)["components"]["schemas"][classes[name]]["enum"])
