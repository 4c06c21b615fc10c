"""Applies a JSON Schema (2019-09) that a document names to that document, bounded: whoever wrote it is not trusted.

A schema whose work can be told beforehand is applied here. One that refers to itself, or to one part many times over,
can take time without end in a few lines: it is applied in a process of its own that is ended after some seconds.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urldefrag, urljoin

import jsonschema_rs
import orjson

MOST_SHOWN: Final = 20
"""Departures that are told of one document."""
MOST_WORK: Final = 100_000_000
"""Parts of a schema times parts of a document that are compared in this process."""
MOST_SECONDS: Final = 5.0
MOST_PARTS: Final = 200_000
_BACKTRACK: Final = 100_000
_NAMES: Final = ("$ref", "$recursiveRef", "$dynamicRef")


class SchemaRefused(ValueError):
    """The schema cannot be applied: ``code`` says why (``schema-invalid``, ``schema-too-slow``), ``text`` in words."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class Departure:
    """One place of the document that departs from the schema; ``keyword`` is what is not kept there."""

    path: tuple[str | int, ...]
    keyword: str


def references(schema: Any, url: str) -> Iterator[str]:
    """The URLs of other documents that a schema found at ``url`` refers to, each once."""
    seen: set[str] = {urldefrag(url)[0]}
    seen.update(
        urldefrag(urljoin(url, each["$id"]))[0] for each in _objects(schema) if isinstance(each.get("$id"), str)
    )
    for each in _objects(schema):
        for name in _NAMES:
            found = each.get(name)
            if isinstance(found, str) and not found.startswith("#"):
                wanted = _joined(_base(schema, url), found)
                if wanted not in seen:
                    seen.add(wanted)
                    yield wanted


def apply(value: Any, schema: Any, url: str, others: Mapping[str, Any]) -> tuple[Departure, ...]:
    """Where ``value`` departs from the schema found at ``url``, the first of them; ``others`` are schemas by URL.

    Raises ``SchemaRefused`` for what is not a schema, refers to what is not there, or takes too long.
    """
    if not isinstance(schema, (dict, bool)):
        raise SchemaRefused("schema-invalid", "it is JSON, but not a schema")
    parts = expanded(schema) if isinstance(schema, dict) and not others else None
    if parts is not None and parts * _size(value) < MOST_WORK:
        return tuple(departures(value, schema, url, others))
    return _apart(value, schema, url, others)


def departures(value: Any, schema: Any, url: str, others: Mapping[str, Any]) -> Iterator[Departure]:
    """The same without a bound on time."""
    try:
        validator = jsonschema_rs.Draft201909Validator(
            schema,
            registry=jsonschema_rs.Registry(list(others.items()), draft=jsonschema_rs.Draft201909) if others else None,
            base_uri=url,
            offline=True,
            validate_formats=True,
            pattern_options=jsonschema_rs.FancyRegexOptions(backtrack_limit=_BACKTRACK),
        )
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
        raise SchemaRefused("schema-invalid", f"it is not a JSON Schema: {str(error).splitlines()[0][:160]}") from None
    for number, each in enumerate(validator.iter_errors(value)):
        if number >= MOST_SHOWN:
            return
        yield Departure(tuple(each.instance_path), str(each.schema_path[-1]) if each.schema_path else "")


def expanded(schema: Mapping[str, Any]) -> int | None:
    """How many parts a schema has with each reference written out; ``None`` when it refers to itself or elsewhere."""
    known: dict[str, int | None] = {}
    try:
        return _weigh(schema, schema, known, ())
    except RecursionError:
        return None


def _weigh(part: Any, root: Mapping[str, Any], known: dict[str, int | None], path: tuple[str, ...]) -> int | None:
    if isinstance(part, list):
        return _sum(part, root, known, path)
    if not isinstance(part, Mapping):
        return 1
    reference = part.get("$ref")
    if any(name in part for name in _NAMES[1:]):
        return None
    total = _sum((value for name, value in part.items() if name not in ("$defs", "definitions")), root, known, path)
    if total is None or not isinstance(reference, str):
        return total
    led_to = _led_to(reference, root, known, path)
    return None if led_to is None else min(total + led_to, MOST_WORK)


def _sum(parts: Any, root: Mapping[str, Any], known: dict[str, int | None], path: tuple[str, ...]) -> int | None:
    total = 1
    for each in parts:
        weight = _weigh(each, root, known, path)
        if weight is None:
            return None
        total += weight
    return min(total, MOST_WORK)


def _led_to(reference: str, root: Mapping[str, Any], known: dict[str, int | None], path: tuple[str, ...]) -> int | None:
    if reference in path or not reference.startswith("#/"):
        return None
    if reference not in known:
        found: Any = root
        for name in reference[2:].split("/"):
            found = found.get(name.replace("~1", "/").replace("~0", "~")) if isinstance(found, Mapping) else None
        known[reference] = None if found is None else _weigh(found, root, known, (*path, reference))
    return known[reference]


_CHILD: Final = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
import orjson
from conformance.trust.foreign_schema import SchemaRefused, departures
value, schema, url, others = orjson.loads(sys.stdin.buffer.read())
try:
    found = {"found": [[list(each.path), each.keyword] for each in departures(value, schema, url, others)]}
except SchemaRefused as refused:
    found = {"code": refused.code, "text": refused.text}
sys.stdout.buffer.write(orjson.dumps(found))
"""


def _apart(value: Any, schema: Any, url: str, others: Mapping[str, Any]) -> tuple[Departure, ...]:
    given = orjson.dumps([value, schema, url, dict(others)])
    command = [sys.executable, "-c", _CHILD]
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=MOST_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise SchemaRefused("schema-too-slow", f"applying it takes more than {MOST_SECONDS:g} seconds") from None
    if done.returncode:
        raise SchemaRefused("schema-too-large", "applying it takes more memory than it is given")
    answer = orjson.loads(done.stdout)
    if "code" in answer:
        raise SchemaRefused(answer["code"], answer["text"])
    return tuple(Departure(tuple(path), keyword) for path, keyword in answer["found"])


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    waiting = [value]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        each = waiting.pop()
        if isinstance(each, dict):
            yield each
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)


def _base(schema: Any, url: str) -> str:
    own = schema.get("$id") if isinstance(schema, dict) else None
    return _joined(url, own) if isinstance(own, str) else url


def _joined(url: str, reference: str) -> str:
    """The URL without fragment that a reference names beside another; as it stands where it is none."""
    try:
        return urldefrag(urljoin(url, reference))[0]
    except ValueError:
        return reference


def _size(value: Any) -> int:
    total, waiting = 0, [value]
    while waiting:
        each = waiting.pop()
        total += 1
        if isinstance(each, dict):
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
    return total
