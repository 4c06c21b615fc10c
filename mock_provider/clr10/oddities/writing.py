"""Posts that go well, and are answered otherwise than most are; what may not be kept, and what takes no token."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Oddity
from mock_provider.behaviour.tools import refuse

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


def _forbid_to_keep(response: Response) -> None:
    if response.good:
        response.headers["cache-control"] = "no-store"


library.add(
    Oddity(
        id="odd-discovery-no-store",
        title="The discovery document is marked no-store",
        how="Endpoints move from time to time.\nRFC 9111, section 5.2.2.5: it is not to be kept.",
        operations=("getDiscoveryDocument",),
        on_response=_forbid_to_keep,
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
