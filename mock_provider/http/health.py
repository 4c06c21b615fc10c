"""Whether the mock can answer at all."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import Receive, Scope, Send

from mock_provider.http.endpoint import send_response
from mock_provider.http.notes import refused
from mock_provider.http.status import ApiResponse
from mock_provider.store.database import Database


class Health:
    """The health check as an ASGI app: 200 when the store answers, 503 when not."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        try:
            with self._database.read() as connection:
                connection.execute(select(1))
        except SQLAlchemyError:
            refused("the store does not answer")
            status, body = 503, b'{"status":"the store does not answer"}'
        else:
            status, body = 200, b'{"status":"ok"}'
        headers = ((b"content-type", b"application/json"), (b"cache-control", b"no-store"))
        await send_response(ApiResponse(status, body, headers), scope, send)
