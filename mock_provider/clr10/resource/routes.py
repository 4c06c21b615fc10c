"""All paths of the resource server."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from mock_provider.clr10.resource.clrs import Clrs
from mock_provider.clr10.resource.discovery import discovery_endpoint
from mock_provider.clr10.resource.items import ITEM_KINDS, OTHER_KINDS, OtherDocument, item_endpoint
from mock_provider.http.access import Gate
from mock_provider.http.endpoint import send_reply
from mock_provider.http.status import Reply
from mock_provider.settings import BASE_PATH, Settings
from mock_provider.store.database import Database


def resource_routes(database: Database, gate: Gate, settings: Settings) -> list[BaseRoute]:
    """The nine operations under the base path, and the documents and the health check beside it."""
    clrs = Clrs(database, gate, settings)
    routes: list[BaseRoute] = [
        Route(f"{BASE_PATH}/clrs", clrs.collection()),
        Route(f"{BASE_PATH}/clrs/{{sourced_id:path}}", clrs.item()),
        Route(f"{BASE_PATH}/discovery", discovery_endpoint(settings)),
        Route("/health", Health(database)),
    ]
    routes += [Route(f"{BASE_PATH}/{kind}/{{sourced_id:path}}", item_endpoint(database, kind)) for kind in ITEM_KINDS]
    routes += [Route(f"/{kind}/{{sourced_id:path}}", OtherDocument(database, kind)) for kind in OTHER_KINDS]
    return routes


class Health:
    """The health check as an ASGI app: 200 when the store answers, 503 when not."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        try:
            with self._database.read() as connection:
                connection.execute(select(1))
        except SQLAlchemyError:
            status, body = 503, b'{"status":"the store does not answer"}'
        else:
            status, body = 200, b'{"status":"ok"}'
        headers = ((b"content-type", b"application/json"), (b"cache-control", b"no-store"))
        await send_reply(Reply(status, body, headers), scope, send)
