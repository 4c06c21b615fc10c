"""What variations of several subjects share: status objects and the links of a page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl

from mock_provider.behaviour.exchange import Response
from mock_provider.clr10.documents import Node


def status_object(change: Callable[[Response, Node], object]) -> Callable[[Response], None]:
    """Changes the status object of a response that has one."""

    def changed(response: Response) -> None:
        body = response.json if response.body else None
        if isinstance(body, dict) and "imsx_codeMajor" in body:
            change(response, body)
            response.json = body

    return changed


def links(response: Response) -> list[tuple[str, dict[str, str]]]:
    """The links of a page in order: relation, and the parameters of its query."""
    found = []
    for part in (response.headers.get("link") or "").split(", "):
        url, _, relation = part.partition('>; rel="')
        if relation:
            found.append((relation.rstrip('"'), dict(parse_qsl(url.partition("?")[2]))))
    return found
