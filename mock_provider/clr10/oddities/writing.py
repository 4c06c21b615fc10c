"""Posts that are answered otherwise than most are, or refused; and what takes no token."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Oddity
from mock_provider.behaviour.tools import refuse, refusing_post

library = Library()


def _replaced(response: Response) -> None:
    if response.status == 201:
        response.status = 200
        del response.headers["location"]


library.add(
    Oddity(
        id="odd-post-200",
        title="A post is answered 200, as if the CLR had been there",
        how="The CLR was there already, in another version.\nThe contract: 200 is a CLR that was replaced.",
        operations=("postClr",),
        on_response=_replaced,
    )
)


def _unchanged(response: Response) -> None:
    if response.good:
        response.status, response.body = 304, b""
        for name in ("content-type", "content-length", "location"):
            del response.headers[name]


library.add(
    Oddity(
        id="odd-post-304",
        title="A post is answered 304, as if the CLR had been there unchanged",
        how="The CLR was there already.\nThe contract: 304 has no body.",
        operations=("postClr",),
        on_response=_unchanged,
    )
)


def _look_only(request: Request) -> None:
    """The mock sees a read in the place of the post, so that nothing of what is refused is stored."""
    request.method, request.body = "GET", b""
    del request.headers["content-type"]


library.add(
    Oddity(
        id="odd-post-400",
        title="A post is answered 400 with a status object",
        how="The provider has rules of its own for what it stores.\nThe contract: 400 is a CLR that it does not take.",
        operations=("postClr",),
        on_request=_look_only,
        on_response=refusing_post(400, "invalid_data", "this provider does not take the CLR"),
    )
)

library.add(
    Oddity(
        id="odd-post-405",
        title="A post is answered 405",
        how="The provider stores nothing that others publish.\nThe contract: 405 is a provider without this operation.",
        operations=("postClr",),
        on_request=_look_only,
        on_response=refusing_post(405, "not_allowed", "this provider does not take CLRs"),
    )
)


def _refuse_tokens(response: Response) -> None:
    if response.good and "authorization" in response.request.headers:
        refuse(response, 401, "unauthorizedrequest", "items are public, and tokens are not known here")
        response.headers["www-authenticate"] = 'Bearer error="invalid_token"'


library.add(
    Oddity(
        id="odd-items-without-token",
        title="Hosted assertions and endorsements are refused to those who send a token",
        how="A store of files hosts the items.\nIt refuses every Authorization header that it does not know.",
        operations=("getAssertion", "getEndorsement"),
        on_response=_refuse_tokens,
    )
)

ODDITIES = library.oddities
