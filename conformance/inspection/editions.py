"""The editions whose documents can be inspected, and which of them an input belongs to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from conformance import standard
from conformance.document import DocumentError, DocumentRules, Opened, ParseLimits
from conformance.document import open as open_document
from conformance.document.baked import is_picture
from conformance.document.origin import NOWHERE, Origin
from conformance.rulebooks import find
from conformance.standard import Standard, facts
from conformance.trust import TrustRules


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition with its rules for documents."""

    book: str
    documents: DocumentRules

    @property
    def trust(self) -> TrustRules | None:
        """How its documents are verified, imported when first asked for; ``None`` when it says nothing of that."""
        return find(self.book).trust

    @property
    def standard(self) -> Standard:
        """The requirements of the edition."""
        return standard.load(self.book)


@cache
def editions() -> tuple[Edition, ...]:
    """Every edition with rules for documents."""
    books = ((book, find(book)) for book in standard.editions())
    return tuple(Edition(book, rules.documents) for book, rules in books if rules.documents is not None)


def edition(book: str) -> Edition:
    """The edition with that folder."""
    return next(each for each in editions() if each.book == book)


def class_names() -> tuple[str, ...]:
    """The names of classes that a user can say a document is of."""
    return tuple(dict.fromkeys(name for each in editions() for name in each.documents.class_names))


def open_input(
    data: bytes, *, as_class: str = "", now: datetime, limits: ParseLimits, origin: Origin = NOWHERE
) -> tuple[Edition, Opened]:
    """Opens an input by the first edition that recognises it, and by the first of all when none does.

    A picture is opened by the first that bakes documents into pictures. The refusal of the first names the others too.

    ``as_class`` is a name out of ``class_names``: then the first edition that has it is taken.
    """
    if as_class:
        taken = next(each for each in editions() if as_class in each.documents.class_names)
        class_name = taken.documents.class_names[as_class]
        return taken, open_document(data, taken.documents, as_class=class_name, now=now, limits=limits, origin=origin)
    refused: tuple[Edition, Opened] | None = None
    picture = is_picture(data)
    for each in editions():
        opened = open_document(data, each.documents, now=now, limits=limits, origin=origin)
        if not opened.refused and not (picture and each.documents.baking is None):
            return each, opened
        if refused is None or (picture and refused[0].documents.baking is None):
            refused = each, opened
    assert refused is not None, "no edition has rules for documents"
    return refused[0], _refused_by_all(*refused)


def _refused_by_all(edition: Edition, opened: Opened) -> Opened:
    """The refusal in the name of all editions: whoever reads it may hold a document of any."""
    error, others = opened.error, [facts(each.book).name for each in editions() if each.book != edition.book]
    if error is None or error.code != "not-recognised" or not others:
        return opened
    message = f"{error.message}; nor is it a document of {' or '.join(others)}"
    return replace(opened, error=DocumentError(error.code, message, error.likely, error.todo, error.foreign))
