"""Area MOD: endorsements: what stands in their place, what their tokens hold, and whom they endorse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from conformance.document.nodes import Node
from conformance.document.tokens import Token
from conformance.document.walk import Document
from conformance.document.words import a
from conformance.record import Finding
from conformance.rulebooks.clr20.document.checks.mod_credentials import subject_id
from conformance.rulebooks.clr20.document.model import MODEL
from conformance.rulebooks.clr20.document.relevant import check_each

ENDORSEMENT: Final = "EndorsementCredential"
PLAIN, SIGNED = "endorsement", "endorsementJwt"
COMPACT: Final = re.compile(MODEL.schemas["CompactJws"]["pattern"])
"""The form of a compact JWS: the schema tells of what has another."""


def _plain(document: Document) -> Iterator[Node]:
    return (node for node in document.parts if node.key and node.key[0] == PLAIN)


def _signed(document: Document) -> Iterator[tuple[Token, Node | None]]:
    """The tokens that should hold an endorsement, each with the node of its payload."""
    nodes = {id(node.token): node for node in document.parts if node.token is not None}
    for token in document.tokens:
        if token.key and token.key[0] == SIGNED and COMPACT.fullmatch(token.text):
            yield token, nodes.get(id(token))


def _carried(document: Document) -> Iterator[tuple[Node, Node, str]]:
    """The endorsements inside an object that has an id, with that object and the endorsed id."""
    for node in document.parts:
        carrier = node.parent
        if carrier is None or node.kind != ENDORSEMENT or node.key[0] not in (PLAIN, SIGNED):
            continue
        endorsed = subject_id(node)
        if endorsed is not None and carrier.text("id") is not None:
            yield node, carrier, endorsed


@check_each("CLR20-MOD-50", _plain)
def an_endorsement_is_one(node: Node) -> Iterator[Finding]:
    """What stands in ``endorsement`` is an EndorsementCredential."""
    if node.kind != ENDORSEMENT:
        message = f"An endorsement is {a(node.kind)} instead of an EndorsementCredential"
        yield node.finding(message, at="type", expected=ENDORSEMENT)


@check_each("CLR20-MOD-51", _signed)
def a_signed_endorsement_is_one(place: tuple[Token, Node | None]) -> Iterator[Finding]:
    """What stands in ``endorsementJwt`` can be decoded to an EndorsementCredential."""
    token, node = place
    if node is None:
        message = "An entry of endorsementJwt cannot be decoded to an EndorsementCredential"
        yield Finding("", message, "a compact JWS with a credential in it", "no readable payload", token.pointer())
    elif node.kind != ENDORSEMENT:
        message = f"An entry of endorsementJwt holds {a(node.kind)} instead of an EndorsementCredential"
        yield node.finding(message, at="type", expected=ENDORSEMENT)


@check_each("CLR20-MOD-52", _carried)
def an_endorsement_endorses_what_carries_it(place: tuple[Node, Node, str]) -> Iterator[Finding]:
    """The endorsed id is that of the object that carries the endorsement."""
    node, carrier, endorsed = place
    if endorsed != carrier.text("id"):
        message = f"The endorsed id is not that of the {carrier.kind} that carries the endorsement"
        at = ("credentialSubject", "id")
        yield node.finding(message, at=at, expected=str(carrier.text("id")), actual=endorsed)
