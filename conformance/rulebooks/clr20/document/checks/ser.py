"""Area SER: contexts in the serialised form, names of files, and pictures that hold a document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from conformance.document.findings import Note
from conformance.document.nodes import Node
from conformance.document.walk import Document
from conformance.document.words import a
from conformance.record import Finding
from conformance.rulebooks.clr20.document.checks.ctx import BADGES, BADGES_NOW, CLR, CLR_NOW
from conformance.rulebooks.clr20.document.reading import VC_1, VC_2, contexts
from conformance.rulebooks.clr20.document.register import check

RECORD: Final = ("clrcredential", "https://purl.imsglobal.org/clr/v2p0")
BADGE: Final = ("openbadgecredential", "https://purl.imsglobal.org/ob/v3p0")
_LABELS: Final = {"ClrCredential": RECORD, "AchievementCredential": BADGE}
_TOKENS: Final = (".jws", ".jwt")


@check("CLR20-SER-07", "ClrCredential", "AchievementCredential", "EndorsementCredential")
def the_contexts_of_the_standard_are_there(node: Node) -> Iterator[Finding]:
    """Whatever their order, the contexts of the standard stand in the document."""
    named = [entry for entry in contexts(node.value) if isinstance(entry, str)]
    if not {VC_1, VC_2} & set(named):
        yield _missing(node, "data model", VC_2)
    if not any(BADGES.fullmatch(entry) for entry in named):
        yield _missing(node, "Open Badges 3.0 standard", BADGES_NOW)
    if node.kind == "ClrCredential" and not any(CLR.fullmatch(entry) for entry in named):
        yield _missing(node, "CLR 2.0 standard", CLR_NOW)


def _missing(node: Node, whose: str, expected: str) -> Finding:
    return node.finding(f"{a(node.kind, capital=True)} does not name the context of the {whose}", expected=expected)


def _suffix(document: Document) -> str:
    name = document.origin.name
    return PurePosixPath(urlsplit(name).path if "://" in name else name).suffix.lower()


@check("CLR20-SER-10", "Document", met=lambda document: _suffix(document) and document.origin.form in ("json", "jws"))
def the_file_is_named_after_its_form(document: Document) -> Iterator[Finding]:
    """A document with an embedded proof is a .json file, a compact JWS a .jws or .jwt file."""
    suffix, signed = _suffix(document), document.origin.form == "jws"
    if signed and suffix not in _TOKENS:
        yield document.root.finding("A compact JWS has another file suffix", expected=".jws or .jwt", actual=suffix)
    if not signed and suffix != ".json":
        yield document.root.finding("A JSON document has another file suffix", expected=".json", actual=suffix)


@check("CLR20-SER-13", "Document", met=lambda document: document.origin.form == "png")
def the_keyword_is_of_the_class(document: Document) -> Iterator[Finding | Note]:
    """The keyword of the chunk says what the credential is."""
    yield from _label(document, 0, "The chunk with the credential has the keyword of another class")


@check("CLR20-SER-15", "Document", met=lambda document: document.origin.form == "svg")
def the_namespace_is_of_the_class(document: Document) -> Iterator[Finding | Note]:
    """The namespace of the element says what the credential is."""
    yield from _label(document, 1, "The credential element has the namespace of another class")


def _label(document: Document, which: int, message: str) -> Iterator[Finding | Note]:
    """The label of the other class; that of a record is known from practice only, so that another one warns."""
    wanted = _LABELS.get(document.root.kind)
    label = document.origin.label
    if wanted is not None and label and label != wanted[which] and label in (RECORD[which], BADGE[which]):
        finding = document.root.finding(message, expected=wanted[which], actual=label)
        yield Note(finding) if wanted is RECORD else finding
