"""Which requirements a document holds something of by its root, its tokens and its unknown members."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.document.walk import Document
from conformance.rulebooks.clr10.document.model import MODEL


def occurring(document: Document) -> Iterator[str]:
    """The requirements that follow from what the root is, from payloads, and from members that the model lacks."""
    if MODEL.models()[document.class_name].closed:
        yield from ("CLR10-PAY-001", "CLR10-EXT-004")
        if "@context" in document.root.value:
            yield "CLR10-PAY-003"
    if document.unknown:
        yield "CLR10-EXT-005"
    if document.tokens[document.envelope is not None :]:  # the envelope is not an item's, and comes first
        yield "CLR10-JWS-013"
