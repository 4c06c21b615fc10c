"""Opens a compact JWS that is a document by itself: what it carries, and whether that can be signed at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from conformance.document.parse import ParseLimits
from conformance.document.tokens import Token, read_token
from conformance.document.walk import Document, Node, Scope, walk
from conformance.rulebooks.clr10.document.recognise import OPEN, Recognised, recognise


def outer_token(text: str, limits: ParseLimits) -> Token:
    """The token that an input is, header and payload decoded as far as they can be."""
    return read_token(Node("", {}, None, (), Scope()), (), "", text, limits)


def told_payload(token: Token) -> Recognised:
    """What the payload of such a token is; a signed item is judged by its open class."""
    found = recognise(token.payload)
    class_name = None if found.class_name is None else OPEN.get(found.class_name, found.class_name)
    return replace(found, class_name=class_name, how=f"payload of a compact JWS; {found.how}")


def walk_payload(token: Token, found: Recognised, *, now: datetime, limits: ParseLimits) -> Document:
    """The walked payload. A Clr, Assertion or Endorsement is marked as the signed item that it is.

    Anything else, and an item inside an envelope (``vc``), has no signing profile in the standard: the token then is
    the document's ``envelope`` and no item's.
    """
    signed_item = not found.pointer and found.class_name in OPEN.values()
    base = "" if signed_item else f"#{found.pointer}"
    document = walk(found.value, str(found.class_name), now=now, base=base, limits=limits)
    whole = replace(token, holder=document.root, class_name=document.root.kind) if signed_item else token
    if signed_item:
        document.root.token = whole
    else:
        document.envelope = whole
    document.tokens.insert(0, whole)
    return document
