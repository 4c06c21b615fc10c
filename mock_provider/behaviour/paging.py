"""The links of a list, read and written, and pages by their place: what several behaviours of lists share."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl, urlencode

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.kinds import LISTS
from mock_provider.behaviour.tools import Change

LIST = (LISTS,)

Link = tuple[str, dict[str, str]]


def links(response: Response) -> list[Link]:
    """The links of a page in order: relation, and the parameters of its query."""
    found = []
    for part in (response.headers.get("link") or "").split(", "):
        url, _, relation = part.partition('>; rel="')
        if relation:
            found.append((relation.rstrip('"'), dict(parse_qsl(url.partition("?")[2]))))
    return found


def write_links(response: Response, found: Sequence[Link], form: Callable[[str, str], str] | None = None) -> None:
    """Write these links, each as ``form`` makes it of URL and relation."""
    written = form or (lambda url, relation: f'<{url}>; rel="{relation}"')
    lines = [written(url(response, query), relation) for relation, query in found]
    response.headers["link"] = ", ".join(lines)


def url(response: Response, query: dict[str, str]) -> str:
    """The URL of the list with another query."""
    return f"{response.request.url}?{urlencode(query)}"


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


def without_arrays(dropped: dict[int, Sequence[str]], emptied: dict[int, Sequence[str]]) -> Change:
    """Leave these members out of pages by their place, and make others of them empty arrays."""

    def change(response: Response) -> None:
        body, number = response.json if response.good else None, place(response) or 0
        if isinstance(body, dict):
            kept = {name: value for name, value in body.items() if name not in dropped.get(number, ())}
            response.json = {**kept, **{name: [] for name in emptied.get(number, ())}}

    return change
