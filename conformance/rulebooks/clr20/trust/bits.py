"""A place in a list of bits: BitstringStatusListEntry, and StatusList2021Entry that came before it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from conformance.rulebooks.clr20.trust import ids
from conformance.rulebooks.clr20.trust.lists import StatusList, fetched
from conformance.rulebooks.clr20.trust.looking import Asked, the_list_can_be_had
from conformance.rulebooks.clr20.trust.register import check
from conformance.trust.report import Trust, Value
from conformance.trust.session import RawResult
from conformance.trust.status import Entry, Fault, StatusError, read_entry

_RULES: Final[Mapping[str, str]] = MappingProxyType(
    {"index-beyond-list": ids.INDEX_IS_INSIDE, "size-unusable": ids.SIZE}
)
"""Code of what is wrong with an entry -> the requirement, where that is not the one that a bit is read."""


def look_up_bit(asked: Asked) -> None:
    """Reads the entry, fetches and verifies its list, reads the bit, and says what it means."""
    session = asked.item.session
    try:
        entry = read_entry(asked.entry)
    except StatusError as error:
        _entry_is_unreadable(asked, error)
        return
    found = fetched(session, entry.url, asked.steps)
    if isinstance(found, RawResult):
        the_list_can_be_had(asked, entry.url, found.bare, ids.BIT_IS_READ)
        return
    the_list_is_packed_as_it_should_be(asked, entry, found)
    if found.ttl:
        asked.item.step(f"the list {entry.url} asks to be fetched anew after {found.ttl} ms")
    if found.breach:
        message = "A status list breaks a rule of its class"
        asked.find(ids.BIT_IS_READ, message, actual=f"{entry.url}: {found.breach}", note=True)
    if found.bits is None or not the_purposes_agree(asked, entry, found):
        return
    the_index_is_in_the_list(asked, entry, found)


def _entry_is_unreadable(asked: Asked, error: StatusError) -> None:
    rule = _RULES.get(error.code, ids.BIT_IS_READ)
    asked.item.session.decided.add(rule)
    asked.find(rule, "A status entry names no place in a list", expected="an index of the list", actual=error.text)
    if error.code == "index-beyond-list":
        _beyond(asked, error)
    else:
        asked.leave_open(error.code, f"its status cannot be looked up: {error.text}", rule)


def _beyond(asked: Asked, error: StatusError) -> None:
    """An error, not an open question (W3C Bitstring Status List 1.0, 3.2): no list will ever say that it is good."""
    asked.item.refute(error.code, f"its status cannot be looked up: {error.text}", ids.INDEX_IS_INSIDE)
    asked.tell(Value.BAD, error.text)


@check(ids.LIST_IS_GZIP)
def the_list_is_packed_as_it_should_be(asked: Asked, entry: Entry, found: StatusList) -> None:
    """encodedList is multibase base64url of GZIP data, of 16 KiB or more."""
    asked.item.session.decided.add(ids.LIST_IS_GZIP)
    faults = [Fault(found.problem.code, found.problem.text)] if found.problem is not None else found.faults
    for fault in faults:
        asked.find(
            ids.LIST_IS_GZIP,
            f"A status list is not packed as it should be [{fault.code}]",
            expected="u, then base64url of GZIP data of 16 KiB or more",
            actual=f"{entry.url}: {fault.text}",
        )
    if found.problem is not None:
        why = f"its status list {entry.url} cannot be read: {found.problem.text}"
        asked.leave_open(found.problem.code, why, ids.LIST_IS_GZIP)


@check(ids.PURPOSES_AGREE)
def the_purposes_agree(asked: Asked, entry: Entry, found: StatusList) -> bool:
    """The purpose of the entry is one of those of the list."""
    asked.item.session.decided.add(ids.PURPOSES_AGREE)
    if entry.purpose in found.purposes:
        return True
    named = ", ".join(found.purposes[:4]) or "none"
    asked.find(
        ids.PURPOSES_AGREE,
        "A status entry names a list that is for another purpose",
        expected=entry.purpose,
        actual=f"{entry.url}: {named}",
    )
    why = f"its status list {entry.url} is for another purpose ({named}) than {entry.purpose}"
    asked.leave_open("list-of-another-purpose", why, ids.PURPOSES_AGREE)
    return False


@check(ids.INDEX_IS_INSIDE)
def the_index_is_in_the_list(asked: Asked, entry: Entry, found: StatusList) -> None:
    """The index is one of the list: beyond its end nothing is good."""
    assert found.bits is not None, "a list that could be read"
    asked.item.session.decided.add(ids.INDEX_IS_INSIDE)
    try:
        value = found.bits.value(entry.index, entry.size)
    except StatusError as error:
        asked.find(
            ids.INDEX_IS_INSIDE,
            "The index of a status entry is beyond the end of its list",
            expected=f"below {found.bits.entries(entry.size)}",
            actual=str(entry.index),
        )
        _beyond(asked, error)
        return
    meaning = _meaning(entry, value)
    if the_list_is_trusted(asked, entry, found, meaning) and the_list_is_current(asked, entry, found, meaning):
        the_bit_is_read(asked, entry, value, meaning)


@check(ids.BIT_IS_READ)
def the_list_is_trusted(asked: Asked, entry: Entry, found: StatusList, meaning: str) -> bool:
    """The list is a credential that is verified; what another one says is told, and decides nothing."""
    if found.verdict is Trust.VERIFIED:
        return True
    why = f"its status list {entry.url} is not verified ({found.why}); it says: {meaning}"
    if found.verdict is Trust.NOT_VERIFIED:
        asked.item.session.decided.add(ids.BIT_IS_READ)
        message = "A status list is not verified, so nobody can rely on what it says"
        asked.find(
            ids.BIT_IS_READ, message, expected="a list with a proof that holds", actual=f"{entry.url}: {found.why}"
        )
    asked.item.session.undecided.setdefault(ids.BIT_IS_READ, found.undecided or why)
    asked.leave_open("list-not-verified", why, ids.BIT_IS_READ)
    return False


@check(ids.LIST_IS_CURRENT)
def the_list_is_current(asked: Asked, entry: Entry, found: StatusList, meaning: str) -> bool:
    """The list is within its validity period."""
    asked.item.session.decided.add(ids.LIST_IS_CURRENT)
    why = found.out_of_date(asked.item.session)
    if not why:
        return True
    message = "A status list is outside its validity period"
    asked.find(ids.LIST_IS_CURRENT, message, expected="a list that is valid now", actual=f"{entry.url}: {why}")
    text = f"its status list {entry.url} is not current ({why}); it says: {meaning}"
    asked.leave_open("list-not-current", text, ids.LIST_IS_CURRENT)
    return False


@check(ids.BIT_IS_READ, ids.SUSPENSION)
def the_bit_is_read(asked: Asked, entry: Entry, value: int, meaning: str) -> None:
    """A set bit of the purpose revocation revokes, one of suspension suspends; message and refresh leave it valid.

    What a set bit of another purpose says nobody can tell.
    """
    item = asked.item
    item.session.decided.add(ids.BIT_IS_READ)
    if entry.purpose == "suspension":
        item.session.decided.add(ids.SUSPENSION)
    if not value or entry.purpose in _HARMLESS:
        asked.tell(Value.GOOD, meaning)
        return
    if entry.purpose not in _BAD:
        asked.leave_open("purpose-unknown", meaning, ids.BIT_IS_READ)
        return
    code, rule = _BAD[entry.purpose]
    item.refute(code, f"{meaning} ({entry.url})", rule, declared=True)  # its issuer says so: nobody was deceived
    asked.tell(Value.BAD, meaning)


_BAD: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"revocation": ("revoked", ids.BIT_IS_READ), "suspension": ("suspended", ids.SUSPENSION)}
)
_HARMLESS: Final = frozenset({"message", "refresh"})
_PLAIN: Final[Mapping[tuple[str, bool], str]] = MappingProxyType(
    {
        ("revocation", False): "it is not revoked",
        ("revocation", True): "it is revoked",
        ("suspension", False): "it is not suspended",
        ("suspension", True): "it is suspended, and not revoked by that",
        ("refresh", False): "no newer version is announced",
        ("refresh", True): "its issuer announces a newer version",
    }
)


def _meaning(entry: Entry, value: int) -> str:
    plain = _PLAIN.get((entry.purpose, bool(value)))
    if plain is not None:
        return plain
    told = entry.messages.get(value)
    if told is not None:
        return f"its status ({entry.purpose}) is {value:#x}: {told[:200]}"
    return f"its status ({entry.purpose[:40]}) is {value:#x}, which the entry does not explain"
