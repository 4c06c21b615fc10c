"""The ASGI layer of the recorder, outside of everything else."""

from __future__ import annotations

import time
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.exchanges.served import Place
from mock_provider.http.notes import NOTES, Notes
from mock_provider.recorder.entry import Entry, url_of
from mock_provider.recorder.link import LINK, Link


class Keeper(Protocol):
    """Keeps exchanges, and of a body at most ``most_body`` bytes."""

    @property
    def most_body(self) -> int: ...
    def begin(self, entry: Entry) -> None: ...
    def end(self, entry: Entry) -> None: ...


class Recorded:
    """Wraps an app: each exchange is kept when it comes, and completed when it ends."""

    def __init__(self, app: ASGIApp, keeper: Keeper, place: Place | None = None) -> None:
        self._app = app
        self._keeper = keeper
        self._place = place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or NOTES.get() is not None:  # it is recorded already, further outside
            await self._app(scope, receive, send)
            return
        link: Link = scope.get("extensions", {}).get(LINK) or _NO_LINK
        notes = Notes()
        url = url_of({**scope, "scheme": "http"} if link.carried else scope)
        entry = Entry(scope["method"], url, scope["headers"], notes, link.tls)
        self._keeper.begin(entry)
        token = NOTES.set(notes)
        try:
            await self._app(scope, self._asked(entry, receive), self._told(entry, send))
        finally:
            NOTES.reset(token)
            if self._place:
                notes.place = self._place
            if entry.ended is None or link.gone:  # it broke off: the client has left, or we have
                entry.whole, entry.ended = False, None
                entry.changed()
            if not entry.over:
                self._keeper.end(entry)

    def _asked(self, entry: Entry, receive: Receive) -> Receive:
        most = self._keeper.most_body

        async def asked() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                entry.sent.add(message.get("body", b""), most)
            return message

        return asked

    def _told(self, entry: Entry, send: Send) -> Send:
        most = self._keeper.most_body

        async def told(message: Message) -> None:
            last = False
            if message["type"] == "http.response.start":
                entry.status, entry.headers = message["status"], message.get("headers", ())
            elif message["type"] == "http.response.body":
                entry.answered.add(message.get("body", b""), most)
                last = not message.get("more_body")
            if last:  # before it goes out, so that a client that has its answer finds the exchange complete
                entry.ended = time.monotonic()
                if self._place:
                    entry.notes.place = self._place
                self._keeper.end(entry)
            await send(message)

        return told


_NO_LINK = Link()
