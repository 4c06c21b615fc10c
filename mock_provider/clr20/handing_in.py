"""What behaviours that change writing share: the record in a request, and the same record where a list shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.tools import Change, Node
from mock_provider.clr20.records import LIST, UPSERT
from mock_provider.clr20.terms import JSON, TEXT

PLAIN, COMPACT = "credential", "compactJwsString"
POSTS = (UPSERT,)
POSTS_AND_LISTS = (UPSERT, LIST)


def media_type(request: Request) -> str:
    """The media type of the body that was posted."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def posted(request: Request) -> Node:
    """The record in a post of JSON; empty when there is none."""
    body = request.json if media_type(request) != TEXT else None
    return body if isinstance(body, dict) else {}


def posted_token(request: Request) -> str:
    """The compact JWS that was posted; empty when there is none."""
    return request.body.decode("ascii", "replace").strip() if media_type(request) == TEXT else ""


def issuer_of(record: Mapping[str, Any]) -> str:
    """The id of the issuer of a record."""
    issuer = record.get("issuer")
    return str(issuer.get("id") if isinstance(issuer, Mapping) else issuer)


def name_of(record: Mapping[str, Any]) -> str:
    """The id of a record, unescaped and trimmed."""
    return unquote(str(record.get("id"))).strip()


def key_of(record: Mapping[str, Any]) -> tuple[str, str]:
    """What makes two records equal."""
    return unquote(issuer_of(record)).strip(), name_of(record)


def answered_as(change: Callable[[Node], Node], *statuses: int) -> Change:
    """Answer a post of JSON with the record as it is after the change; what is stored stays."""

    def changed(response: Response) -> None:
        if response.status in (statuses or (200, 201)) and media_type(response.request) != TEXT:
            response.json = change(response.json)

    return changed


def listed_as(change: Callable[[Node], Node | None]) -> Change:
    """List a record that was posted as JSON as it is after the change; leave it out where that gives none."""

    def changed(response: Response) -> None:
        known = response.own.setdefault("posted", {})
        if response.operation == UPSERT:
            if response.good and (record := posted(response.request)):
                known[key_of(record)] = True
            return
        page = response.json if response.good and known else None
        if not isinstance(page, dict) or PLAIN not in page:
            return
        before = page[PLAIN]
        after = [change(one) if key_of(one) in known else one for one in before]
        show(response, page, [one for one in after if one is not None])

    return changed


def listed_token_as(change: Callable[[Node, str], object]) -> Change:
    """Change the page that holds a compact JWS which was posted."""

    def changed(response: Response) -> None:
        known = response.own.setdefault("tokens", {})
        if response.operation == UPSERT:
            if response.good and (token := posted_token(response.request)):
                known[token] = True
            return
        page = response.json if response.good and known else None
        if not isinstance(page, dict):
            return
        found = [one for one in page.get(COMPACT, ()) if one in known]
        for token in found:
            change(page, token)
        if found:
            response.json = page

    return changed


def show(response: Response, page: Node, records: list[Node]) -> None:
    """Put these records into a page, and their number into its total."""
    difference = len(records) - len(page.get(PLAIN, ()))
    page[PLAIN] = records
    if not records:
        del page[PLAIN]
    response.json = page
    total = response.headers.get("x-total-count")
    if total is not None and difference:
        response.headers["x-total-count"] = str(int(total) + difference)


def taken(response: Response, body: bytes, kind: str = JSON) -> None:
    """Answer as if the body had been stored."""
    response.status, response.body = 201, body
    response.headers["content-type"] = kind
