"""What providers by other hands were seen to do: legal, and once taken for a fault."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.tools import refuse
from mock_provider.behaviour.trigger import Trigger
from mock_provider.clr10.operations import API

library = Library()
_NOWHERE = "/busy"

library.add(
    Variation(
        id="var-list-only-signed",
        title="Every CLR is signed, under a urn:uuid",
        how="The publisher signs and hosts nothing.\nCLR10-PAY-014: an id may be a urn:uuid; the contract: signedClrs.",
        settings={"only_signed": True},
        touches=("clr ids",),
    )
)


def _to_nowhere(request: Request) -> None:
    """The request meets the gateway only: nothing behind it learns of it."""
    request.path = _NOWHERE


def _answer_503(response: Response) -> None:
    """A status object from the API (CLR10-API-013), a page from all else."""
    if response.operation in API:
        refuse(response, 503, "server_busy", "no node is free")
    else:
        response.status = 503
        response.headers["content-type"] = "text/html"
        response.body = b"<html><title>503</title><h1>Service unavailable</h1></html>"


def _answer_503_with_retry_after(response: Response) -> None:
    _answer_503(response)
    response.headers["retry-after"] = "1"


library.add(
    Variation(
        id="var-http-503-once",
        title="One request in the run is answered 503 with Retry-After",
        how="A node is restarted.\nRFC 9110, section 15.6.4: 503 is a temporary state, and the client may try again.",
        on_request=_to_nowhere,
        on_response=_answer_503_with_retry_after,
        trigger=Trigger(every=61, next=1),
        touches=("availability",),
    )
)

library.add(
    Variation(
        id="var-http-503-bare",
        title="One request in the run is answered 503 without Retry-After",
        how="The gateway had no node for a moment.\nRFC 9110, section 15.6.4: Retry-After is a MAY.",
        on_request=_to_nowhere,
        on_response=_answer_503,
        trigger=Trigger(every=97, next=1),
        touches=("availability",),
    )
)


VARIATIONS = library.variations
