"""API: ``limit`` and ``offset`` made wrong, and values of parameters that cannot be."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.list_changes import (
    count_links_from_one,
    count_offset_from_one,
    drop_if,
    drop_limit,
    in_pages,
    is_whole,
    number,
)
from mock_provider.behaviour.model import Fault
from mock_provider.clr20.faults._api import LISTS
from mock_provider.http.paging import PageQuery, link_header

library = Library()

_REPEAT = "the pages of a consumer that counts on its limit repeat records"

library.add(
    Fault(
        id="api-limit-ignored",
        title="limit is ignored",
        how="The size of a page is a setting of the server.\nlimit is checked, and never used.",
        breaks=("CLR20-API-11",),
        consequences={
            "CLR20-API-14": "a page holds more than limit",
            "CLR20-API-20": _REPEAT,
            "CLR20-API-19": "the links have the limit that was used",
        },
        operations=LISTS,
        on_request=drop_limit,
    )
)


def _ask_for_many(request: Request) -> None:
    limit = number(request, "limit")
    if limit and limit < 50:
        request.scratch["limit"] = limit
        request.query["limit"] = "100"


def _cut_each_array(response: Response) -> None:
    limit = response.scratch.get("limit")
    if not limit:
        return
    body = response.json
    response.json = {name: array[:limit] for name, array in body.items()}
    query = response.request.query
    asked = PageQuery(limit, number(response.request, "offset") or 0, query.get("since"))
    total = response.headers.get("x-total-count")
    if total is not None:
        response.headers["link"] = link_header(response.request.url, asked, int(total))


library.add(
    Fault(
        id="api-limit-for-each-array",
        title="A page holds limit records of each form",
        how="Records of the two forms stand in two tables.\nEach is asked for limit of them.",
        breaks=("CLR20-API-14",),
        consequences={
            "CLR20-API-18": "pages of which more is expected are full",
            "CLR20-API-20": _REPEAT,
        },
        touches=("page size",),
        operations=LISTS,
        on_request=_ask_for_many,
        on_response=in_pages(_cut_each_array),
    )
)

library.add(
    Fault(
        id="api-offset-ignored",
        title="offset is ignored",
        how="Pages were thought to be for later.\nEach of them is the first one.",
        breaks=("CLR20-API-11",),
        consequences={
            "CLR20-API-20": "every page holds the same records",
            "CLR20-API-18": "without an offset there is no relation prev",
        },
        operations=LISTS,
        on_request=lambda request: request.query.pop("offset", None) if number(request, "offset") else None,
    )
)


def _offset_in_pages(request: Request) -> None:
    offset, limit = number(request, "offset"), number(request, "limit")
    if offset and limit:
        request.query["offset"] = str(offset * limit)


library.add(
    Fault(
        id="api-offset-in-pages",
        title="offset is the number of a page",
        how="offset was taken for the number of the page.\nWith pages of one record it makes no difference.",
        breaks=("CLR20-API-11",),
        consequences={
            "CLR20-API-16": "the walk of a consumer that counts records finds fewer than there are",
            "CLR20-API-18": "links count pages as well",
            "CLR20-API-20": "pages leave records out",
        },
        operations=LISTS,
        on_request=_offset_in_pages,
    )
)

library.add(
    Fault(
        id="api-offset-from-one",
        title="offset counts from one: offset=0 and offset=1 are the same page",
        how="The index of the database begins at 1.\nThe links count from one as well, so that following them works.",
        breaks=("CLR20-API-13",),
        consequences={
            "CLR20-API-16": "the walk of a consumer that counts from zero finds more than there are",
            "CLR20-API-18": "links count from one as well",
        },
        operations=LISTS,
        on_request=count_offset_from_one,
        on_response=count_links_from_one,
    )
)


def _skip_one(request: Request) -> None:
    offset, limit = number(request, "offset"), number(request, "limit")
    if offset and limit and 1 < limit < 100:
        request.query["offset"] = str(offset + 1)


library.add(
    Fault(
        id="api-pages-leave-one-out",
        title="Pages behind the first one begin a record too late",
        how="The border between two pages is in neither.\nWith pages of one record nothing shows.",
        breaks=("CLR20-API-20",),
        consequences={"CLR20-API-11": "limit=2&offset=1 begins with the third record"},
        operations=LISTS,
        on_request=_skip_one,
    )
)


def _overlap(request: Request) -> None:
    offset, limit = number(request, "offset"), number(request, "limit")
    if offset and limit and offset > 1 and 1 < limit < 100:
        request.query["offset"] = str(offset - 1)


library.add(
    Fault(
        id="api-pages-overlap",
        title="Pages repeat the last record of the page before",
        how="The order is that of the storing, and changes while it is read.\nA record is on two pages.",
        breaks=("CLR20-API-20",),
        operations=LISTS,
        on_request=_overlap,
    )
)


def _raise_limit_to_1(request: Request) -> None:
    limit = request.query.get("limit", "")
    if is_whole(limit) and int(limit) < 1:
        request.query["limit"] = "1"


library.add(
    Fault(
        id="api-limit-zero-accepted",
        title="limit=0 and limit=-1 are taken as 1",
        how="The handler clamps limit with max(1, limit).\nThe client never learns of its mistake.",
        breaks=("CLR20-API-12",),
        operations=LISTS,
        on_request=_raise_limit_to_1,
    )
)

library.add(
    Fault(
        id="api-offset-negative-accepted",
        title="offset=-1 is taken as 0",
        how="The handler clamps offset with max(0, offset).\nThe client never learns of its mistake.",
        breaks=("CLR20-API-12",),
        operations=LISTS,
        on_request=drop_if("offset", lambda value: value.startswith("-")),
    )
)

library.add(
    Fault(
        id="api-since-text-accepted",
        title="since=yesterday is ignored",
        how="A value that cannot be parsed is left out.\nThe client gets everything.",
        breaks=("CLR20-API-12",),
        operations=LISTS,
        on_request=drop_if("since", str.isalpha),
    )
)

FAULTS = library.faults
