"""Cuts a large document into its objects, each with what it holds itself: so that a broken one is validated in bounds.

The validator gathers every error of a value before it gives the first, a few kilobytes each. A document with a
million faults is therefore validated object by object, and only until enough is known.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from conformance.document.model import DocumentModel

LARGE: Final = 20_000
"""Members and entries of a value beyond which it is validated piece by piece."""

SLICE: Final = 500
"""Entries of one array that are validated at a time."""

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One object of a class with what is inside its own objects taken out; ``member`` when it is a part of one array.

    ``path`` leads to the object; ``offset`` is the index of the first entry of the part.
    """

    path: Path
    class_name: str
    value: dict[str, Any]
    member: str = ""
    offset: int = 0

    def place(self, inside: Path) -> Path:
        """Where in the document something is that stands at ``inside`` in the piece."""
        if self.offset and len(inside) > 1 and inside[0] == self.member and isinstance(inside[1], int):
            inside = (self.member, inside[1] + self.offset, *inside[2:])
        return (*self.path, *inside)

    def own(self, inside: Path) -> bool:
        """True unless the piece is a part of an array and ``inside`` is not in that part."""
        return not self.member or (len(inside) > 1 and inside[0] == self.member)


def is_large(value: Any) -> bool:
    """True when the value has more than ``LARGE`` members and entries; looks at no more than that many."""
    count, waiting = 0, deque([value])
    while waiting and count <= LARGE:
        each = waiting.popleft()
        if isinstance(each, (dict, list)):
            count += len(each)
            inner = each.values() if isinstance(each, dict) else each
            waiting.extend(entry for entry in inner if isinstance(entry, (dict, list)))
    return count > LARGE


def pieces(model: DocumentModel, class_name: str, value: dict[str, Any]) -> Iterator[Piece]:
    """The pieces of an object of that class, the whole before its parts; the caller takes as many as it wants."""
    models = model.models()
    waiting: deque[tuple[Path, str, dict[str, Any]]] = deque([((), class_name, value)])
    while waiting:
        path, name, holder = waiting.popleft()
        members = models[name].members
        own: dict[str, Any] = {}
        long: list[str] = []
        for member, child in holder.items():
            known = members.get(member)
            kind = known.type if known is not None and known.type in models else ""
            if kind and isinstance(child, dict):
                waiting.append(((*path, member), kind, child))
            if known is None or not known.many or not isinstance(child, list):
                own[member] = child if known is not None and not kind else _emptied(child)
                continue
            if len(child) > SLICE:
                long.append(member)
            own[member] = [_emptied(entry) for entry in child[:SLICE]]
            waiting.extend(
                ((*path, member, index), kind, entry)
                for index, entry in enumerate(child if kind else ())
                if isinstance(entry, dict)
            )
        yield Piece(path, name, own)
        for member in long:
            entries = holder[member]
            for offset in range(SLICE, len(entries), SLICE):
                part = [_emptied(entry) for entry in entries[offset : offset + SLICE]]
                yield Piece(path, name, {member: part}, member, offset)


def _emptied(value: Any) -> Any:
    """What stands for a value where only its kind matters, and whether an array is empty; the rest stays."""
    if isinstance(value, list) and value:
        return [0]
    return type(value)() if isinstance(value, (dict, list)) else value
