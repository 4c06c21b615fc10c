"""What a document alone shows of its verification: whom it is about, and how its status entries are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from conformance.document.findings import Note
from conformance.document.nodes import Key, Node
from conformance.document.words import a
from conformance.record import Finding
from conformance.rulebooks.clr20.document.model import CREDENTIALS, LISTS
from conformance.rulebooks.clr20.document.reading import many, types
from conformance.rulebooks.clr20.document.register import check
from conformance.trust.status import Fault, StatusError, decode

ENTRY: Final = "BitstringStatusListEntry"
DECIMAL: Final = re.compile(r"[0-9]+")
MOST_BITS: Final = 16
"""Above this many bits nobody counts the messages of an entry."""


def entries(node: Node, *kinds: str) -> Iterator[tuple[Key, Mapping[str, Any]]]:
    """The status entries of a credential of one of these types (all when none is named), each with where it stands."""
    value = node.value.get("credentialStatus")
    for index, entry in enumerate(many(value)):
        if isinstance(entry, dict) and (not kinds or set(kinds) & set(types(entry))):
            yield (("credentialStatus", index) if isinstance(value, list) else ("credentialStatus",)), entry


@check("CLR20-VER-03", "ClrCredential", "AchievementCredential", when="credentialSubject")
def the_subject_is_named(node: Node) -> Iterator[Finding]:
    """The subject has an id or an identifier: otherwise the credential is about nobody."""
    for subject in many(node.value["credentialSubject"]):
        if isinstance(subject, dict) and not (subject.get("id") or many(subject.get("identifier"))):
            message = f"The subject of {a(node.kind)} has neither id nor identifier"
            yield node.finding(message, at="credentialSubject", expected="id or identifier")


@check("CLR20-VER-25", *CREDENTIALS, *LISTS, when="credentialStatus")
def the_entry_is_not_its_list(node: Node) -> Iterator[Finding]:
    """The id of a status entry is not the URL of its list."""
    for place, entry in entries(node, ENTRY):
        if "id" in entry and entry["id"] == entry.get("statusListCredential"):
            message = "The id of a BitstringStatusListEntry is the URL of its list"
            yield node.finding(message, at=(*place, "id"), expected="another id, or none")


@check("CLR20-VER-26", *CREDENTIALS, *LISTS, when="credentialStatus")
def the_size_fits_the_messages(node: Node) -> Iterator[Finding]:
    """statusSize is a whole number above 0; above 1 there is a statusMessage for each value."""
    for place, entry in entries(node, ENTRY):
        size = entry.get("statusSize", 1)
        if isinstance(size, bool) or not isinstance(size, int) or size < 1:
            message = "The statusSize of a BitstringStatusListEntry is not a whole number above 0"
            yield node.finding(message, at=(*place, "statusSize"), expected="1 or more")
        elif size > 1:
            yield from _messages(node, (*place, "statusMessage"), entry, size)


@check("CLR20-VER-33", *CREDENTIALS, *LISTS, when="credentialStatus")
def the_index_is_decimal_text(node: Node) -> Iterator[Finding | Note]:
    """statusListIndex is the text of a whole number; a JSON number, as printed examples have it, only warns."""
    for place, entry in entries(node, ENTRY):
        index = entry.get("statusListIndex")
        if isinstance(index, str) and DECIMAL.fullmatch(index):
            continue
        message = "The statusListIndex of a BitstringStatusListEntry is not the text of a whole number"
        finding = node.finding(message, at=(*place, "statusListIndex"), expected='such as "94567"')
        number = isinstance(index, int) and not isinstance(index, bool) and index >= 0
        yield Note(finding) if number else finding


@check("CLR20-VER-29", *LISTS, when="credentialSubject")
def the_list_is_packed_as_it_should_be(node: Node) -> Iterator[Finding]:
    """encodedList is base64url of GZIP data, of 16 KiB or more; in multibase, where the list is not of 2021."""
    subject = node.object("credentialSubject")
    if "encodedList" not in subject:
        return  # the schema tells
    try:
        faults = decode(subject["encodedList"], multibase=node.kind == LISTS[0]).faults
    except StatusError as error:
        faults = (Fault(error.code, error.text),)
    for fault in faults:
        message = f"A status list is not packed as it should be [{fault.code}]"
        expected = "u, then base64url of GZIP data of 16 KiB or more"
        yield node.finding(message, at=("credentialSubject", "encodedList"), expected=expected, actual=fault.text)


def _messages(node: Node, place: Key, entry: Mapping[str, Any], size: int) -> Iterator[Finding]:
    messages = many(entry.get("statusMessage"))
    if size > MOST_BITS or len(messages) != 1 << size:
        message = "A BitstringStatusListEntry of several bits has not one statusMessage for each value"
        actual = f"{len(messages)} for {size} bits"
        yield node.finding(message, at=place, expected="2 to the power of statusSize of them", actual=actual)
