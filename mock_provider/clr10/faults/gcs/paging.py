"""``limit`` and ``offset``: which CLRs are on a page."""

from __future__ import annotations

from collections.abc import Callable

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.list_changes import (
    count_links_from_one,
    count_offset_from_one,
    drop_limit,
    in_pages,
    number,
)
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import refuse
from mock_provider.clr10.faults.gcs._common import LISTS, is_empty

library = Library()


def _set_default_limit_1000(request: Request) -> None:
    request.query.setdefault("limit", "1000")


library.add(
    Fault(
        id="gcs-all-without-limit",
        title="Without limit all CLRs come at once",
        how="Paging starts when limit is there.\nThe default of 100 was not seen.",
        breaks=("CLR10-GCS-007",),
        operations=LISTS,
        on_request=_set_default_limit_1000,
    )
)


def _raise_small_limits(request: Request) -> None:
    limit = number(request, "limit")
    if limit is not None and 0 < limit < 5:
        request.query["limit"] = "5"


library.add(
    Fault(
        id="gcs-limit-five-at-least",
        title="Pages hold five CLRs even if fewer are asked for",
        how="Small limits are raised to the smallest page of the storage.\nThe answer is not cut down afterwards.",
        breaks=("CLR10-GCS-008",),
        consequences={"CLR10-GCS-024": "the links repeat the limit that was used"},
        operations=LISTS,
        on_request=_raise_small_limits,
    )
)


library.add(
    Fault(
        id="gcs-limit-ignored",
        title="limit is ignored: a page holds 100 CLRs, and repeats those of the page before",
        how="The size of a page is a setting of the server.\nlimit is checked, and never used.",
        breaks=("CLR10-GCS-008", "CLR10-GCS-011"),
        consequences={"CLR10-GCS-024": "the links have the limit that was used"},
        operations=LISTS,
        on_request=drop_limit,
    )
)


def _drop_total(response: Response) -> None:
    """No total, and so no link to the last page either."""
    del response.headers["x-total-count"]
    links = response.headers["link"].split(", ")
    response.headers["link"] = ", ".join(link for link in links if 'rel="last"' not in link)


library.add(
    Fault(
        id="gcs-limit-ignored-uncounted",
        title="limit is ignored, and no total says how many CLRs there are",
        how="The size of a page is a setting of the server.\nCounting was left out because it is slow.",
        breaks=("CLR10-GCS-008", "CLR10-GCS-011"),
        consequences={
            "CLR10-GCS-018": "the header is missing",
            "CLR10-GCS-023": "without a total there is no link last",
            "CLR10-GCS-024": "the links have the limit that was used",
        },
        operations=LISTS,
        on_request=drop_limit,
        on_response=in_pages(_drop_total),
    )
)


library.add(
    Fault(
        id="gcs-offset-from-one",
        title="offset counts from one: offset=0 and offset=1 are the same page",
        how="The index of the database begins at 1, and max(1, offset) was thought to be enough.\n"
        "The links count from one as well, so that following them works.",
        breaks=("CLR10-GCS-009",),
        consequences={
            "CLR10-GCS-011": "pages of a consumer that counts from zero overlap",
            "CLR10-GCS-017": "the walk of a consumer that counts from zero finds more than there are",
            **dict.fromkeys(
                ("CLR10-GCS-020", "CLR10-GCS-021", "CLR10-GCS-022", "CLR10-GCS-023"), "links count from one as well"
            ),
        },
        operations=LISTS,
        on_request=count_offset_from_one,
        on_response=count_links_from_one,
    )
)


def _set_default_offset_1(request: Request) -> None:
    if not request.query:
        request.query["offset"] = "1"


library.add(
    Fault(
        id="gcs-default-offset-one",
        title="A list without parameters leaves the first CLR out",
        how="The default of offset is 1, as for page numbers.\nClients that send offset=0 see everything.",
        breaks=("CLR10-GCS-010",),
        operations=LISTS,
        on_request=_set_default_offset_1,
    )
)


def _move_offset(by: int) -> Callable[[Request], object]:
    """Move the start of all pages but the first; pages of one CLR have no room for that."""

    def change(request: Request) -> None:
        offset, limit = number(request, "offset"), number(request, "limit")
        if offset and (limit is None or limit > 1):
            request.query["offset"] = str(offset + by)

    return change


library.add(
    Fault(
        id="gcs-pages-overlap",
        title="Pages overlap by one CLR",
        how="A page starts with the last CLR of the page before, so that nothing is missed.\n"
        "Clients that put pages together show it twice.",
        breaks=("CLR10-GCS-011",),
        consequences={
            "CLR10-GCS-017": "the walk finds more than there are",
            "CLR10-GCS-021": "the page of the link last begins one CLR too early",
            "CLR10-GCS-022": "the page of the link prev begins one CLR too early",
        },
        operations=LISTS,
        on_request=_move_offset(-1),
    )
)

library.add(
    Fault(
        id="gcs-pages-leave-out",
        title="A CLR is left out between two pages",
        how="offset is taken as the index of the CLR before the page.\nOff by one, in the query of the database.",
        breaks=("CLR10-GCS-011",),
        consequences={
            "CLR10-GCS-017": "the walk does not find all",
            "CLR10-GCS-021": "the page of the link last begins one CLR too late",
            "CLR10-GCS-022": "the page of the link prev begins one CLR too late",
        },
        operations=LISTS,
        on_request=_move_offset(1),
    )
)


def _take_offset_for_page_number(request: Request) -> None:
    offset, limit = number(request, "offset"), number(request, "limit")
    if offset and limit:
        request.query["offset"] = str(offset * limit)


library.add(
    Fault(
        id="gcs-offset-is-page-number",
        title="offset is taken as the number of a page",
        how="The page request of the framework counts pages.\noffset was handed to it as it came.",
        breaks=("CLR10-GCS-011",),
        consequences={
            "CLR10-GCS-017": "the walk does not find all",
            "CLR10-GCS-021": "nobody can see where the list ends",
        },
        operations=LISTS,
        on_request=_take_offset_for_page_number,
    )
)


def _drop_offset(request: Request) -> None:
    if number(request, "offset"):
        del request.query["offset"]


library.add(
    Fault(
        id="gcs-offset-ignored",
        title="offset is ignored: every page is the first",
        how="Only limit went into the query of the database.\nAll tests had one page.",
        breaks=("CLR10-GCS-011",),
        consequences={
            "CLR10-GCS-012": "there is no page past the end",
            "CLR10-GCS-017": "the walk does not find all",
            "CLR10-GCS-021": "the last page cannot be reached",
            "CLR10-GCS-022": "every page is the first",
        },
        operations=LISTS,
        on_request=_drop_offset,
    )
)


def _refuse_empty_pages(response: Response) -> None:
    if response.request.query.get("offset", "0") != "0" and is_empty(response):
        refuse(response, 404, "unknown", "there is no such page")


library.add(
    Fault(
        id="gcs-past-the-end-404",
        title="A page past the end is answered 404",
        how="An empty result is an error in the framework's paging.\nIt is mapped to 404.",
        breaks=("CLR10-GCS-012",),
        operations=LISTS,
        on_response=in_pages(_refuse_empty_pages),
    )
)


def _repeat_last_page(request: Request) -> None:
    offset, total = number(request, "offset"), request.own.get("total", 0)
    if offset and total and offset >= total:
        request.query["offset"] = str(total - 1)


def _remember_total(response: Response) -> None:
    if not response.request.query.get("since"):
        response.own["total"] = int(response.headers["x-total-count"])


library.add(
    Fault(
        id="gcs-past-the-end-last-page",
        title="A page past the end brings the last CLR again",
        how="offset is clamped to the last CLR: no page is empty.\nClients that stop at an empty page never stop.",
        breaks=("CLR10-GCS-012",),
        operations=LISTS,
        on_request=_repeat_last_page,
        on_response=in_pages(_remember_total),
    )
)

FAULTS = library.faults
