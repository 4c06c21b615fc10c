"""Whether a credential is revoked or suspended: each of its status entries is looked up, and told for itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from conformance.document.nodes import Key
from conformance.rulebooks.clr20.document.reading import many, types
from conformance.rulebooks.clr20.trust import ids, proofs, tokens
from conformance.rulebooks.clr20.trust.bits import look_up_bit
from conformance.rulebooks.clr20.trust.dates import current
from conformance.rulebooks.clr20.trust.looking import Asked
from conformance.rulebooks.clr20.trust.revoked import look_up_id
from conformance.trust.items import Item
from conformance.trust.report import Question, Value

MOST_ENTRIES: Final = 20
"""Status entries of one credential that are looked up."""
MOST_OF_LIST: Final = 3
"""The same for a list, so that lists which name lists do not grow into a tree."""

WAYS: Final[Mapping[str, Callable[[Asked], None]]] = MappingProxyType(
    {
        "BitstringStatusListEntry": look_up_bit,
        "StatusList2021Entry": look_up_bit,
        "1EdTechRevocationList": look_up_id,
    }
)
"""Type of an entry -> how it is looked up."""


def look(item: Item) -> None:
    """Looks up every status entry of the credential; what says nothing of its status leaves it undecided."""
    value = current(item).get("credentialStatus")
    told: list[tuple[Value, str]] = []
    most = MOST_OF_LIST if item.session.chain else MOST_ENTRIES
    for index, entry in enumerate(many(value)[: most + 1]):
        place: Key = ("credentialStatus", index) if isinstance(value, list) else ("credentialStatus",)
        if index >= most:
            _unknown(Asked(item, place, {}, told), f"it has more than {most} status entries")
        elif not isinstance(entry, dict):
            _unknown(Asked(item, place, {}, told), "its status entry is not an object")
        else:
            _entry(Asked(item, place, entry, told, (proofs.look, tokens.look, look)))
    if not told:
        item.answer(Question.STATUS, Value.NONE, "it names no status list, so it cannot be revoked")
        return
    worst = next(each for each in (Value.BAD, Value.OPEN, Value.GOOD) if each in (value for value, _ in told))
    item.answer(Question.STATUS, worst, "; ".join(dict.fromkeys(text for _, text in told)))


def _entry(asked: Asked) -> None:
    way = next((WAYS[each] for each in types(asked.entry) if each in WAYS), None)
    if way is None:
        _unknown(asked, "its status is of a type that is not known")
    else:
        way(asked)


def _unknown(asked: Asked, why: str) -> None:
    asked.item.doubt("status-unknown", why, ids.LIST_CAN_BE_HAD)
    asked.tell(Value.OPEN, why)
