"""Where the items of a record stand: the assertions of a CLR, and the endorsements of everything in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from conformance.rulebooks.clr10.consumer.verifying.values import Item

_ASSERTIONS: Final = ("assertions", "signedAssertions")
_ENDORSEMENTS: Final = ("endorsements", "signedEndorsements")
_HOLDERS: Final = (dict, list)
_DEEPEST: Final = 40


@dataclass(frozen=True, slots=True)
class Part:
    """An item that is not opened yet: its class, its place as a JSON pointer, and an object or a compact JWS."""

    kind: str
    place: str
    given: Any


def parts(clr: Item) -> Iterator[Part]:
    """The assertions of a CLR."""
    yield from _entries(clr.value, clr.place, _ASSERTIONS, "Assertion")


def endorsements(holder: Item) -> Iterator[Part]:
    """The endorsements inside of an item, except for those inside of its plain assertions."""
    yield from _endorsements(holder.value, holder.place, 0)


def _endorsements(value: Any, place: str, depth: int) -> Iterator[Part]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for number, entry in enumerate(value):
            if isinstance(entry, _HOLDERS):
                yield from _endorsements(entry, f"{place}/{number}", depth + 1)
    if isinstance(value, dict):
        yield from _entries(value, place, _ENDORSEMENTS, "Endorsement")
        for name, inner in value.items():
            if isinstance(inner, _HOLDERS) and name not in _ASSERTIONS:
                yield from _endorsements(inner, f"{place}/{name}", depth + 1)


def _entries(value: Mapping[str, Any], place: str, members: tuple[str, ...], kind: str) -> Iterator[Part]:
    for member in members:
        entries = value.get(member)
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            yield Part(kind, f"{place}/{member}/{number}", entry)
