"""Media types and their negotiation."""

from __future__ import annotations

from collections.abc import Callable

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import minor_is, typed, when
from mock_provider.clr10 import LD_JSON
from mock_provider.clr10.faults.api._common import drop_body, drop_content_type, in_successes
from mock_provider.clr10.operations import API, ITEMS

library = Library()


library.add(
    Fault(
        id="api-application-json",
        title="Successes are served as application/json",
        how="The framework's JSON response was used as it is.\nNobody set the media type of JSON-LD.",
        breaks=("CLR10-API-008",),
        on_response=in_successes(
            lambda response: typed("application/json")(response) if response.operation in API else None
        ),
    )
)

library.add(
    Fault(
        id="api-no-content-type",
        title="Hosted items are served without Content-Type",
        how="Hosted items are files in a bucket, without extension.\nThe bucket does not know their type.",
        breaks=("CLR10-API-008",),
        operations=ITEMS,
        on_response=in_successes(drop_content_type),
    )
)


def _serve_also(accept: str) -> Callable[[Request], object]:
    """Take this Accept for the media type of the API."""

    def change(request: Request) -> None:
        if request.headers.get("accept") == accept:
            request.headers["accept"] = LD_JSON

    return change


library.add(
    Fault(
        id="api-browsers-are-served",
        title="Accept: text/html gets JSON all the same",
        how="The Accept header is not looked at.\nWhoever asks gets JSON.",
        breaks=("CLR10-API-010",),
        on_request=_serve_also("text/html"),
    )
)

library.add(
    Fault(
        id="api-json-is-enough",
        title="Accept: application/json is taken for application/ld+json",
        how="The framework treats all JSON types as equal.\nThe difference to JSON-LD was thought to be a detail.",
        breaks=("CLR10-API-010",),
        on_request=_serve_also("application/json"),
    )
)


def _take_json(request: Request) -> None:
    if request.headers.get("accept") == "application/json":
        request.scratch["json"] = True
        request.headers["accept"] = LD_JSON


def _call_it_json(response: Response) -> None:
    if response.good and response.scratch.get("json"):
        response.headers["content-type"] = "application/json"


library.add(
    Fault(
        id="api-json-for-whoever-asks",
        title="Accept: application/json gets the document as application/json",
        how="The framework negotiates between all types that its serialiser knows.\nJSON is one of them.",
        breaks=("CLR10-API-010",),
        on_request=_take_json,
        on_response=_call_it_json,
    )
)


library.add(
    Fault(
        id="api-keys-for-everybody",
        title="Keys are served whatever Accept says",
        how="Keys are static files in front of the application.\nThe web server does not negotiate.",
        breaks=("CLR10-API-010",),
        operations=("getKey",),
        on_request=_serve_also("text/html"),
    )
)

library.add(
    Fault(
        id="api-406-empty",
        title="The 406 has no body",
        how="The framework itself answers a wrong Accept header.\nIts 406 does not go through the error handler.",
        breaks=("CLR10-API-010", "CLR10-API-013"),
        on_response=when(406, change=drop_body),
    )
)

library.add(
    Fault(
        id="api-406-other-code",
        title="The status body of a 406 says invalid_data",
        how="One code minor is used for all that is wrong with a request.\nThe list of codes was not read to its end.",
        breaks=("CLR10-API-011",),
        on_response=when(406, change=minor_is("invalid_data")),
    )
)

library.add(
    Fault(
        id="api-406-no-code",
        title="The status body of a 406 has no code minor",
        how="imsx_codeMinor is optional in the class.\nSo nobody filled it.",
        breaks=("CLR10-API-011",),
        on_response=when(406, change=minor_is(None)),
    )
)


def _take_text(request: Request) -> None:
    if request.headers.get("content-type") == "text/plain":
        request.headers["content-type"] = LD_JSON


library.add(
    Fault(
        id="api-post-of-any-type",
        title="A post of type text/plain is taken",
        how="The body is parsed as JSON whatever it is called.\nContent-Type is not looked at.",
        breaks=("CLR10-API-015",),
        operations=("postClr",),
        on_request=_take_text,
    )
)

FAULTS = library.faults
