"""Opens a document for verification: the same walk as the checks have, with the token of an outer JWS."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from conformance.document import DocumentError, ParseLimits, Recognised, parse, recognise
from conformance.document.envelope import outer_token, told_payload, walk_payload
from conformance.document.parse import DEFAULT_LIMITS
from conformance.document.walk import Document, walk
from conformance.rulebooks.clr10.document.recognise import JWS


def opened(
    document: Any, *, now: datetime, limits: ParseLimits = DEFAULT_LIMITS, as_class: str | None = None, base: str = ""
) -> Document | None:
    """The walked document, ``None`` when there is nothing in it that could be verified.

    ``document`` is what ``judge`` takes: bytes, the text of a compact JWS, or a JSON value. ``as_class`` is its class
    when the place says it, ``base`` a JSON Pointer put before every pointer. Never raises for what it holds.
    """
    text = _token_text(document, limits)
    if text is not None:
        return _of_token(text, now, limits)
    try:
        value = parse(document, limits).value if isinstance(document, bytes) else document
    except DocumentError:
        return None
    found = Recognised(as_class, "as told", as_class, value) if as_class else recognise(value)
    if not isinstance(found.value, dict) or found.class_name is None:
        return None
    walked = walk(found.value, found.class_name, now=now, base=base + found.pointer, limits=limits)
    walked.proof = bool(found.pointer) and "proof" in value
    return walked


def _of_token(text: str, now: datetime, limits: ParseLimits) -> Document | None:
    token = outer_token(text, limits)
    found = told_payload(token)
    if found.class_name is None or not isinstance(found.value, dict):
        return None
    return walk_payload(token, found, now=now, limits=limits)


def _token_text(document: Any, limits: ParseLimits) -> str | None:
    if isinstance(document, bytes) and JWS.fullmatch(document[: limits.size]):
        return document.decode("ascii").strip()
    if isinstance(document, str) and JWS.fullmatch(document.encode("utf-8", "replace")):
        return document.strip()
    return None
