"""What faults and variations of several areas are made of: responses that are changed as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mock_provider.behaviour.exchange import Response
from mock_provider.http.status import CodeMinor

Node = dict[str, Any]
Change = Callable[[Response], object]

AVAILABILITY = ("availability",)
"""What a fault touches that consists of server errors: of a target that is away at times, too, they decide nothing."""


def refuse(response: Response, status: int, minor: CodeMinor, text: str = "refused") -> None:
    """Make it a right status object with this status."""
    refusal = response.request.statuses.failure(status, minor, text)
    response.status, response.body = status, refusal.body
    for name, value in refusal.headers:
        response.headers[name.decode("ascii")] = value.decode("ascii")


def refusing_post(status: int, minor: CodeMinor, text: str) -> Callable[[Response], None]:
    """Refuses a post that came with a token and the right Accept; one without them is refused as ever."""

    def change(response: Response) -> None:
        if response.good or response.status == 403:
            refuse(response, status, minor, text)
            for name in ("link", "x-total-count", "www-authenticate"):
                del response.headers[name]
            if status == 405:
                response.headers["allow"] = "GET"

    return change


def refusing(status: int, minor: CodeMinor, *, instead_of: int) -> Change:
    """Answer with a right status object of another status."""
    return when(instead_of, change=lambda response: refuse(response, status, minor))


def page(response: Response) -> None:
    """Make the body what a web server writes that is not configured."""
    response.headers["content-type"] = "text/html; charset=utf-8"
    response.body = b"<!doctype html><title>Error</title><h1>Something went wrong</h1>"


def when(*statuses: int, change: Change) -> Change:
    """Make the change to responses with one of these statuses only."""

    def changed(response: Response) -> None:
        if response.status in statuses:
            change(response)

    return changed


def typed(media_type: str) -> Change:
    """Name the body as this media type."""
    return lambda response: response.headers.update({"content-type": media_type})


def edited(change: Callable[[Node], object]) -> Change:
    """Change a body that is a JSON object in place."""

    def changed(response: Response) -> None:
        body = response.json
        if isinstance(body, dict):
            change(body)
            response.json = body

    return changed


def json_object(change: Callable[[Node], object]) -> Callable[[Response], None]:
    """Change the JSON object that a response of success consists of, in place."""
    edit = edited(change)

    def changed(response: Response) -> None:
        if response.good:
            edit(response)

    return changed


def page_text(response: Response, *pairs: tuple[str, str]) -> None:
    """Replace texts in a page for people."""
    if "html" in (response.headers.get("content-type") or ""):
        text = response.body.decode("utf-8")
        for old, new in pairs:
            text = text.replace(old, new)
        response.body = text.encode("utf-8")


def minor_is(value: str | None) -> Change:
    """Put another code minor into the status object, or none with ``None``."""

    def change(body: Node) -> None:
        if "imsx_codeMinor" not in body:
            return
        if value is None:
            del body["imsx_codeMinor"]
        else:
            body["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"] = value

    return edited(change)
