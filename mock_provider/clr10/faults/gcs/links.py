"""``Link``: which relations there are and where they lead."""

from __future__ import annotations

import re

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.list_changes import (
    drop_header,
    drop_relation,
    in_pages,
    move_links,
    name_internal_host,
    rewrite_links,
)
from mock_provider.behaviour.model import Fault
from mock_provider.clr10 import FACTS
from mock_provider.clr10.faults.gcs._common import LISTS, is_empty

library = Library()


library.add(
    Fault(
        id="gcs-no-link",
        title="Pages have no Link header",
        how="Clients are expected to count with offset.\nThe links of RFC 8288 were not built.",
        breaks=("CLR10-GCS-019",),
        consequences={
            "CLR10-GCS-020": "without the header there is no relation next",
            "CLR10-GCS-022": "without the header there is no relation prev",
        },
        operations=LISTS,
        on_response=drop_header("link"),
    )
)


library.add(
    Fault(
        id="gcs-link-in-body",
        title="The Link header is written in a syntax of its own",
        how="The header was written by hand as next=URL.\nNo client can parse it.",
        breaks=("CLR10-GCS-019",),
        consequences={
            "CLR10-GCS-020": "what cannot be parsed has no relation next",
            "CLR10-GCS-022": "what cannot be parsed has no relation prev",
        },
        operations=LISTS,
        on_response=rewrite_links(r'<([^>]*)>; rel="(\w+)"', r"\2=\1"),
    )
)


library.add(
    Fault(
        id="gcs-no-next",
        title="The relation next is missing",
        how="Only first, last and prev are built.\nnext was forgotten, as clients know the total.",
        breaks=("CLR10-GCS-020",),
        operations=LISTS,
        on_response=drop_relation("next"),
    )
)


library.add(
    Fault(
        id="gcs-next-leaves-out",
        title="The relation next leaves a CLR out",
        how="The offset of the next page is the last index of this one and two.\nOnly who follows links misses a CLR.",
        breaks=("CLR10-GCS-020",),
        operations=LISTS,
        on_response=move_links("next", lambda offset: offset + 1),
    )
)

library.add(
    Fault(
        id="gcs-next-is-this-page",
        title="The relation next leads to the page that it is on",
        how="The link is built from the query as it came.\nNobody followed it.",
        breaks=("CLR10-GCS-020",),
        operations=LISTS,
        on_response=move_links("next", lambda offset: offset - 1),
    )
)


def _add_next(response: Response) -> None:
    link = response.headers["link"]
    if 'rel="next"' not in link and not is_empty(response):
        last = next(part for part in link.split(", ") if 'rel="last"' in part)
        # As far behind the end as no list reaches: the page is empty, and has no such link itself.
        further = re.sub(r"offset=\d+", "offset=100000", last).replace("last", "next")
        response.headers["link"] = f"{further}, {link}"


library.add(
    Fault(
        id="gcs-always-next",
        title="The last page has the relation next",
        how="next is built whenever the page is full.\nWhether anything follows is not asked.",
        breaks=("CLR10-GCS-021",),
        operations=LISTS,
        on_response=in_pages(_add_next),
    )
)

library.add(
    Fault(
        id="gcs-no-prev",
        title="The relation prev is missing",
        how="Clients were thought to go forward only.\nprev was not built.",
        breaks=("CLR10-GCS-022",),
        operations=LISTS,
        on_response=drop_relation("prev"),
    )
)

library.add(
    Fault(
        id="gcs-prev-called-previous",
        title="The relation prev is called previous",
        how="The name was taken from another interface.\nRFC 8288 registers prev.",
        breaks=("CLR10-GCS-022",),
        operations=LISTS,
        on_response=rewrite_links('rel="prev"', 'rel="previous"'),
    )
)

library.add(
    Fault(
        id="gcs-prev-is-this-page",
        title="The relation prev leads to the page that it is on",
        how="limit is taken off the offset after the link was built.\nNobody went back.",
        breaks=("CLR10-GCS-022",),
        operations=LISTS,
        on_response=move_links("prev", lambda offset: offset + 1),
    )
)

library.add(
    Fault(
        id="gcs-last-is-empty",
        title="The relation last leads behind the end",
        how="The last page is the total divided by limit.\nWhere it divides evenly, that page is empty.",
        breaks=("CLR10-GCS-023",),
        operations=LISTS,
        on_response=move_links("last", lambda offset: offset + 1),
    )
)

library.add(
    Fault(
        id="gcs-no-first",
        title="The relation first is missing on the first page",
        how="A page has no link to itself.\nThe standard asks for first on every page.",
        breaks=("CLR10-GCS-023",),
        operations=LISTS,
        on_response=drop_relation("first"),
    )
)

library.add(
    Fault(
        id="gcs-no-last",
        title="The relation last is missing",
        how="The last page needs the total, which is expensive.\nlast was left out.",
        breaks=("CLR10-GCS-023",),
        operations=LISTS,
        on_response=drop_relation("last"),
    )
)

library.add(
    Fault(
        id="gcs-links-relative",
        title="Link targets are relative",
        how="The URL is built from the path of the request.\nThe public host is not known to the application.",
        breaks=("CLR10-GCS-024",),
        operations=LISTS,
        on_response=rewrite_links("<https://[^/]+", "<"),
    )
)

library.add(
    Fault(
        id="gcs-links-plain-http",
        title="The link last is an http URL",
        how="TLS ends at the load balancer.\nThe application builds its URLs with the scheme that it sees.",
        breaks=("CLR10-GCS-024",),
        operations=LISTS,
        on_response=rewrite_links(r'<https:([^>]*>; rel="last")', r"<http:\1"),
    )
)

library.add(
    Fault(
        id="gcs-links-forget-limit",
        title="Link targets forget limit",
        how="Only offset is written into the links.\nThe next page has another size than the first.",
        breaks=("CLR10-GCS-024",),
        operations=LISTS,
        on_response=rewrite_links(r"limit=\d+&", ""),
    )
)

library.add(
    Fault(
        id="gcs-links-forget-since",
        title="Link targets forget since",
        how="Only the paging parameters are written into the links.\nThe filter is lost on the second page.",
        breaks=("CLR10-GCS-024",),
        operations=LISTS,
        on_response=rewrite_links(r"&since=[^>]*", ""),
    )
)

library.add(
    Fault(
        id="gcs-links-dead",
        title="The link last leads to a 404",
        how="The path in the link lacks the version.\nIt was changed everywhere else.",
        breaks=("CLR10-GCS-024",),
        operations=LISTS,
        on_response=rewrite_links(rf'{re.escape(FACTS.base_path)}/clrs(\?[^>]*>; rel="last")', r"/clrs\1"),
    )
)


library.add(
    Fault(
        id="gcs-links-on-another-host",
        title="Link targets name the host behind the proxy",
        how="The application builds links from the host that it listens on.\nThe proxy in front has another name.",
        breaks=("CLR10-GCS-024",),
        consequences={"CLR10-CON-010": "the pages cannot be had by following the links"},
        operations=LISTS,
        on_response=name_internal_host(r"\w+"),
    )
)

library.add(
    Fault(
        id="gcs-next-on-another-host",
        title="The link next names the host behind the proxy",
        how="The proxy rewrites the first link of a header.\nThe others keep the name of the application's host.",
        breaks=("CLR10-GCS-024",),
        consequences={"CLR10-CON-010": "the pages cannot be had by following the links"},
        operations=LISTS,
        on_response=name_internal_host("next"),
    )
)

FAULTS = library.faults
