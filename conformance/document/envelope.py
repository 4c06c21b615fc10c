"""Opens a compact JWS that is a document by itself: what it carries, and whether that can be signed at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from conformance.document.nodes import Node, Scope
from conformance.document.origin import NOWHERE, Origin
from conformance.document.parse import ParseLimits
from conformance.document.recognised import Recognised
from conformance.document.rules import DocumentRules
from conformance.document.tokens import Token, read_token
from conformance.document.walk import Document, walk


def outer_token(text: str, limits: ParseLimits) -> Token:
    """The token that an input is, header and payload decoded as far as they can be."""
    return read_token(Node("", {}, None, (), Scope()), (), "", text, limits=limits)


def recognised_payload(token: Token, rules: DocumentRules) -> Recognised:
    """What the payload of such a token is; a signed item is judged by its open class."""
    found = rules.recognise(token.payload)
    class_name = None if found.class_name is None else rules.open_classes.get(found.class_name, found.class_name)
    return replace(found, class_name=class_name, how=f"payload of a compact JWS; {found.how}")


def walk_payload(
    token: Token,
    found: Recognised,
    rules: DocumentRules,
    *,
    now: datetime,
    limits: ParseLimits,
    origin: Origin = NOWHERE,
) -> Document:
    """The walked payload. An item that can be signed is marked as the signed item that it is.

    Anything else, and an item inside an envelope (``vc``) that the edition does not know, has no signing profile in the
    standard: the token then is the document's ``envelope`` and no item's.
    """
    known = not found.pointer or found.pointer == f"/{rules.model.wrapper}"
    signed_item = known and found.class_name in rules.open_classes.values()
    base = "" if signed_item else f"#{found.pointer}"
    document = walk(found.value, str(found.class_name), rules.model, now=now, base=base, limits=limits, origin=origin)
    whole = replace(token, holder=document.root, class_name=document.root.kind) if signed_item else token
    if signed_item:
        document.root.token = whole
        document.root.inside = found.pointer
    else:
        document.envelope = whole
    document.tokens.insert(0, whole)
    return document
