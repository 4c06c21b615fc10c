"""Pages of a hundred CLRs, whatever limit says; that links carry it makes them look right."""

from __future__ import annotations

import re

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.list_changes import in_pages
from mock_provider.behaviour.model import Fault
from mock_provider.clr10.faults.gcs._common import LISTS
from mock_provider.http.paging import DEFAULT_LIMIT

library = Library()


def _ignore_limit(request: Request) -> None:
    limit = request.query.get("limit", "")
    if limit.isdecimal() and limit != "0":
        request.scratch["limit"] = limit
        request.query["limit"] = str(DEFAULT_LIMIT)


def _repeat_limit_in_links(response: Response) -> None:
    if "limit" in response.scratch:
        response.headers["link"] = re.sub(r"limit=\d+", f"limit={response.scratch['limit']}", response.headers["link"])


library.add(
    Fault(
        id="gcs-limit-in-links-only",
        title="limit is ignored, though links carry it",
        how="Links are made of the query as it came.\nThe query to the database has a limit of its own.",
        breaks=("CLR10-GCS-008", "CLR10-GCS-011"),
        operations=LISTS,
        on_request=_ignore_limit,
        on_response=in_pages(_repeat_limit_in_links),
    )
)


def _drop_total(response: Response) -> None:
    _repeat_limit_in_links(response)
    del response.headers["x-total-count"]


library.add(
    Fault(
        id="gcs-limit-in-links-only-uncounted",
        title="limit is ignored, though links carry it, and no total is sent",
        how="Links are made of the query as it came.\nThe query to the database has a limit of its own, and no count.",
        breaks=("CLR10-GCS-008", "CLR10-GCS-011"),
        consequences={"CLR10-GCS-018": "no total is sent"},
        operations=LISTS,
        on_request=_ignore_limit,
        on_response=in_pages(_drop_total),
    )
)


def _begin_at_whole_pages(request: Request) -> None:
    """Ignore limit, and round offset down to the beginning of a page."""
    _ignore_limit(request)
    offset = request.query.get("offset", "")
    if offset.isdecimal():
        request.query["offset"] = str(int(offset) // DEFAULT_LIMIT * DEFAULT_LIMIT)


library.add(
    Fault(
        id="gcs-whole-pages",
        title="limit is ignored, and offset leads to the beginning of its page of 100",
        how="Pages are cached as wholes, by their number.\noffset is divided by the size of a page.",
        breaks=("CLR10-GCS-008", "CLR10-GCS-011"),
        operations=LISTS,
        on_request=_begin_at_whole_pages,
        on_response=in_pages(_repeat_limit_in_links),
    )
)

library.add(
    Fault(
        id="gcs-whole-pages-uncounted",
        title="limit is ignored, offset leads to the beginning of its page of 100, and no total is sent",
        how="Pages are cached as wholes, by their number.\nTo count is too dear, so the header was left out.",
        breaks=("CLR10-GCS-008", "CLR10-GCS-011"),
        consequences={"CLR10-GCS-018": "no total is sent"},
        operations=LISTS,
        on_request=_begin_at_whole_pages,
        on_response=in_pages(_drop_total),
    )
)

FAULTS = library.faults
