"""One status entry while it is looked up, and what all kinds of lists have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.document.nodes import Key
from conformance.rulebooks.clr20.trust import ids
from conformance.rulebooks.clr20.trust.register import check
from conformance.trust.items import Item
from conformance.trust.report import Value
from conformance.trust.session import LookupResult, State


@dataclass(frozen=True, slots=True)
class Asked:
    """An entry of an item: where it stands, and in ``told`` what came of it and of those before.

    ``steps`` are those by which a list is verified that is itself a credential; it may have a status of its own.
    """

    item: Item
    place: Key
    entry: Mapping[str, Any]
    told: list[tuple[Value, str]]
    steps: tuple[Callable[[Item], None], ...] = ()

    def tell(self, value: Value, text: str) -> None:
        """The answer of this entry."""
        self.told.append((value, text))

    def find(self, requirement: str, message: str, *, expected: str = "", actual: str = "", note: bool = False) -> None:
        """A finding at this entry; at the credential where a newer version has brought it along."""
        place = self.place if self.item.fresh is None else ()
        self.item.find(requirement, message, at=place, expected=expected, actual=actual, note=note)

    def leave_open(self, code: str, text: str, requirement: str) -> None:
        """The status stays undecided."""
        self.item.doubt(code, text, requirement)
        self.tell(Value.OPEN, text)


@check(ids.LIST_CAN_BE_HAD)
def the_list_can_be_had(asked: Asked, url: str, answer: LookupResult, requirement: str) -> None:
    """The status list is where the entry says: this one is not, so nobody knows the status."""
    session = asked.item.session
    why = session.leave_open(requirement, answer, f"the status list {url}")
    if answer.state is not State.OFFLINE:
        session.decided.add(ids.LIST_CAN_BE_HAD)
        asked.find(
            ids.LIST_CAN_BE_HAD,
            "A status list cannot be had, so nobody can tell what was revoked",
            expected="the URL of a status list",
            actual=f"{url}: {answer.text}",
            note=True,
        )
    asked.leave_open("list-unreachable" if answer.silent else answer.code or "list-not-there", why, requirement)
