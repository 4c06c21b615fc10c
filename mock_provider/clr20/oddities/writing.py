"""Posts that are answered otherwise than most are, or refused."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Oddity
from mock_provider.behaviour.tools import refusing_post

library = Library()

_POST = ("upsertCredential",)


def _replaced(response: Response) -> None:
    if response.status == 201:
        response.status = 200
        del response.headers["location"]


library.add(
    Oddity(
        id="odd-upsert-200",
        title="A post is answered 200, as if the record had been there",
        how="The record was there already, in another version.\nThe contract: 200 is a record that was replaced.",
        operations=_POST,
        on_response=_replaced,
    )
)


def _look_only(request: Request) -> None:
    """The mock sees a read in the place of the post, so that nothing of what is refused is stored."""
    request.method, request.body = "GET", b""
    del request.headers["content-type"]
    request.headers["accept"] = "application/json"


library.add(
    Oddity(
        id="odd-upsert-400",
        title="A post is answered 400 with a status object",
        how="The provider has rules of its own for what it stores.\nThe contract: 400 is a record it does not take.",
        operations=_POST,
        on_request=_look_only,
        on_response=refusing_post(400, "invalid_data", "this provider does not take the record"),
    )
)

library.add(
    Oddity(
        id="odd-upsert-405",
        title="A post is answered 405",
        how="The provider stores nothing that others issue.\nThe contract: 405 is a provider without this operation.",
        operations=_POST,
        on_request=_look_only,
        on_response=refusing_post(405, "not_allowed", "this provider does not take records"),
    )
)

ODDITIES = library.oddities
