"""Opens a judged document for verification: the same walk as the checks have, with the token of an outer JWS."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from conformance.document import ParseLimits, Recognised
from conformance.document.recognise import JWS
from conformance.document.tokens import read_token
from conformance.document.walk import Document, Node, Scope, walk


def opened(document: Any, found: Recognised, *, now: datetime, limits: ParseLimits, base: str = "") -> Document | None:
    """The walked document, ``None`` when it holds no object that could be walked.

    ``document`` is what was judged (bytes, the text of a compact JWS, or a JSON value), ``found`` what it was
    recognised as, ``base`` a JSON Pointer put before every pointer.
    """
    if not isinstance(found.value, dict) or found.class_name is None:
        return None
    text = _token_text(document, limits)
    if text is None:
        return walk(found.value, found.class_name, now=now, base=base + found.pointer, limits=limits)
    place = f"#{found.pointer}" if found.pointer else ""
    walked = walk(found.value, found.class_name, now=now, base=place, limits=limits)
    if not found.pointer:
        token = replace(read_token(Node("", {}, None, (), Scope()), (), "", text, limits), class_name=walked.root.kind)
        walked.root.token = replace(token, holder=walked.root)
        walked.tokens.insert(0, walked.root.token)
    return walked


def _token_text(document: Any, limits: ParseLimits) -> str | None:
    if isinstance(document, bytes) and JWS.fullmatch(document[: limits.size]):
        return document.decode("ascii").strip()
    if isinstance(document, str) and JWS.fullmatch(document.encode("utf-8", "replace")):
        return document.strip()
    return None
