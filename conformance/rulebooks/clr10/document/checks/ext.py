"""Extensions: the names of extension members and the contexts that define them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from conformance.document.nearest import like_member
from conformance.document.nodes import Node
from conformance.document.registry import WHOLE
from conformance.document.walk import Document
from conformance.record import Finding
from conformance.rulebooks.clr10.document.badge import is_badge
from conformance.rulebooks.clr10.document.model import BOOK, MODEL
from conformance.rulebooks.clr10.document.register import check
from conformance.standard import facts

PREFIXED: Final = re.compile(r"[^:]+:[^:]+")
NOT_FOR_ENDORSERS: Final = frozenset({"endorsements", "signedEndorsements", "birthDate", "parentOrg"})
"""Members of a profile that the profile of an endorser lacks: CLR10-PRF-011 tells of them."""


@check("CLR10-EXT-003", WHOLE, met=lambda document: any(_extensions(document)))
def extension_members_are_prefixed(document: Document) -> Iterator[Finding]:
    """An extension member is named ``prefix:name``."""
    for node, member in _extensions(document):
        if not PREFIXED.fullmatch(member):
            yield node.finding(
                f"{node.kind} has the member {member}, which the model does not know",
                at=member,
                expected=f"a member of the model, or prefix:name{like_member(MODEL, node.kind, member)}",
            )


@check("CLR10-EXT-006", WHOLE, met=lambda document: any(_extensions(document)))
def extension_terms_have_a_context(document: Document) -> Iterator[Finding]:
    """A second context defines the terms of extension members."""
    context = document.root.value.get("@context")
    urls = context if isinstance(context, list) else [context]
    # inside a wrapper, the contexts of the wrapper may define them
    if document.root.base or any(url != facts(BOOK).context_url for url in urls):
        return
    if any(PREFIXED.fullmatch(member) for _, member in _extensions(document)):
        yield document.root.finding(
            "There are extension members, and no context beside that of CLR that defines them",
            at="@context",
            expected="the CLR context and one that defines the extension members",
        )


def _extensions(document: Document) -> Iterator[tuple[Node, str]]:
    """Members of open classes that the model does not know; closed ones are left to the schema."""
    root_is_closed = MODEL.models()[document.class_name].closed
    for node, member in document.unknown:
        if (node is document.root and root_is_closed) or MODEL.models()[node.kind].closed:
            continue
        if node.kind == "Assertion" and member == "badge" and is_badge(node.value[member]):
            continue
        if node.kind == "EndorsementProfile" and member in NOT_FOR_ENDORSERS:
            continue
        yield node, member
