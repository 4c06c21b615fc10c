"""Lists that are odd: lists that shrink, links that lead round and round or to plain http."""

from __future__ import annotations

import re

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Oddity
from mock_provider.behaviour.paging import LIST, next_as, place, second
from mock_provider.behaviour.tools import Node, json_object, when

library = Library()


def _shrink(response: Response) -> None:
    total = response.headers.get("x-total-count", "")
    if not place(response) or not total.isdecimal():
        return
    response.headers["x-total-count"] = str(int(total) - 1)
    if 'rel="next"' not in response.headers.get("link", ""):
        json_object(_drop_last)(response)


def _drop_last(document: Node) -> None:
    for listed in document.values():
        if isinstance(listed, list) and listed:
            del listed[-1]
            return


library.add(
    Oddity(
        id="odd-list-shrinks",
        title="The list is one record shorter from the second page on, and so is its total",
        how="A record is taken away while a consumer pages.\nThe total and the last page say so.",
        operations=LIST,
        on_response=_shrink,
    )
)


def _itself(response: Response, target: str) -> str:
    query = dict(response.request.query)
    offset = query.get("offset", "0")
    return re.sub(r"offset=\d+", f"offset={offset}", target)


library.add(
    Oddity(
        id="odd-next-is-itself",
        title="next of the second page leads to the second page",
        how="The link is built from the query as it came.\nNobody followed it.",
        operations=LIST,
        on_response=second(next_as(_itself)),
    )
)


def _always_on(response: Response) -> None:
    """The last page leads to the first, by an address that was not met before; further pages keep the lap."""
    header = response.headers.get("link", "")
    if place(response) is None:
        return
    lap = int(response.request.query.get("lap", "0"))
    if 'rel="next"' not in header:
        lap += 1
        first = next(part for part in header.split(", ") if 'rel="first"' in part)
        header = f"{first.replace('first', 'next')}, {header}"
    response.headers["link"] = re.sub(r'>; rel="next"', f'&lap={lap}>; rel="next"', header, count=1)


library.add(
    Oddity(
        id="odd-next-without-end",
        title="The last page has a next, too, and so it goes on for ever",
        how="The list is a ring buffer.\nEach lap has addresses of its own.",
        operations=LIST,
        on_response=_always_on,
    )
)


def _without_tls(response: Response, target: str) -> str:
    host, slash, path = target.removeprefix("https://").partition("/")
    return f"http://{host.rpartition(':')[0]}:{response.request.plain_port}{slash}{path}"


library.add(
    Oddity(
        id="odd-next-by-http",
        title="next of the second page is an http address",
        how="A proxy ends TLS and the application does not know.\nIt builds its links with the scheme that it sees.",
        operations=LIST,
        wire=True,
        on_response=second(next_as(_without_tls)),
    )
)

library.add(
    Oddity(
        id="odd-next-is-a-path",
        title="next is an absolute path without scheme and host",
        how="The framework links by path.\nRFC 8288, section 3.1: a target may be relative.",
        operations=LIST,
        on_response=next_as(lambda _, target: re.sub(r"^https://[^/]*", "", target)),
    )
)

library.add(
    Oddity(
        id="odd-next-is-a-query",
        title="next is a question mark and a query alone",
        how="The framework links by query.\nRFC 8288, section 3.1: a target may be relative.",
        operations=LIST,
        on_response=next_as(lambda _, target: "?" + target.partition("?")[2]),
    )
)


def _add_titles(response: Response) -> None:
    """In a form that the usual libraries read: the RFC allows more, such as a semicolon in the title."""
    response.headers["link"] = re.sub(
        r'>; rel="(\w+)"',
        r'>; title="Records, page \1"; rel="\1"; type="application/json"',
        response.headers.get("link", ""),
    )


library.add(
    Oddity(
        id="odd-link-titles",
        title="Links have a title with a comma before rel, and a type behind it",
        how="The header tells people what it links to.\nRFC 8288, section 3.4: title and type may stand there.",
        operations=LIST,
        on_response=when(200, change=_add_titles),
    )
)

ODDITIES = library.oddities
