"""Payload in general: contexts, timestamps, ids, types, Markdown, data URIs."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_to_bytes

from conformance.document.findings import Note
from conformance.document.nodes import Node
from conformance.document.registry import WHOLE
from conformance.document.walk import Document
from conformance.document.words import a
from conformance.record import Finding
from conformance.rulebooks.clr10.document.checks.common import is_url
from conformance.rulebooks.clr10.document.model import BOOK, MODEL
from conformance.rulebooks.clr10.document.register import check
from conformance.standard import facts

_OFFSET: Final = re.compile(r".*[+-]\d\d:\d\d", re.DOTALL)
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")
_UUID: Final = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_TAG: Final = re.compile(r"<[A-Za-z/!]")
_DATA_URI: Final = re.compile(r"data:([\w.+-]+/[\w.+-]+)?(;[\w.+-]+=[^;,]*)*(?P<base64>;base64)?,", re.IGNORECASE)
_PICTURES: Final = frozenset({"image", "url"})
_ENTITIES: Final = (
    "Clr",
    "Assertion",
    "Achievement",
    "Endorsement",
    "ResultDescription",
    "RubricCriterionLevel",
    "CryptographicKey",
    "Profile",
    "EndorsementProfile",
)


@check("CLR10-PAY-002", WHOLE, met=lambda document: "@context" in document.root.value)
def context_of_clr_is_named(document: Document) -> Iterator[Finding]:
    """``@context`` includes the CLR context."""
    wanted = facts(BOOK).context_url
    context = document.root.value.get("@context")
    urls = context if isinstance(context, list) else [context]
    if all(isinstance(url, str) and ":" in url for url in urls) and wanted not in urls:
        yield document.root.finding("@context does not name the CLR context", at="@context", expected=wanted)


@check("CLR10-PAY-008", WHOLE)
def empty_arrays_are_allowed(_document: Document) -> Iterator[Finding]:
    """A freedom: nothing can break it."""
    return iter(())


@check("CLR10-PAY-011", WHOLE, primitive="DateTime")
def timestamps_are_in_utc(document: Document) -> Iterator[Finding]:
    """Timestamps end in Z."""
    for node, member in document.odd["DateTime"]:
        text = node.value[member]
        if _OFFSET.fullmatch(text) and not text.endswith(("+00:00", "-00:00")):
            yield node.finding(f"{member} is not given in UTC", at=member, expected="the same instant, ending in Z")


@check("CLR10-PAY-014", WHOLE, primitive="IRI")
def ids_are_absolute(document: Document) -> Iterator[Finding]:
    """An id has a scheme."""
    for node, member in document.odd["IRI"]:
        if member not in _PICTURES and not _ABSOLUTE.fullmatch(node.value[member]):
            yield node.finding(
                f"{member} of {node.kind} is not an absolute IRI",
                at=member,
                expected="an https URL, urn:uuid: with a UUID, or another IRI with its scheme",
            )


@check("CLR10-PAY-015", WHOLE, primitive="IRI")
def uuids_are_well_formed(document: Document) -> Iterator[Finding]:
    """A urn:uuid id holds a UUID."""
    for node, member in document.odd["IRI"]:
        text = node.value[member]
        if text[:8].lower() == "urn:uuid" and not _UUID.fullmatch(text):
            yield node.finding(
                f"{member} of {node.kind} begins with urn:uuid but holds no valid UUID",
                at=member,
                expected="urn:uuid: and 8-4-4-4-12 hexadecimal digits",
            )


@check("CLR10-PAY-016", WHOLE)
def one_id_is_one_entity(document: Document) -> Iterator[Finding | Note]:
    """Equal ids mean the same class and the same content."""
    for scope in dict.fromkeys(node.scope for node in document.nodes.get("Clr", [document.root])):
        for nodes in scope.ids.values():
            if len(nodes) > 1:
                yield from _conflicts([node for node in nodes if node.kind in _ENTITIES])
    if document.root.kind == "ClrSet":
        yield from _same_clr_twice(document.nodes.get("Clr", []))


def _same_clr_twice(clrs: list[Node]) -> Iterator[Finding]:
    first: dict[str, Node] = {}
    for clr in clrs:
        identifier = clr.text("id")
        if identifier is not None and first.setdefault(identifier, clr).value != clr.value:
            yield _conflict(clr, "Two CLRs have the same id and differ", first[identifier])


def _conflicts(nodes: list[Node]) -> Iterator[Finding | Note]:
    for node in nodes[1:]:
        first = nodes[0]
        if node.value == first.value and node.kind == first.kind:
            continue
        if _base(node) != _base(first):
            yield _conflict(node, f"The id of this {node.kind} is also that of {a(first.kind)}", first)
        elif _base(node) == "Profile":
            yield from _profile_conflict(node, first)
        elif not _covered_elsewhere(node, first):
            yield _conflict(node, f"This {node.kind} differs from another one with the same id", first)


def _base(node: Node) -> str:
    return "Profile" if node.kind == "EndorsementProfile" else node.kind


def _profile_conflict(node: Node, first: Node) -> Iterator[Note]:
    differing = [name for name, value in node.value.items() if name in first.value and first.value[name] != value]
    if differing:
        yield node.note(
            "A profile says something else here than elsewhere under the same id",
            at=differing[0],
            expected=f"the same as at {first.pointer()}",
        )


def _covered_elsewhere(node: Node, first: Node) -> bool:
    """Two copies of an achievement (CLR-007), or a signed and an unsigned assertion (CLR-012)."""
    if node.kind == "Achievement":
        return {node.key[0], first.key[0]} == {"achievements", "achievement"}
    return node.kind == "Assertion" and (node.token is None) != (first.token is None)


def _conflict(node: Node, message: str, first: Node) -> Finding:
    return node.finding(message, at="id", expected=f"an id that differs from that of {first.pointer()}")


@check("CLR10-PAY-017", WHOLE, primitive="type")
def types_are_the_usual_ones(document: Document) -> Iterator[Finding]:
    """``type`` is the name of the class."""
    for node, member in document.odd["type"]:
        yield node.finding(
            f"type of {node.kind} is not the usual one",
            at=member,
            expected=MODEL.usual_type.get(node.kind, node.kind),
        )


@check("CLR10-PAY-018", "Association", when="targetId")
def targets_outside_a_clr_can_be_resolved(association: Node) -> Iterator[Finding]:
    """In an assertion that stands alone, a target is in the document or has a URL."""
    target = association.text("targetId")
    if target is None or association.scope.root.kind == "Clr" or is_url(target):
        return
    if association.scope.find(target, "Achievement") is None:
        yield association.finding(
            "An item that is referred to is not in the document and has no URL",
            at="targetId",
            expected="the id of an achievement in the document, or a URL",
        )


@check("CLR10-PAY-019", WHOLE, primitive="Markdown")
def markdown_holds_no_html(document: Document) -> Iterator[Finding]:
    """Markdown members hold no raw HTML."""
    for node, member in document.odd["Markdown"]:
        if _TAG.search(node.value[member]):
            yield node.finding(
                f"{member} of {node.kind} holds raw HTML",
                at=member,
                expected="Markdown without HTML tags",
            )


@check("CLR10-PAY-020", WHOLE, met=lambda document: any(_data_uris(document)))
def data_uris_are_well_formed(document: Document) -> Iterator[Finding]:
    """A data URI has its parts, and what it says is base64 decodes."""
    for node, member in _data_uris(document):
        text = node.value[member]
        problem = _data_uri_problem(text)
        if problem:
            yield node.finding(
                f"The data URI in {member} of {node.kind} {problem}",
                at=member,
                expected="data:, a media type, ;base64, a comma and the data",
            )


def _data_uris(document: Document) -> Iterator[tuple[Node, str]]:
    return (
        (node, member)
        for node, member in document.odd["IRI"]
        if member in _PICTURES and node.value[member][:5].lower() == "data:"
    )


def _data_uri_problem(text: str) -> str:
    head = _DATA_URI.match(text)
    if head is None:
        return "is not well formed"
    if head["base64"] is None:
        return ""
    try:
        b64decode(unquote_to_bytes(text[head.end() :]), validate=True)
    except Base64Error:
        return "is not valid base64"
    return ""
