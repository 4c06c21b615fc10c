"""Changes to a list that comes in pages: to its query, and to the headers of a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.tools import Change, when


def in_pages(change: Change) -> Change:
    """Make the change to pages of lists only, not to refusals."""
    return when(200, change=change)


def number(request: Request, name: str) -> int | None:
    """A parameter of the query as a whole number; ``None`` for what the mock refuses anyway."""
    value = request.query.get(name, "")
    return int(value) if value.isascii() and value.isdigit() else None


def drop_header(name: str) -> Change:
    """Take a header off the pages of lists."""

    def change(response: Response) -> None:
        del response.headers[name]

    return in_pages(change)


def drop_limit(request: Request) -> None:
    """Let the page be as large as it is without a limit."""
    if number(request, "limit"):
        del request.query["limit"]


def count_offset_from_one(request: Request) -> None:
    """Let offset 1 be the beginning, as offset 0 is."""
    offset = number(request, "offset")
    if offset:
        request.query["offset"] = str(offset - 1)


def filter_by(change: Callable[[datetime], str | None]) -> Callable[[Request], object]:
    """Let the mock filter by another moment; ``restore_since_in_links`` hides that in the links."""

    def changed(request: Request) -> None:
        text = request.query.get("since", "")
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment and moment.tzinfo:
            instead = change(moment)
            request.scratch["since"] = (text, instead)
            request.query["since"] = instead or "0001-01-02T00:00:00Z"  # nothing is older

    return changed


def restore_since_in_links(response: Response) -> None:
    """Let the links carry the moment that the client sent, so that only the filter is wrong."""
    if response.scratch.get("since"):
        text, _ = response.scratch["since"]
        _in_links(lambda link: re.sub(r"since=[^&>]*", f"since={quote(text, safe='')}", link))(response)


def write_total(change: Callable[[Response, int], object]) -> Change:
    """Write another X-Total-Count, made of the page and of the right one."""

    def changed(response: Response) -> None:
        if "x-total-count" in response.headers:
            response.headers["x-total-count"] = str(change(response, int(response.headers["x-total-count"])))

    return in_pages(changed)


def total_without_since(response: Response, total: int) -> int:
    """The total of the list without ``since``, as far as it was seen."""
    if "since" in response.request.query:
        known: int = response.own.get("total", total)
        return max(total, known)
    response.own["total"] = total
    return total


def _in_links(write: Callable[[str], str]) -> Change:
    """Write the Link header of a page otherwise, where there is one; an empty one is left out."""

    def change(response: Response) -> None:
        before = response.headers.get("link")
        if before is None:
            return
        link = write(before)
        if link:
            response.headers["link"] = link
        else:
            del response.headers["link"]

    return in_pages(change)


count_links_from_one = _in_links(
    lambda link: re.sub(r"offset=(\d+)", lambda found: f"offset={int(found[1]) + 1}", link)
)
"""Links count from one as well; to the first page and without an offset nothing shows."""


def rewrite_links(pattern: str, instead: str) -> Change:
    """Write the Link header otherwise, by a regular expression."""
    return _in_links(lambda link: re.sub(pattern, instead, link))


def drop_relation(relation: str) -> Change:
    """Leave the link of a relation out."""
    return _in_links(lambda links: ", ".join(link for link in links.split(", ") if f'rel="{relation}"' not in link))


def move_links(relation: str, change: Callable[[int], int]) -> Change:
    """Links of one relation with another offset, never below 0."""
    pattern = re.compile(rf'offset=(\d+)([^>]*>; rel="{relation}")')

    def moved(found: re.Match[str]) -> str:
        return f"offset={max(0, change(int(found[1])))}{found[2]}"

    return _in_links(lambda link: pattern.sub(moved, link))


def name_internal_host(relation: str) -> Change:
    """Let the links of this relation (a pattern) name the host behind the proxy."""
    link = re.compile(rf'<https://[^/>]+([^>]*>; rel="{relation}")')
    return _in_links(lambda links: link.sub(r"<https://clr.internal\1", links))


def drop_if(name: str, wrong: Callable[[str], bool]) -> Callable[[Request], object]:
    """Leave a parameter out whose value is wrong."""

    def change(request: Request) -> None:
        if name in request.query and wrong(request.query[name]):
            del request.query[name]

    return change


def is_whole(value: str) -> bool:
    """True for the text of a whole number."""
    return re.fullmatch(r"-?[0-9]{1,18}", value) is not None
