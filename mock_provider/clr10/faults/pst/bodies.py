"""Bodies that cannot be taken, and how they are refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, minor_is, refuse, when
from mock_provider.clr10.faults.pst._common import POSTS, posted_clr

library = Library()


def _drop_signed_clr(request: Request) -> None:
    body = request.json
    if isinstance(body, dict) and {"clr", "signedClr"} <= body.keys():
        del body["signedClr"]
        request.json = body


library.add(
    Fault(
        id="pst-both-forms",
        title="Of a body with clr and signedClr, clr is taken",
        how="The handler looks for clr first.\nWhat else is there is not looked at.",
        breaks=("CLR10-PST-006",),
        operations=POSTS,
        on_request=_drop_signed_clr,
    )
)


def _has_neither_form(body: Any) -> bool:
    """True for a payload with nothing in it that is right otherwise, so that only the row of empty posts is broken."""
    return isinstance(body, dict) and "@context" in body and not {"clr", "signedClr"} & body.keys()


def _take_neither_form(response: Response) -> None:
    """Take a post with nothing in it as if the last one had come again."""
    body = response.request.json
    if response.good:
        response.own["last"] = (response.status, list(response.headers.raw), response.body)
    elif _has_neither_form(body) and response.status == 400 and "last" in response.own:
        response.status, response.headers.raw[:], response.body = response.own["last"]


library.add(
    Fault(
        id="pst-no-form",
        title="A body with neither clr nor signedClr is taken",
        how="Both members are optional in the class.\nThat one of them has to be there was not checked.",
        breaks=("CLR10-PST-007",),
        operations=POSTS,
        on_response=_take_neither_form,
    )
)


def _fill_in_publisher(request: Request) -> None:
    """Put the last publisher in the place of one that is missing."""
    clr = posted_clr(request)
    if "publisher" in clr:
        request.own["publisher"] = clr["publisher"]
    elif clr and "publisher" in request.own:
        request.json = {**request.json, "clr": {**clr, "publisher": request.own["publisher"]}}


library.add(
    Fault(
        id="pst-publisher-made-up",
        title="A CLR without publisher is taken, with one of the provider's own",
        how="The provider puts itself in the place of a publisher that is missing.\nThe schema wants it to be there.",
        breaks=("CLR10-PST-008",),
        operations=POSTS,
        on_request=_fill_in_publisher,
    )
)


def _replace_wrong_type(name: str, wrong: type, right: Any) -> Callable[[Request], object]:
    """Put a value in the place of one of the wrong type."""

    def change(request: Request) -> None:
        clr = posted_clr(request)
        if isinstance(clr.get(name), wrong):
            request.json = {**request.json, "clr": {**clr, name: right}}

    return change


library.add(
    Fault(
        id="pst-date-as-number",
        title="issuedOn as a number is taken",
        how="The parser of dates takes numbers for milliseconds.\nThe schema is not applied.",
        breaks=("CLR10-PST-008",),
        operations=POSTS,
        on_request=_replace_wrong_type("issuedOn", int, "2021-06-30T00:00:00Z"),
    )
)

library.add(
    Fault(
        id="pst-object-as-array",
        title="assertions as an object are taken",
        how="The JSON library takes a single value for an array of one.\nThat is a setting of it.",
        breaks=("CLR10-PST-008",),
        operations=POSTS,
        on_request=_replace_wrong_type("assertions", dict, []),
    )
)


def _answer_422(response: Response) -> None:
    if posted_clr(response.request) and response.request.json.keys() == {"@context", "clr"}:
        refuse(response, 422, "invalid_data", "the CLR is not valid")


library.add(
    Fault(
        id="pst-422",
        title="A CLR that breaks the schema is answered 422",
        how="The framework answers what it cannot validate with 422.\nNobody changed that.",
        breaks=("CLR10-PST-008",),
        operations=POSTS,
        on_response=when(400, change=_answer_422),
    )
)


def _crash_at_no_json(response: Response) -> None:
    if response.request.json is None:
        refuse(response, 500, "internal_server_error", "unexpected end of input")


library.add(
    Fault(
        id="pst-no-json-500",
        title="A body that is not JSON ends in a 500",
        how="The body is parsed before anything is caught.\nA client's mistake looks like the provider's.",
        breaks=("CLR10-PST-008",),
        operations=POSTS,
        touches=AVAILABILITY,
        on_response=when(400, change=_crash_at_no_json),
    )
)

library.add(
    Fault(
        id="pst-400-other-code",
        title="The 400 of an invalid CLR says unknown",
        how="The validator's exception has no code.\nThe handler says unknown.",
        breaks=("CLR10-PST-009",),
        operations=POSTS,
        on_response=when(400, change=minor_is("unknown")),
    )
)

FAULTS = library.faults
