"""What is wrong with a plan file, in plain English: the line, the member, and what was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import jsonschema_rs
import yaml

from conformance.names import did_you_mean, near
from conformance.standard import editions, load

_MOST = 10
_KINDS: Final = {
    "string": "a text",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a mapping (name: value)",
    "array": "a list",
    "null": "empty",
}
_SECRETS: Final = frozenset({"secret", "password", "access_token", "refresh_token"})
Path = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class PlanFault:
    """One fault: its line (counted from 1), and a sentence that names the member."""

    line: int
    message: str


def faults_of(raw: Mapping[str, Any], text: str, schema: Mapping[str, Any]) -> list[PlanFault]:
    """Every fault of a plan by its JSON Schema, in the order of the file; at most ten."""
    validator = jsonschema_rs.Draft202012Validator(dict(schema), validate_formats=True)
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    lines = _lines(root)
    found = [
        *_twice(root),
        *(fault for error in validator.iter_errors(raw) for fault in _faults_of(error, lines, schema)),
    ]
    return sorted(found, key=lambda fault: fault.line)[:_MOST]


def _twice(node: yaml.Node | None) -> Iterator[PlanFault]:
    """Members that stand twice in one mapping: the second would silently win."""
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if isinstance(key.value, str):
                if key.value in seen:
                    yield PlanFault(line, f"{key.value} stands here again; the first is in line {seen[key.value]}.")
                seen[key.value] = line
            yield from _twice(value)
    if isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _twice(value)


def _lines(node: yaml.Node | None, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], int]:
    """The line of each member by its path: for a member of a mapping that of its name."""
    if node is None:
        return {}
    found = {path: node.start_mark.line + 1}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*path, key.value)
            found |= _lines(value, inner) | {inner: key.start_mark.line + 1}
    if isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            found |= _lines(value, (*path, index))
    return found


def _faults_of(
    error: jsonschema_rs.ValidationError, lines: Mapping[tuple[str | int, ...], int], schema: Mapping[str, Any]
) -> Iterator[PlanFault]:
    path = tuple(error.instance_path)
    kind = error.kind.as_dict()
    name = error.kind.name
    if name == "additionalProperties":
        known = _members(schema, path)
        for member in kind["unexpected"]:
            meant = near(str(member), known)
            hint = did_you_mean(meant) or f"There are: {', '.join(known)}."
            place = f"{_named(path)} has no member {member!r}" if path else f"a plan has no member {member!r}"
            yield PlanFault(lines.get((*path, member), lines.get(path, 1)), f"{place}. {hint}")
        return
    yield PlanFault(lines.get(path, 1), f"{_named(path) if path else 'the plan'} {_sentence(name, kind, error)}")


def _sentence(name: str, kind: Mapping[str, Any], error: jsonschema_rs.ValidationError) -> str:
    secret = error.instance_path and error.instance_path[-1] in _SECRETS
    given = "not a text" if secret else _shown(error.instance)
    match name:
        case "required":
            return f"lacks the member {kind['property']!r}."
        case "type":
            wanted = " or ".join(_KINDS.get(one, one) for one in kind["types"])
            return f"is {given}, but has to be {wanted}."
        case "enum" | "const":
            options = [str(one) for one in kind.get("options", [kind.get("expected_value")])]
            hint = did_you_mean(near(str(error.instance), options, most=1))
            return f"is {given}, but has to be {' or '.join(options)}. {hint}".rstrip()
        case "minimum" | "exclusiveMinimum":
            more = "more than" if name == "exclusiveMinimum" else "at least"
            return f"is {given}, but has to be {more} {kind['limit']}."
        case "maximum":
            return f"is {given}, but may be at most {kind['limit']}."
        case "pattern":
            return f"is {given}, but has to be {_of_the_catalogue()}."
        case "format":
            day = "a day such as 2027-06-30" if kind.get("format") == "date" else f"a {kind.get('format')}"
            return f"is {given}, but has to be {day}."
        case "minLength" | "minItems" | "minProperties":
            return "is empty."
        case _:
            return f"is not right: {error.message}."


def _of_the_catalogue() -> str:
    """How requirements and areas are called, by an example."""
    example = next(iter(load(editions()[0])))
    return f"an id such as {example.id}, or an area such as {example.area}"


def _shown(value: Any) -> str:
    """The value as the user wrote it, short."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "empty"
    return str(value).lower() if isinstance(value, bool) else repr(value)[:60]


def _named(path: Path) -> str:
    """The member as a user would write it: ``waivers[0].expires``."""
    written = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return written.removeprefix(".")


def _members(schema: Mapping[str, Any], path: Path) -> list[str]:
    """The names that the schema knows at that place."""
    place: Mapping[str, Any] = schema
    for step in path:
        place = _resolved(place, schema)
        place = place.get("items", {}) if isinstance(step, int) else place.get("properties", {}).get(step, {})
    return [*_resolved(place, schema).get("properties", {})]


def _resolved(place: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = schema["$defs"][place["$ref"].rpartition("/")[2]] if "$ref" in place else place
    return found
