"""What is in the set, in which order, and what those get who have no CLRs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.list_changes import in_pages, number
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change, edited, refuse
from mock_provider.clr10.faults.gcs._common import LISTS, is_empty
from mock_provider.http.paging import DEFAULT_LIMIT, PageQuery, link_header

library = Library()


library.add(
    Fault(
        id="gcs-set-without-context",
        title="The set has no @context",
        how="The list is plain JSON from the database layer.\n@context is added to single documents only.",
        breaks=("CLR10-GCS-001",),
        consequences={"CLR10-PAY-001": "documents without @context are its row"},
        operations=LISTS,
        on_response=in_pages(edited(lambda body: body.pop("@context"))),
    )
)

library.add(
    Fault(
        id="gcs-set-with-count",
        title="The set has a member with the number of CLRs",
        how="The framework's page object was used, which counts.\nThe class of the set is closed.",
        breaks=("CLR10-GCS-001",),
        consequences={
            "CLR10-EXT-004": "closed classes are its row",
            "CLR10-CON-012": "the member is an extension",
        },
        operations=LISTS,
        on_response=in_pages(edited(lambda body: body.update(count=len(body["clrs"])))),
    )
)


def _list_first_clr_for_all(response: Response) -> None:
    """Show a CLR of the first learner seen in the lists of all others."""
    body = response.json
    if not body["clrs"]:
        return
    first = response.memory.setdefault("first", body["clrs"][0])
    if body["clrs"][0]["learner"]["id"] != first["learner"]["id"]:
        body["clrs"][0] = first
        response.json = body


library.add(
    Fault(
        id="gcs-clrs-of-others",
        title="A CLR of one learner is in the lists of others",
        how="A cache of the first entry is keyed by position, not by user.\nIt was tested with one user.",
        breaks=("CLR10-GCS-002",),
        operations=LISTS,
        on_response=in_pages(_list_first_clr_for_all),
    )
)


def _make_room_for_one(request: Request) -> None:
    """Ask for what stands around the CLR that comes twice, the newest."""
    offset, limit = number(request, "offset"), number(request, "limit")
    if (limit is None and "limit" in request.query) or (offset is None and "offset" in request.query) or limit == 0:
        return
    window = PageQuery(limit or DEFAULT_LIMIT, offset or 0, request.query.get("since"))
    request.scratch["window"] = window
    if window.offset:
        request.query["offset"] = str(window.offset - 1)
    elif window.limit > 1:
        request.query["limit"] = str(window.limit - 1)


def _list_newest_twice(response: Response) -> None:
    window, body, total = response.scratch.get("window"), response.json, int(response.headers["x-total-count"])
    if window is None or not total:
        return
    if window.offset == 0 and window.limit > 1:
        member = "clrs" if body["clrs"] else "signedClrs"
        body[member].insert(0, body[member][0])
        response.json = body
    response.headers["x-total-count"] = str(total + 1)
    response.headers["link"] = link_header(response.request.url, window, total + 1)


library.add(
    Fault(
        id="gcs-clr-twice",
        title="A CLR is listed twice",
        how="The query joins the assertions of a CLR.\nA CLR with two of them comes twice.",
        breaks=("CLR10-GCS-025",),
        operations=LISTS,
        on_request=_make_room_for_one,
        on_response=in_pages(_list_newest_twice),
    )
)


def _sort_by(key: Callable[[dict[str, Any]], Any]) -> Change:
    return in_pages(edited(lambda body: body["clrs"].sort(key=key)))


library.add(
    Fault(
        id="gcs-oldest-first",
        title="The oldest CLRs come first",
        how="The list is in the order of the database.\nThat is the order in which they were made.",
        breaks=("CLR10-GCS-026",),
        operations=LISTS,
        on_response=_sort_by(lambda clr: clr["issuedOn"]),
    )
)

library.add(
    Fault(
        id="gcs-by-id",
        title="CLRs are ordered by id",
        how="The list is ordered by its primary key.\nNobody asked for anything else.",
        breaks=("CLR10-GCS-026",),
        operations=LISTS,
        on_response=_sort_by(lambda clr: clr["id"][::-1]),
    )
)


def _answer_nobody_404(response: Response) -> None:
    if not response.request.query and is_empty(response):
        refuse(response, 404, "unknown", "there are no CLRs")


library.add(
    Fault(
        id="gcs-nobody-404",
        title="A user without CLRs gets 404",
        how="Nothing found is a 404 everywhere else.\nFor a list it should be an empty set.",
        breaks=("CLR10-GCS-027",),
        operations=LISTS,
        on_response=in_pages(_answer_nobody_404),
    )
)


def _answer_nobody_403(response: Response) -> None:
    if not response.request.query and is_empty(response):
        refuse(response, 403, "forbidden", "the user has no records")


library.add(
    Fault(
        id="gcs-nobody-403",
        title="A user without CLRs gets 403",
        how="A user becomes known to the API with the first CLR.\nBefore that nobody has access.",
        breaks=("CLR10-GCS-027",),
        operations=LISTS,
        on_response=in_pages(_answer_nobody_403),
    )
)


def _answer_empty_204(response: Response) -> None:
    if is_empty(response):
        response.status, response.body = 204, b""


library.add(
    Fault(
        id="gcs-empty-204",
        title="A list without a CLR is answered 204",
        how="The framework makes a 204 of an empty result.\nThe standard has a set that is empty.",
        breaks=("CLR10-GCS-012", "CLR10-GCS-013"),
        consequences={"CLR10-GCS-027": "so is the list of a learner without CLRs"},
        operations=LISTS,
        on_response=in_pages(_answer_empty_204),
    )
)

FAULTS = library.faults
