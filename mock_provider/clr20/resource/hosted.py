"""The documents beside the API: what identifiers, records and the service description lead to."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from mock_provider.clr20.store.hosted import HostedStore
from mock_provider.clr20.terms import STATUSES
from mock_provider.http.endpoint import broken, send_response
from mock_provider.http.negotiation import accepts
from mock_provider.http.status import ApiResponse, Refusal
from mock_provider.store.database import Database

_PLACES: Final = ("issuers", "status", "refresh", "baked", "about")
"""The folders that hold them, none of which the API or another edition uses."""

_ALONE: Final = ("/did.json", "/.well-known/did.json")


def hosted_routes(database: Database) -> list[BaseRoute]:
    """The routes of all folders; nobody needs a token."""
    app = Hosted(database)
    return [Route(path, app) for path in (*_ALONE, *(f"/{place}/{{name:path}}" for place in _PLACES))]


class Hosted:
    """A document as an ASGI app, in the first of its media types that the client accepts."""

    def __init__(self, database: Database) -> None:
        self._store = HostedStore(database)

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
        found = self._store.get(request.scope["path"])
        if found is None:
            raise Refusal(404, "not_found", "there is nothing behind this path")
        wanted = request.headers.getlist("accept")
        media_type = next((name for name in found.media_types if accepts(wanted, name.partition(";")[0])), None)
        if media_type is None:
            raise Refusal(406, "not_acceptable", f"Accept has to include {' or '.join(found.media_types)}")
        headers = (
            (b"content-type", media_type.encode("ascii")),
            (b"cache-control", b"no-cache"),
            (b"vary", b"accept"),
        )
        return ApiResponse(200, found.body, headers)
