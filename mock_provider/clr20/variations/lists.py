"""How a list of records may come."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.list_changes import drop_relation, filter_by, in_pages, number, restore_since_in_links
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.tools import Node, edited
from mock_provider.clr20.faults._api import LISTS, size
from mock_provider.clr20.records import COMPACT, PLAIN

library = Library()


def _without_total(response: Response) -> None:
    del response.headers["x-total-count"]
    drop_relation("last")(response)


library.add(
    Variation(
        id="var-records-no-total",
        title="X-Total-Count is not sent, and there is no relation last",
        how="Counting is costly, so that nobody knows how many records there are.\n"
        "CLR20-API-16: the header is left out when the total is not known.",
        operations=LISTS,
        on_response=in_pages(_without_total),
    )
)


def _repeat_the_limit(response: Response) -> None:
    """The links repeat the limit that was asked for, though the pages are smaller."""
    wanted = response.scratch.get("limit")
    if wanted is not None:
        link = response.headers.get("link", "")
        response.headers["link"] = re.sub(r"limit=\d+", f"limit={wanted}", link)


def _three_at_most(request: Request) -> None:
    wanted = 100 if "limit" not in request.query else number(request, "limit")
    if wanted and wanted > 3:
        request.scratch["limit"] = wanted
        request.query["limit"] = "3"


library.add(
    Variation(
        id="var-records-small-pages",
        title="A page never holds more than three records, whatever limit asks for",
        how="Records are large, and the gateway cuts what is too long.\n"
        "CLR20-API-14: limit is the most that a page may hold.",
        operations=LISTS,
        on_request=_three_at_most,
        on_response=in_pages(_repeat_the_limit),
        touches=("page size",),
    )
)


def _no_links_on_a_whole_list(response: Response) -> None:
    query = response.request.query
    if query.get("offset", "0") == "0" and size(response.json) == int(response.headers.get("x-total-count", "-1")):
        del response.headers["link"]


library.add(
    Variation(
        id="var-records-whole-without-link",
        title="A list that comes whole has no Link header",
        how="Links are built where there is another page.\nCLR20-API-17: the header is due when the page is not all.",
        operations=LISTS,
        on_response=in_pages(_no_links_on_a_whole_list),
    )
)


def _both_arrays(body: Node) -> None:
    body.setdefault(PLAIN, [])
    body.setdefault(COMPACT, [])


library.add(
    Variation(
        id="var-records-empty-arrays",
        title="Both arrays are there, though one has no record",
        how="The class of the framework has both members.\nGetClrCredentialsResponse: both may hold none or more.",
        operations=LISTS,
        on_response=in_pages(edited(_both_arrays)),
    )
)


def _since_arrival(moment: datetime) -> str | None:
    """Everything came to the provider at its start; nothing will have come in a year."""
    return None if moment < datetime.now(UTC) else moment.isoformat()


library.add(
    Variation(
        id="var-records-since-arrival",
        title="since counts from the moment at which a record came to the provider",
        how="The index is on the time of storing.\n"
        "CLR20-API-15 does not say which moment counts; validFrom and awardedDate are others.",
        touches=("since",),
        operations=LISTS,
        on_request=filter_by(_since_arrival),
        on_response=restore_since_in_links,
    )
)


VARIATIONS = library.variations
