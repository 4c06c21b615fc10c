"""The ids of everything that a consumer was given: of whatever else it speaks, it cannot have looked at it."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

from conformance.exchanges.served import Served
from conformance.exchanges.specimens import Specimen

_PARTS_OF_A_TOKEN: Final = 3
_REMEMBERED: Final = range(8 * 1024, 512 * 1024)
"""Bytes of a body whose ids are remembered: few are so long, such as pages of a list, and they come again."""


def ids_given(handed: str, specimens: Iterable[Specimen], exchanges: Iterable[Served]) -> frozenset[str]:
    """Each ``id`` in the record that was handed over and in the responses, those in compact JWS among them.

    ``handed`` is what the file held when it was handed over (empty: there was none); of that the places are named too,
    as JSON Pointers: the only names of what cannot be read.
    """
    ids = {name for specimen in specimens for name in (specimen.id, specimen.place)}
    for one in exchanges:
        ids |= _ids_in(one.body) if len(one.body) in _REMEMBERED and _is_plain(one) else _ids_of(one.answer)
    if handed:
        for name, place in _walk(_value(handed)):
            ids |= {place} if name is None else {name, place}
    return frozenset(ids)


def _is_plain(one: Served) -> bool:
    return one.headers.get("content-encoding") is None


@lru_cache(maxsize=32)
def _ids_in(body: bytes) -> frozenset[str]:
    """Each ``id`` in a body; one start of a consumer is given what the one before it was given."""
    try:
        return _ids_of(json.loads(body))
    except (ValueError, RecursionError):
        return frozenset()


def _ids_of(value: Any) -> frozenset[str]:
    """The ids alone, for what comes by the thousand: to name the places too takes four times as long."""
    ids: set[str] = set()
    todo = [value]
    while todo:
        node = todo.pop()
        if isinstance(node, dict):
            name = node.get("id")
            if isinstance(name, str):
                ids.add(name)
            todo += node.values()
        elif isinstance(node, list):
            todo += node
        elif isinstance(node, str) and node.count(".") == _PARTS_OF_A_TOKEN - 1:
            todo.append(_payload(node))
    return frozenset(ids)


def _walk(value: Any) -> Iterator[tuple[str | None, str]]:
    """Each id and each place in a value of JSON; what stands in a token is in the place of the token."""
    todo: list[tuple[Any, str]] = [(value, "")]
    while todo:
        node, place = todo.pop()
        yield _id(node), place
        if isinstance(node, dict):
            todo += [(entry, f"{place}/{_escaped(str(name))}") for name, entry in node.items()]
        elif isinstance(node, list):
            todo += [(entry, f"{place}/{index}") for index, entry in enumerate(node)]
        elif isinstance(node, str) and node.count(".") == _PARTS_OF_A_TOKEN - 1:
            payload = _payload(node)
            if payload is not None:
                todo.append((payload, place))


def _id(node: Any) -> str | None:
    name = node.get("id") if isinstance(node, dict) else None
    return name if isinstance(name, str) else None


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text.strip()


def _payload(token: str) -> Any:
    """What a compact JWS holds; ``None`` for any other text."""
    part = token.split(".")[1]
    try:
        value = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None
    return value if isinstance(value, (dict, list)) else None
