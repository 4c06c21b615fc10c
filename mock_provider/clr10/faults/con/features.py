"""Whole features that a provider lacks, and extension members in what it serves."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change
from mock_provider.clr10.operations import PROTECTED
from mock_provider.oauth.faults._requests import any_scope

library = Library()


def _ask_for_everything(request: Request) -> None:
    request.query.pop("offset", None)
    request.query["limit"] = "1000"


def _drop_paging_headers(response: Response) -> None:
    for name in ("link", "x-total-count"):
        if name in response.headers:
            del response.headers[name]


library.add(
    Fault(
        id="con-no-paging",
        title="There is no paging: all CLRs come at once, whatever is asked",
        how="The first customers had ten records each.\nPaging was put off.",
        breaks=("CLR10-CON-010",),
        consequences={
            "CLR10-GCS-006": "limit is not looked at",
            "CLR10-GCS-007": "all come at once",
            "CLR10-GCS-008": "all come at once",
            "CLR10-GCS-009": "offset is not looked at",
            "CLR10-GCS-011": "every page repeats all",
            "CLR10-GCS-012": "there is no page past the end",
            "CLR10-GCS-018": "the header is missing",
            "CLR10-GCS-022": "the header is missing",
        },
        operations=("getClrs",),
        on_request=_ask_for_everything,
        on_response=_drop_paging_headers,
    )
)


library.add(
    Fault(
        id="con-scopes-not-checked",
        title="Anybody with an access token may read, write and delete",
        how="The gateway checks that a token is valid.\nWhat it allows, nobody looks at.",
        breaks=("CLR10-CON-011",),
        consequences={
            "CLR10-BRR-005": "a token with readonly only writes and deletes",
            "CLR10-BRR-006": "a token with replace only reads and deletes",
            "CLR10-BRR-007": "a token with delete only reads and writes",
            "CLR10-GCS-003": "a token without readonly lists",
            "CLR10-GCS-005": "a token without readonly lists",
            "CLR10-PST-003": "a token without replace posts",
            "CLR10-GCL-002": "a token without readonly reads",
            "CLR10-DEL-002": "a token without delete deletes",
        },
        operations=PROTECTED,
        on_request=any_scope,
    )
)


def _extend_first_clr(*where: str) -> Change:
    """Give the first CLR of a list a member that the standard does not know, at this place in it."""

    def change(response: Response) -> None:
        body = response.json
        if response.status != 200 or not body["clrs"]:
            return
        place = body["clrs"][0]
        for name in where:
            place = place[name]
        place["acme:campus"] = "North"
        response.json = body

    return change


library.add(
    Fault(
        id="con-extension-member",
        title="The learner has a member that the standard does not know",
        how="The campus of a learner had no place in the class.\nIt was put there all the same.",
        breaks=("CLR10-CON-012",),
        consequences={"CLR10-EXT-006": "no context defines the member"},
        operations=("getClrs",),
        on_response=_extend_first_clr("learner"),
    )
)

library.add(
    Fault(
        id="con-extension-member-deep",
        title="The publisher has a member that the standard does not know",
        how="The data of the publisher come from the registry.\nIts fields were added as they are.",
        breaks=("CLR10-CON-012",),
        consequences={"CLR10-EXT-006": "no context defines the member"},
        operations=("getClrs",),
        on_response=_extend_first_clr("publisher"),
    )
)

FAULTS = library.faults
