"""API: ``X-Total-Count`` and ``Link`` made wrong."""

from __future__ import annotations

import re

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.list_changes import (
    drop_header,
    drop_relation,
    move_links,
    name_internal_host,
    rewrite_links,
    total_without_since,
    write_total,
)
from mock_provider.behaviour.model import Fault
from mock_provider.clr20 import FACTS
from mock_provider.clr20.faults._api import LISTS, size

library = Library()


def _size_of_page(response: Response, _: int) -> int:
    return size(response.json)


_TOTALS = (
    (
        "api-total-one-more",
        "X-Total-Count is one too many",
        "The count includes records that are deleted.\nThe list does not.",
        lambda _, total: total + 1,
    ),
    (
        "api-total-of-the-page",
        "X-Total-Count is the number of records on the page",
        "The header is filled from the list that is at hand.\nThat is the page.",
        _size_of_page,
    ),
    (
        "api-total-without-since",
        "X-Total-Count does not mind since",
        "The count comes from a counter of the account.\nThe filter is not part of it.",
        total_without_since,
    ),
    (
        "api-total-minus-one",
        "X-Total-Count is -1",
        "The count is expensive, so the storage says -1 for unknown.\nThe header should be left out then.",
        lambda *_: -1,
    ),
)

for _id, _title, _how, _total in _TOTALS:
    library.add(
        Fault(
            id=_id,
            title=_title,
            how=_how,
            breaks=("CLR20-API-16",),
            operations=LISTS,
            on_response=write_total(_total),
        )
    )

library.add(
    Fault(
        id="api-no-link",
        title="Pages have no Link header",
        how="Clients are expected to count with offset.\nThe links of RFC 8288 were not built.",
        breaks=("CLR20-API-17",),
        operations=LISTS,
        on_response=drop_header("link"),
    )
)

library.add(
    Fault(
        id="api-link-of-its-own",
        title="The Link header is written in a syntax of its own",
        how="The header was written by hand as next=URL.\nNo client can parse it.",
        breaks=("CLR20-API-17",),
        operations=LISTS,
        on_response=rewrite_links(r'<([^>]*)>; rel="(\w+)"', r"\2=\1"),
    )
)

for _id, _relation in (
    ("api-no-next", "next"),
    ("api-no-prev", "prev"),
    ("api-no-first", "first"),
    ("api-no-last", "last"),
):
    library.add(
        Fault(
            id=_id,
            title=f"The relation {_relation} is missing",
            how="Not all of the four links were built.\nClients were thought to do without this one.",
            breaks=("CLR20-API-18",),
            operations=LISTS,
            on_response=drop_relation(_relation),
        )
    )

for _id, _title, _relation, _by in (
    ("api-next-leaves-out", "The relation next leaves a record out", "next", 1),
    ("api-next-is-this-page", "The relation next leads to the page that it is on", "next", -1),
    ("api-prev-is-this-page", "The relation prev leads to the page that it is on", "prev", 1),
    ("api-last-is-empty", "The relation last leads behind the end", "last", 1),
):
    library.add(
        Fault(
            id=_id,
            title=_title,
            how="The offset of the link is wrong by one.\nNobody followed it.",
            breaks=("CLR20-API-18",),
            operations=LISTS,
            on_response=move_links(_relation, lambda offset, by=_by: offset + by),  # type: ignore[misc]
        )
    )

library.add(
    Fault(
        id="api-links-relative",
        title="Link targets are relative",
        how="The URL is built from the path of the request.\nThe public host is not known to the application.",
        breaks=("CLR20-API-19",),
        operations=LISTS,
        on_response=rewrite_links("<https://[^/]+", "<"),
    )
)

library.add(
    Fault(
        id="api-links-forget-limit",
        title="Link targets forget limit",
        how="Only offset is written into the links.\nThe next page has another size than the first.",
        breaks=("CLR20-API-19",),
        operations=LISTS,
        on_response=rewrite_links(r"limit=\d+&", ""),
    )
)

library.add(
    Fault(
        id="api-links-forget-since",
        title="Link targets forget since",
        how="Only the paging parameters are written into the links.\nThe filter is lost on the second page.",
        breaks=("CLR20-API-19",),
        operations=LISTS,
        on_response=rewrite_links(r"&since=[^>]*", ""),
    )
)

library.add(
    Fault(
        id="api-links-dead",
        title="The link last leads to a 404",
        how="The path in the link lacks the version.\nIt was changed everywhere else.",
        breaks=("CLR20-API-19",),
        operations=LISTS,
        on_response=rewrite_links(rf'{re.escape(FACTS.base_path)}(/credentials\?[^>]*>; rel="last")', r"\1"),
    )
)

library.add(
    Fault(
        id="api-links-on-another-host",
        title="Link targets name the host behind the proxy",
        how="The application builds links from the host that it listens on.\nThe proxy in front has another name.",
        breaks=("CLR20-API-19",),
        operations=LISTS,
        on_response=name_internal_host(r"\w+"),
    )
)

FAULTS = library.faults
