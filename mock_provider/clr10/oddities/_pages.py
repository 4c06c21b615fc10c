"""Pages of a list by their place: what happens to the second of them, so that plain ones stand around it."""

from __future__ import annotations

import re
from collections.abc import Callable

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.tools import Change
from mock_provider.clr10.variations._responses import links

LIST = ("getClrs",)


def place(response: Response) -> int | None:
    """Which page it is, from 0; ``None`` for anything but a page of success."""
    found = dict(links(response))
    if response.status != 200 or "first" not in found:
        return None
    limit = int(found["first"]["limit"])
    before = int(found["prev"]["offset"]) + limit if "prev" in found else 0
    return before // limit


def on_page(number: int, change: Change) -> Change:
    """Make the change on one page only, counted from 0."""

    def changed(response: Response) -> None:
        if place(response) == number:
            change(response)

    return changed


def second(change: Change) -> Change:
    """Make the change on the second page only."""
    return on_page(1, change)


def next_as(form: Callable[[Response, str], str]) -> Change:
    """Write another target into the relation next; ``form`` makes it of the response and the target."""

    def change(response: Response) -> None:
        header = response.headers.get("link") or ""
        response.headers["link"] = re.sub(
            r'<([^>]*)>(; rel="next")', lambda found: f"<{form(response, found[1])}>{found[2]}", header
        )

    return change
