"""What several variations need: responses that are changed as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mock_provider.behaviour.exchange import Response

Node = dict[str, Any]

OAUTH = ("authorize", "token", "register", "login", "consent", "grants", "revoke")
"""Operations of the authorization server."""


def json_object(change: Callable[[Node], object]) -> Callable[[Response], None]:
    """Changes the JSON object that a good answer consists of."""

    def told(answer: Response) -> None:
        document = answer.json if answer.good else None
        if isinstance(document, dict):
            change(document)
            answer.json = document

    return told


def page_text(answer: Response, *pairs: tuple[str, str]) -> None:
    """Replaces texts in a page for people."""
    if "html" in (answer.headers.get("content-type") or ""):
        text = answer.body.decode("utf-8")
        for old, new in pairs:
            text = text.replace(old, new)
        answer.body = text.encode("utf-8")
