"""What several variations need: walking documents, and answers that are changed as a whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.signed import signed_here

Node = dict[str, Any]
_MOST_TOKENS = 10_000  # whose changed form is remembered
_SIGNED = ("signedClr", "signedClrs", "signedAssertions", "signedEndorsements")

DOCUMENTS = ("getClrs", "getClr", "postClr", "getAssertion", "getEndorsement", "getKey", "getRevocationList")
"""Operations that answer with documents of the model."""

OAUTH = ("authorize", "token", "register", "login", "consent", "grants", "revoke")
"""Operations of the authorization server."""


def nodes(value: Any) -> Iterator[Node]:
    """Every JSON object in a value, outer ones first; what is inside signed items is not among them."""
    if isinstance(value, dict):
        yield value
    for entry in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(entry)


def each_node(change: Callable[[Node], object]) -> Callable[[Response], None]:
    """Changes every object of a document that is answered, wherever it stands, so that equal ones stay equal.

    Signed items are changed inside and signed anew; so ``change`` has to do nothing to what it has changed before,
    because a signed CLR may be posted back.
    """

    def told(answer: Response) -> None:
        document = answer.json if answer.good else None
        if isinstance(document, dict):
            _change_all(document, change, answer)
            answer.json = document

    return told


def _change_all(value: Any, change: Callable[[Node], object], answer: Response) -> None:
    for node in list(nodes(value)):
        for member in _SIGNED:
            if isinstance(node.get(member), str):
                node[member] = _signed_anew(node[member], change, answer)
            elif isinstance(node.get(member), list):
                entries = node[member]
                node[member] = [_signed_anew(one, change, answer) if isinstance(one, str) else one for one in entries]
        change(node)


def _signed_anew(token: str, change: Callable[[Node], object], answer: Response) -> str:
    known: dict[str, str] = answer.memory.setdefault("signed anew", {})
    own = signed_here(answer.request, token) if token not in known else None
    if own is not None and answer.request.signing_key is not None:
        parsed, name = own
        before = json.dumps(parsed.payload)
        _change_all(parsed.payload, change, answer)
        if len(known) >= _MOST_TOKENS:
            known.clear()
        same = json.dumps(parsed.payload) == before
        key_id = str(parsed.header["kid"])
        known[token] = token if same else answer.request.signing_key(name).sign(parsed.payload, key_id)
    return known.get(token, token)


def json_object(change: Callable[[Node], object]) -> Callable[[Response], None]:
    """Changes the JSON object that a good answer consists of."""

    def told(answer: Response) -> None:
        document = answer.json if answer.good else None
        if isinstance(document, dict):
            change(document)
            answer.json = document

    return told


def status_object(change: Callable[[Response, Node], object]) -> Callable[[Response], None]:
    """Changes the status object of an answer that has one."""

    def told(answer: Response) -> None:
        body = answer.json if answer.body else None
        if isinstance(body, dict) and "imsx_codeMajor" in body:
            change(answer, body)
            answer.json = body

    return told


def links(answer: Response) -> list[tuple[str, dict[str, str]]]:
    """The links of a page in order: relation, and the parameters of its query."""
    found = []
    for part in (answer.headers.get("link") or "").split(", "):
        url, _, relation = part.partition('>; rel="')
        if relation:
            found.append((relation.rstrip('"'), dict(parse_qsl(url.partition("?")[2]))))
    return found


def page_text(answer: Response, *pairs: tuple[str, str]) -> None:
    """Replaces texts in a page for people."""
    if "html" in (answer.headers.get("content-type") or ""):
        text = answer.body.decode("utf-8")
        for old, new in pairs:
            text = text.replace(old, new)
        answer.body = text.encode("utf-8")
