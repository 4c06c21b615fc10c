"""API: what is answered to those who accept JSON."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault

library = Library()


def _json_taken(request: Request) -> None:
    if request.headers.get("accept") == "application/json":
        request.scratch["json"] = True
        request.headers["accept"] = "application/ld+json"


def _json_named(response: Response) -> None:
    if response.good and response.scratch.get("json"):
        response.headers["content-type"] = "application/json"


library.add(
    Fault(
        id="api-json-for-whoever-asks",
        title="Accept: application/json gets the document as application/json",
        how="The framework negotiates between all types that its serialiser knows.\nJSON is one of them.",
        breaks=("CLR10-API-010",),
        on_request=_json_taken,
        on_response=_json_named,
    )
)


FAULTS = library.faults
