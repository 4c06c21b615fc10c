"""A milder mock for clients that exist: what a strict provider refuses is taken, and each time it says so."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_provider.behaviour.operations import Operations
from mock_provider.edition import Edition
from mock_provider.http import notes as noted
from mock_provider.http.mend import Asked, Mend
from mock_provider.lenient.api import of_api
from mock_provider.lenient.oauth import OAUTH
from mock_provider.lenient.registration import REGISTRATION
from mock_provider.oauth.messages import MAX_BODY
from mock_provider.settings import EVERY_MEND, Settings, SettingsError
from mock_provider.side_by_side import SideBySide
from mock_provider.store.grants import GrantStore

HEADER = "x-clr-mock-lenient"
"""Says in a response what was taken though a strict provider would not; once for each departure."""
IDS_HEADER = "x-clr-mock-mended"
"""The ids of the mends of a response, with commas between them."""

_log = logging.getLogger(__name__)


def mends(edition: Edition) -> Mapping[str, Mend]:
    """Every departure of a client of this edition that the mock can take, by its id, in the order of application."""
    shared = (*REGISTRATION, *OAUTH) if edition.facts.needs_tokens else ()
    return {mend.id: mend for mend in (*shared, *of_api(edition.statuses.media_type), *edition.mends)}


def chosen(settings: Settings, editions: SideBySide) -> Mapping[str, tuple[Mend, ...]]:
    """The mends that the settings ask for, by the book of the edition, those of the main one first.

    Nothing where they ask for none; raises ``SettingsError`` for one that there is not.
    """
    if not settings.lenient:
        return {}
    of = {each.book: mends(each) for each in editions.editions}
    known = dict.fromkeys(name for each in of.values() for name in each)
    for wanted in settings.lenient:
        if wanted not in (EVERY_MEND, *known):
            raise SettingsError(f"lenient: there is no {wanted}; use {EVERY_MEND}, or some of {', '.join(known)}")
    every = EVERY_MEND in settings.lenient
    return {
        book: tuple(mend for mend in each.values() if every or mend.id in settings.lenient) for book, each in of.items()
    }


class Lenient:
    """Wraps the mock: makes requests right by mends, and says in headers and in the log what was taken.

    ``mends`` are those of each edition by its book, of which those of the first are for OAuth too; ``operations`` tell
    what a request is for, ``grants`` knows clients and codes; ``max_body`` is the most bytes of a post that are read,
    and what has more is left alone.
    """

    def __init__(
        self,
        app: ASGIApp,
        mends: Mapping[str, Sequence[Mend]],
        operations: Operations,
        grants: GrantStore | None,
        max_body: int,
    ) -> None:
        self._app = app
        self._mends = mends
        self._main = next(iter(mends.values()), ())
        self._operations = operations
        self._grants = grants
        self._max_body = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        edition = self._operations.edition(scope["path"])
        api = edition is not None and scope["path"].startswith(f"{edition.base_path}/")
        mends = self._mends[edition.book] if edition else self._main
        limit = self._max_body if api else MAX_BODY
        body, onward = await _read(receive, limit) if scope["method"] == "POST" else (b"", receive)
        asked = self._asked(scope, body, api=api)
        taken: list[tuple[Mend, str]] = []
        for mend in mends:
            if came := mend.apply(asked):
                taken.append((mend, mend.said(came)))
                noted.taken(mend.id)
                _log.warning("%s %s: %s", scope["method"], scope["path"], mend.said(came))
        if asked.body != body:
            asked.headers["content-length"] = str(len(asked.body))
            onward = _whole(asked.body)
        if taken:
            scope = {**scope, "headers": asked.headers.raw, "query_string": asked.query.encode("latin-1")}
        await self._app(scope, onward, _with_notes(mends, taken, send))

    def _asked(self, scope: Scope, body: bytes, *, api: bool) -> Asked:
        method, path = scope["method"], scope["path"]
        return Asked(
            method=method,
            path=path,
            operation=self._operations.at(method, path),
            api=api,
            query=scope["query_string"].decode("latin-1"),
            headers=Headers(raw=list(scope["headers"])).mutablecopy(),
            body=body,
            grants=self._grants,
        )


def _with_notes(mends: Sequence[Mend], taken: Sequence[tuple[Mend, str]], send: Send) -> Send:
    async def noted(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for _, note in taken:
                headers.append(HEADER, note)
            if taken:
                headers.append(IDS_HEADER, ", ".join(mend.id for mend, _ in taken))
            _on_way_back(mends, headers)
        await send(message)

    return noted


def _on_way_back(mends: Sequence[Mend], headers: MutableHeaders) -> None:
    location = headers.get("location")
    for mend in mends if location else ():
        if location and mend.on_way_back:
            headers["location"] = location = mend.on_way_back(location)


async def _read(receive: Receive, limit: int) -> tuple[bytes, Receive]:
    """The body, empty when it is not there whole or is more than the limit; and a way to read it all again."""
    messages: list[Message] = []
    size = 0
    while size <= limit:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    again = iter(messages)

    async def replay() -> Message:
        message = next(again, None)
        return message if message is not None else await receive()

    came = all(message["type"] == "http.request" for message in messages)  # else the client has left
    whole = came and size <= limit
    return b"".join(message.get("body", b"") for message in messages) if whole else b"", replay


def _whole(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
