"""Turns bytes into a document to judge: the bytes themselves, or a right document of other hands with some changes.

The same bytes give the same document, so that whatever chooses them learns what each of them does.
"""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.foreign.credentials.judging import ALL, KNOWN

MOST_CHANGES: Final = 6

_PARTS: Final = json.loads((Path(__file__).parent / "parts.json").read_text("utf-8"))
NAMES: Final[tuple[str, ...]] = tuple(_PARTS["names"])
"""Names of members that something looks at."""

VALUES: Final[tuple[Any, ...]] = tuple(_PARTS["values"])
"""Values that somebody has written into such a place, or tried to."""


class Choices:
    """Numbers out of bytes; zeroes when they have run out."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def ended(self) -> bool:
        """True when all bytes are used."""
        return self._at >= len(self._data)

    def below(self, number: int) -> int:
        """A number from 0 up to, and without, that one; 0 for an empty range."""
        width = 1 if number <= 256 else 2
        taken = self._data[self._at : self._at + width]
        self._at += width
        return int.from_bytes(taken, "big") % max(number, 1)

    def one(self, several: Any) -> Any:
        """One of them."""
        return several[self.below(len(several))]

    def rest(self) -> bytes:
        """All bytes that are left."""
        taken, self._at = self._data[self._at :], len(self._data)
        return taken


Place = tuple[Any, Any]
"""A container and the key or index in it."""


def _places(value: Any) -> list[Place]:
    found: list[Place] = []
    open_ones = [value]
    while open_ones:
        holder = open_ones.pop()
        entries = list(holder.items()) if isinstance(holder, dict) else list(enumerate(holder))
        for key, inside in entries:
            found.append((holder, key))
            if isinstance(inside, dict | list):
                open_ones.append(inside)
    return found


def _replace(choices: Choices, holder: Any, key: Any, _: Any) -> None:
    holder[key] = copy.deepcopy(choices.one(VALUES))


def _remove(_: Choices, holder: Any, key: Any, __: Any) -> None:
    del holder[key]


def _rename(choices: Choices, holder: Any, key: Any, _: Any) -> None:
    value = holder[key]
    if isinstance(holder, dict):
        del holder[key]
        holder[choices.one(NAMES)] = value
    else:
        holder.append(copy.deepcopy(value))


def _wrap(choices: Choices, holder: Any, key: Any, _: Any) -> None:
    holder[key] = [holder[key]] if choices.below(2) else {choices.one(NAMES): holder[key]}


def _add(choices: Choices, holder: Any, key: Any, _: Any) -> None:
    value = copy.deepcopy(choices.one(VALUES))
    if isinstance(holder[key], dict):
        holder[key][choices.one(NAMES)] = value
    elif isinstance(holder[key], list):
        holder[key].append(value)
    else:
        holder[key] = value


def _transplant(choices: Choices, holder: Any, key: Any, whole: Any) -> None:
    other, there = choices.one(_places(whole))
    holder[key] = copy.deepcopy(other[there])


def _spoil(choices: Choices, holder: Any, key: Any, _: Any) -> None:
    value = holder[key]
    if isinstance(value, str) and value:
        at = choices.below(len(value))
        holder[key] = value[:at] + chr(choices.below(0x250)) + value[at + choices.below(3) :]
    elif isinstance(value, bool | int | float):
        holder[key] = -value * 3


CHANGES: Final[tuple[Callable[[Choices, Any, Any, Any], None], ...]] = (
    _replace, _remove, _rename, _wrap, _add, _transplant, _spoil, _spoil,
)  # fmt: skip


def changed(choices: Choices, value: Any) -> Any:
    """The value with some changes; it is changed in place."""
    for _ in range(1 + choices.below(MOST_CHANGES)):
        places = _places(value) if isinstance(value, dict | list) else []
        if not places:
            break
        choices.one(CHANGES)(choices, *choices.one(places), value)
    return value


@dataclass(frozen=True, slots=True)
class Mutant:
    """A document, and what it looks up: URL -> bytes."""

    data: bytes
    known: Mapping[str, bytes]


_JSON: Final = tuple(json.loads(each.data) for each in ALL if each.file.endswith(".json"))
_TOKENS: Final = tuple(each.data.decode().strip() for each in ALL if each.file.endswith(".jwt"))
_PICTURES: Final = tuple(each.data for each in ALL if each.file.endswith((".png", ".svg")))
_SERVED: Final = {url: file.read_bytes() for url, file in KNOWN}
_WITH_STATUS: Final = tuple(document for document in _JSON if "credentialStatus" in document)


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _part(value: Any) -> str:
    return base64.urlsafe_b64encode(_dumped(value)).decode().rstrip("=")


def _loaded(part: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def _token(choices: Choices) -> str:
    head, body, signature = choices.one(_TOKENS).split(".")
    which = choices.below(3)
    header = changed(choices, _loaded(head)) if which != 1 else _loaded(head)
    payload = changed(choices, _loaded(body)) if which != 0 else _loaded(body)
    return f"{_part(header)}.{_part(payload)}.{signature}"


def _picture(choices: Choices) -> bytes:
    data = bytearray(choices.one(_PICTURES))
    for _ in range(1 + choices.below(MOST_CHANGES)):
        data[choices.below(len(data))] = choices.below(256)
    return bytes(data)


def _served(choices: Choices) -> Mapping[str, bytes]:
    """The look-ups with one of them changed."""
    url = choices.one(tuple(_SERVED))
    try:
        value = changed(choices, json.loads(_SERVED[url]))
    except ValueError:
        return {**_SERVED, url: _token(choices).encode()}
    return {**_SERVED, url: _dumped(value)}


def mutant(data: bytes) -> Mutant:
    """The document that these bytes stand for."""
    choices = Choices(data)
    kind = choices.below(8)
    if kind == 0:
        return Mutant(choices.rest(), {})
    if kind == 1:
        return Mutant(_token(choices).encode("utf-8", "replace"), _SERVED)
    if kind == 2:
        return Mutant(_picture(choices), _SERVED)
    if kind == 3:
        return Mutant(_dumped(choices.one(_WITH_STATUS)), _served(choices))
    if kind == 4:
        return Mutant(_dumped(choices.one(_JSON)), _served(choices))
    return Mutant(_dumped(changed(choices, copy.deepcopy(choices.one(_JSON)))), _SERVED)
