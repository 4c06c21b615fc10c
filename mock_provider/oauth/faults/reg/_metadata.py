"""Metadata that the mock judges otherwise than they were sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.oauth.faults._requests import RequestChange
from mock_provider.oauth.faults._responses import members

RESTORED = "members for the response"
"""Where a change of the request notes the members that the response gets back (``as_sent``)."""


def metadata_change(change: Callable[[Request, dict[str, Any]], object]) -> RequestChange:
    """Change the metadata that a client sends; what is not a JSON object is left to the mock to refuse."""

    def changed(request: Request) -> None:
        body = request.json
        if isinstance(body, dict):
            change(request, body)

    return changed


def seeing(change: Callable[[dict[str, Any]], dict[str, Any]]) -> RequestChange:
    """Let the mock judge other members than were sent; ``as_sent`` puts those that were sent into the response."""

    def changed(request: Request, body: dict[str, Any]) -> None:
        instead = change(body)
        request.scratch[RESTORED] = {name: body.get(name) for name in instead}
        if instead:
            request.json = {**body, **instead}

    return metadata_change(changed)


def as_sent(response: Response) -> None:
    """Put the members into the response that the client sent, so that it does not see what the mock saw instead."""
    restored = response.scratch.get(RESTORED)
    if response.good and restored:
        members(**restored)(response)


def host_of(url: str) -> str:
    """Host and port of a URL; empty when it cannot be read."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""
