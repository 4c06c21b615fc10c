"""API: what upsertCredential takes, and what it answers."""

from __future__ import annotations

import json

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change, Node, refuse, when
from mock_provider.clr20.handing_in import (
    POSTS,
    answered_as,
    key_of,
    media_type,
    posted,
    posted_token,
)
from mock_provider.clr20.terms import JSON, TEXT
from mock_provider.encoding import from_base64url

library = Library()

_LINKED = "application/vc+ld+json"


def _no(kind: str, status: int = 415) -> Change:
    """Refuse a media type, before anything is stored."""

    def changed(response: Response) -> None:
        if response.good and media_type(response.request) == kind:
            refuse(response, status, "invalid_data", f"{kind} is not taken")

    return changed


library.add(
    Fault(
        id="api-write-no-tokens",
        title="A record as compact JWS is refused with 415",
        how="The framework parses JSON by itself.\nAnother media type never reaches the handler.",
        breaks=("CLR20-API-21",),
        operations=POSTS,
        on_response=_no(TEXT),
    )
)

library.add(
    Fault(
        id="api-write-tokens-alone",
        title="A record in JSON is refused with 400",
        how="All records of the own registry are tokens.\nEmbedded proofs were to come later.",
        breaks=("CLR20-API-21",),
        operations=POSTS,
        on_response=_no(JSON, 400),
    )
)

library.add(
    Fault(
        id="api-write-no-linked-data",
        title="A record as application/vc+ld+json is refused with 415",
        how="The list of media types was copied from the OpenAPI file.\nThat of Open Badges names one more.",
        breaks=("CLR20-API-45",),
        operations=POSTS,
        on_response=_no(_LINKED),
    )
)


def _status(value: int) -> Change:
    def changed(response: Response) -> None:
        response.status = value

    return changed


library.add(
    Fault(
        id="api-write-new-200",
        title="A new record is answered 200",
        how="One status is used for all posts that go well.\nNobody can tell a new one from a replaced one.",
        breaks=("CLR20-API-22",),
        operations=POSTS,
        on_response=when(201, change=_status(200)),
    )
)

library.add(
    Fault(
        id="api-write-replaced-201",
        title="A record that is replaced is answered 201",
        how="Replacing is deleting and creating in this storage.\nThe status reports the creation.",
        breaks=("CLR20-API-22",),
        operations=POSTS,
        on_response=when(200, change=_status(201)),
    )
)


def _keep_the_first(request: Request) -> None:
    """Store the version of a record that came first, whatever comes later."""
    record = posted(request)
    if record:
        first = request.own.setdefault(key_of(record), request.body)
        if first != request.body:
            request.scratch["posted"] = request.body
            request.body = first


def _say_what_was_posted(response: Response) -> None:
    if response.good and "posted" in response.scratch:
        response.body = response.scratch["posted"]


library.add(
    Fault(
        id="api-write-replaced-not",
        title="A newer record is answered 200, and the older one stays",
        how="The insert does nothing when there is such a row.\nThe status is that of a success.",
        breaks=("CLR20-API-22",),
        operations=POSTS,
        on_request=_keep_the_first,
        on_response=_say_what_was_posted,
    )
)


def _later(record: Node) -> Node:
    """The record with its date in another form of the same moment."""
    return {**record, "validFrom": str(record["validFrom"]).replace("Z", "+00:00")}


library.add(
    Fault(
        id="api-write-answer-other-date",
        title="The answer to a record has validFrom in another form",
        how="The date is read into a date and written again.\nThe signature was made over the text.",
        breaks=("CLR20-API-23",),
        operations=POSTS,
        on_response=answered_as(_later),
    )
)

library.add(
    Fault(
        id="api-write-answer-without-proof",
        title="The answer to a record has no proof",
        how="The class of the framework has the members that the portal shows.\nThe proof is not among them.",
        breaks=("CLR20-API-23",),
        operations=POSTS,
        on_response=answered_as(lambda record: {name: value for name, value in record.items() if name != "proof"}),
    )
)

library.add(
    Fault(
        id="api-write-answer-in-an-envelope",
        title="The answer to a record holds it in a member credential",
        how="The answer to reading has such a member.\nThe writer takes the same function.",
        breaks=("CLR20-API-23",),
        operations=POSTS,
        on_response=answered_as(lambda record: {"credential": record}),
    )
)


def _answer_the_first(response: Response) -> None:
    record = posted(response.request)
    if response.good and record:
        first = response.own.setdefault(key_of(record), response.body)
        if response.status == 200:
            response.body = first


library.add(
    Fault(
        id="api-write-replaced-answers-the-old",
        title="The answer to a record that is replaced is the one before",
        how="The row is read, then it is written.\nThe answer is what was read.",
        breaks=("CLR20-API-23",),
        operations=POSTS,
        on_response=_answer_the_first,
    )
)


def _token(change: Change) -> Change:
    """Change the answer to a compact JWS that was taken."""

    def changed(response: Response) -> None:
        if response.good and posted_token(response.request):
            change(response)

    return changed


def _as_json_string(response: Response) -> None:
    response.body = json.dumps(response.body.decode("ascii")).encode()
    response.headers["content-type"] = JSON


library.add(
    Fault(
        id="api-write-token-quoted",
        title="A compact JWS comes back as a JSON string",
        how="The framework writes whatever a handler returns as JSON.\nA text gets quotes.",
        breaks=("CLR20-API-23",),
        operations=POSTS,
        on_response=_token(_as_json_string),
    )
)


def _opened(response: Response) -> None:
    response.body = from_base64url(posted_token(response.request).split(".")[1])
    response.headers["content-type"] = JSON


library.add(
    Fault(
        id="api-write-token-opened",
        title="A compact JWS comes back as the JSON inside of it",
        how="The token is opened when it comes in.\nFrom then on there is the record alone.",
        breaks=("CLR20-API-23",),
        operations=POSTS,
        on_response=_token(_opened),
    )
)


def _page(response: Response) -> None:
    response.headers["content-type"] = "text/html"
    response.body = b"<p>Saved</p>"


library.add(
    Fault(
        id="api-write-answer-is-a-page",
        title="The answer to a post is a page that says Saved",
        how="The handler was made for the form of the portal.\nIts answer is for people.",
        breaks=("CLR20-API-23",),
        operations=POSTS,
        on_response=when(200, 201, change=_page),
    )
)

library.add(
    Fault(
        id="api-write-answered-403",
        title="A record is stored, and answered 403",
        how="The record is stored, then the index is written, which the client may not do.\nIt gets that error.",
        breaks=("CLR20-API-21",),
        operations=POSTS,
        on_response=when(200, 201, change=lambda response: refuse(response, 403, "forbidden")),
    )
)

FAULTS = library.faults
