"""What a document holds of the requirements of the schemas where class and member alone do not tell."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from conformance.document.walk import Document
from conformance.rulebooks.clr20.document.model import MODEL
from conformance.rulebooks.clr20.document.relevant import having
from conformance.rulebooks.clr20.document.schema_rules import EXTENSIBLE, EXTENSION, ISSUER


def occurring_by_value(document: Document) -> Iterator[str]:
    """The requirements about issuers that are objects and about terms that extend a vocabulary."""
    if any(node.key == ("issuer",) for node in document.having("Profile")):
        yield ISSUER
    if any(_extended(document, kind, member) for kind, member in _vocabularies()):
        yield EXTENSION


def _extended(document: Document, kind: str, member: str) -> bool:
    texts = (node.text(member) for node in having(document, (kind,), member))
    return any(text is not None and text.startswith("ext:") for text in texts)


@cache
def _vocabularies() -> tuple[tuple[str, str], ...]:
    members = ((model.kind, each) for model in MODEL.models().values() for each in model.members.values())
    return tuple((kind, each.name) for kind, each in members if each.type in EXTENSIBLE)
