"""How the verdict on one item depends on that of another: endorsements, and credentials inside of credentials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance.document.walk import Document
from conformance.trust.report import ItemReport
from conformance.trust.session import VerificationSession


def weigh(reports: Sequence[ItemReport]) -> Sequence[ItemReport]:
    """The reports, each seen beside those that it depends on."""
    return reports


def around(document: Document) -> Iterator[ItemReport]:
    """What is signed around the items in a way that the edition does not know."""
    del document
    yield from ()


def look_around(session: VerificationSession) -> None:
    """Looks at what belongs to no item."""
    del session
