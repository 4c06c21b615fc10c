"""Changes to a JSON value by JSON Pointer, and what they are called."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any


def changed(value: Any, setting: Mapping[str, Any], removing: Iterable[str] = ()) -> Any:
    """A copy with members set and removed. An index one behind the last entry of an array adds one.

    Raises ``KeyError``, ``IndexError`` or ``TypeError`` for a pointer that leads nowhere: then the table is wrong.
    """
    copy = deepcopy(value)
    for pointer, entry in setting.items():
        if not pointer:
            copy = deepcopy(entry)
            continue
        holder, last = _holder(copy, pointer)
        if isinstance(holder, list) and last == len(holder):
            holder.append(None)
        holder[last] = deepcopy(entry)
    for pointer in removing:
        holder, last = _holder(copy, pointer)
        del holder[last]
    return copy


def told(setting: Mapping[str, Any], removing: Iterable[str] = (), *, when: str = "") -> Iterator[str]:
    """Each change in words."""
    behind = f" {when}" if when else ""
    for pointer, entry in setting.items():
        yield f"{_plain(pointer)} is {_shown(entry)}{behind}"
    for pointer in removing:
        yield f"{_plain(pointer)} is left out{behind}"


def _shown(entry: Any) -> str:
    text = json.dumps(entry, ensure_ascii=False)
    return text if len(text) <= 100 else f"{text[:99]}…"


def _plain(pointer: str) -> str:
    """The pointer as a reader of the made document knows it."""
    name = pointer.replace("/$proof", "")
    if name.startswith("/$token/of"):
        return f"{name.removeprefix('/$token/of') or 'the payload'} in the token"
    return name.replace("/$token", "/token") or "the whole"


def _holder(value: Any, pointer: str) -> tuple[Any, Any]:
    *path, last = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    for step in path:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value, int(last) if isinstance(value, list) else last
