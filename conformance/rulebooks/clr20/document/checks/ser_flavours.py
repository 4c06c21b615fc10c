"""Area SER: the compacted form of a credential."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.document.nodes import Node
from conformance.document.walk import Document
from conformance.record import Finding
from conformance.rulebooks.clr20.document.model import CREDENTIALS
from conformance.rulebooks.clr20.document.relevant import check_each, having


def _compacted(document: Document) -> Iterator[Node]:
    """The credentials with a bare value where the table of the standard lets an array of one be compacted."""
    for node in having(document, CREDENTIALS):
        value = node.value
        singles = (value.get(member) for member in ("proof", "credentialSchema", "termsOfUse"))
        if isinstance(value.get("type"), str) or any(isinstance(each, dict) for each in singles):
            yield node


@check_each("CLR20-SER-09", _compacted)
def a_compacted_credential_is_judged_as_such(node: Node) -> Iterator[Finding]:
    """A freedom: nothing can break it."""
    del node
    yield from ()
