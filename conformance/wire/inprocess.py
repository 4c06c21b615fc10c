"""Exchanges with an ASGI application in this process: for runs where the wire itself is not what is looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import httpx

Message = MutableMapping[str, Any]
AsgiApp = Callable[
    [MutableMapping[str, Any], Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]


class InProcess(httpx.BaseTransport):
    """An httpx transport that calls an ASGI application; each exchange runs to its end before the next.

    One task serves all exchanges: worker threads that the application starts live as long as the task that called it.
    """

    def __init__(self, app: AsgiApp) -> None:
        self._app = app
        self._loop: asyncio.AbstractEventLoop | None = None  # made for the first exchange: many a run has none
        self._requests: asyncio.Queue[tuple[httpx.Request, asyncio.Future[httpx.Response]]] = asyncio.Queue()
        self._server: asyncio.Task[None] | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Call the application; raises httpx.ReadError when it answers nothing, and what the application raises."""
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._server = self._loop.create_task(self._serve())
        response: asyncio.Future[httpx.Response] = self._loop.create_future()
        self._requests.put_nowait((request, response))
        return self._loop.run_until_complete(response)

    def close(self) -> None:
        """Close the event loop."""
        if self._loop is None or self._loop.is_closed():
            return
        if self._server is not None:
            self._server.cancel()
            self._loop.run_until_complete(asyncio.wait([self._server]))
        self._loop.close()

    async def _serve(self) -> None:
        while True:
            request, response = await self._requests.get()
            try:
                response.set_result(await answered(self._app, request))
            except Exception as error:
                response.set_exception(error)


async def answered(app: AsgiApp, request: httpx.Request) -> httpx.Response:
    """What the application answers; raises httpx.ReadError when it answers nothing, and what the application raises."""
    sent: list[Message] = []
    content = request.read()

    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(_scope(request), receive, send)
    if not sent:
        raise httpx.ReadError("the application answered nothing", request=request)
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return httpx.Response(sent[0]["status"], headers=sent[0].get("headers", []), stream=httpx.ByteStream(body))


def _scope(request: httpx.Request) -> MutableMapping[str, Any]:
    url = request.url
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "path": url.path,
        "raw_path": url.raw_path.partition(b"?")[0],
        "query_string": url.query,
        "scheme": url.scheme,
        "server": (url.host, url.port or 443),
        "client": ("127.0.0.1", 0),
        "root_path": "",
        "extensions": {},
    }
