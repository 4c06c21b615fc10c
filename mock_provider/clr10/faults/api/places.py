"""Where the operations are, and what is at ids that cannot exist."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, page
from mock_provider.clr10.faults.api._common import drop_body
from mock_provider.clr10.operations import ITEMS

library = Library()


def _answer_404_page(response: Response) -> None:
    response.status = 404
    page(response)


library.add(
    Fault(
        id="api-clrs-elsewhere",
        title="GET /clrs is a 404 page: the list is served under another path",
        how="The list was mounted under /api/records.\nOnly the single CLR moved to the base path.",
        breaks=("CLR10-API-001",),
        consequences={
            "CLR10-GCS-001": "there is no list at all",
            "CLR10-GCS-027": "there is no list at all",
            "CLR10-API-013": "the page is not a status object",
            "CLR10-RFR-003": "there is no list to try a token on",
        },
        operations=("getClrs",),
        on_response=_answer_404_page,
    )
)

library.add(
    Fault(
        id="api-discovery-elsewhere",
        title="GET /discovery is a 404 page: the document is served under another path",
        how="The document was put under /.well-known, where OAuth has its own.\nBelow the base path there is nothing.",
        breaks=("CLR10-API-001",),
        consequences={
            "CLR10-DSC-001": "there is no discovery document",
            "CLR10-API-013": "the page is not a status object",
        },
        operations=("getDiscoveryDocument",),
        on_response=_answer_404_page,
    )
)

library.add(
    Fault(
        id="api-posts-elsewhere",
        title="POST /clrs is a 404 page: posts are taken under another path",
        how="Writing is another service behind the gateway, with routes of its own.\nThe gateway forwards GET only.",
        breaks=("CLR10-API-001",),
        consequences={
            "CLR10-PST-001": "no CLR can be posted",
            "CLR10-API-013": "the page is not a status object",
        },
        operations=("postClr",),
        on_response=_answer_404_page,
    )
)


def _find_nothing(response: Response) -> None:
    """Answer an id that cannot exist with a success that has no body."""
    if " " in response.request.path or "\x00" in response.request.path:
        response.status = 204 if response.operation == "getAssertion" else 200
        drop_body(response)


library.add(
    Fault(
        id="api-200-for-nothing",
        title="An item that cannot exist is answered 204",
        how="The lookup returns nothing when it fails.\nThe framework makes a 204 of nothing.",
        breaks=("CLR10-API-021",),
        operations=("getAssertion",),
        on_response=_find_nothing,
    )
)

library.add(
    Fault(
        id="api-clr-200-for-nothing",
        title="A CLR id that cannot exist is answered 200 without a body",
        how="The answer is streamed, and the status is sent before the CLR is looked for.\nNothing follows.",
        breaks=("CLR10-API-021",),
        operations=("getClr",),
        on_response=_find_nothing,
    )
)


def _crash_at_malformed_id(response: Response) -> None:
    if " " in response.request.path or "\x00" in response.request.path:
        response.status = 500
        page(response)


library.add(
    Fault(
        id="api-malformed-id-crash",
        title="A malformed id ends in a 500 page",
        how="The segment is decoded before anything is caught.\nThe server's own page goes out.",
        breaks=("CLR10-API-021", "CLR10-API-013"),
        operations=ITEMS,
        touches=AVAILABILITY,
        on_response=_crash_at_malformed_id,
    )
)

FAULTS = library.faults
