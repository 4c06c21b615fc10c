"""The public reads: the four item operations of the API, and the profiles, achievements and pages beside it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from mock_provider.clr10.resource.paths import sourced_id_of
from mock_provider.clr10.store.hosted import HostedItems
from mock_provider.clr10.terms import BASE_PATH, CONTENT_TYPE, STATUSES
from mock_provider.http.endpoint import Endpoint, broken, send_response
from mock_provider.http.negotiation import accepts
from mock_provider.http.status import ApiResponse, Headers, Refusal
from mock_provider.store.database import Database
from mock_provider.store.documents import DocumentStore

ITEM_KINDS = ("assertions", "endorsements", "keys", "revocations")
"""The kinds that the API itself serves, by the path segment."""

OTHER_KINDS = {
    "profiles": ("application/ld+json", "application/json"),
    "achievements": ("application/ld+json", "application/json"),
    "openbadges": ("application/ld+json", "application/json"),
    "case": ("application/json",),
    "pages": ("text/html; charset=utf-8",),
    "images": ("image/svg+xml",),
}
"""The kinds outside the API, with the media types in which they are offered."""

_NO_CACHE = (b"cache-control", b"no-cache")
_LD_JSON_HEADERS: Headers = (CONTENT_TYPE, _NO_CACHE)


def item_endpoint(database: Database, kind: str) -> Endpoint:
    """The endpoint of getAssertion, getEndorsement, getKey or getRevocationList; nobody needs a token."""
    documents, posted = DocumentStore(database), HostedItems(database)
    folder = f"{BASE_PATH}/{kind}"

    def get_item(request: Request) -> ApiResponse:
        name = sourced_id_of(request, folder)
        body = documents.get(kind, name) or posted.get(kind, name)
        if body is None:
            raise Refusal(404, "unknown", f"there is nothing of that id in {kind}")
        return ApiResponse(200, body, _LD_JSON_HEADERS)

    return Endpoint({"GET": get_item}, STATUSES)


class OtherDocument:
    """A document outside the API as an ASGI app, in the first of its media types that the client accepts."""

    def __init__(self, database: Database, kind: str) -> None:
        self._documents = DocumentStore(database)
        self._kind = kind

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = self._response(Request(scope, receive))
        except Refusal as refusal:
            response = STATUSES.refusal(refusal)
        except Exception as error:
            response = STATUSES.refusal(broken(error))
        await send_response(response, scope, send)

    def _response(self, request: Request) -> ApiResponse:
        if request.method not in ("GET", "HEAD"):
            raise Refusal(405, "not_allowed", f"{request.method} is not offered here", [(b"allow", b"GET, HEAD")])
        offered = OTHER_KINDS[self._kind]
        wanted = request.headers.getlist("accept")
        media_type = next((name for name in offered if accepts(wanted, name.partition(";")[0])), None)
        if media_type is None:
            raise Refusal(406, "not_acceptable", f"Accept has to include {' or '.join(offered)}")
        body = self._documents.get(self._kind, sourced_id_of(request, f"/{self._kind}"))
        if body is None:
            raise Refusal(404, "unknown", f"there is nothing of that name in {self._kind}")
        headers = ((b"content-type", media_type.encode("ascii")), _NO_CACHE, (b"vary", b"accept"))
        return ApiResponse(200, body, headers)
