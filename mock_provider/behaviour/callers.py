"""Who calls: asked once for each exchange, for triggers, for what is remembered, and for whoever records."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import NamedTuple, Protocol, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.types import Message, Receive, Scope

from mock_provider.behaviour.exchange import Request, request_of
from mock_provider.behaviour.operations import Operations
from mock_provider.http.notes import Notes
from mock_provider.http.status import StatusForm
from mock_provider.store.database import Database

_MOST_ASKED = 64 * 1024
"""Bytes of a form in which a caller is looked for: the authorization server reads no more."""
_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class Caller(NamedTuple):
    """The client (client_id) and the learner (user name) of a request, as far as it tells."""

    client: str | None = None
    learner: str | None = None


NOBODY = Caller()


class Callers(Protocol):
    """Tells who calls, and can forget whom it remembers."""

    def __call__(self, request: Request) -> Caller: ...
    def of_header(self, header: str) -> Caller: ...
    def forget(self) -> None: ...


class Who:
    """Asks the callers, in a thread when the store that they may ask can let them wait; nobody without callers."""

    def __init__(self, callers: Callers | None, database: Database | None) -> None:
        self._callers = callers
        self._waits = database is not None and database.may_wait

    async def calls(self, request: Request) -> Caller:
        """Who asks; nobody when that cannot be found out, for example in a store that is locked."""
        if self._callers is None:
            return NOBODY
        return await self._asked(self._callers, request, request.operation)

    async def holds(self, header: str, operation: str) -> Caller:
        """Whose token an Authorization header has; nobody likewise."""
        if self._callers is None:
            return NOBODY
        return await self._asked(self._callers.of_header, header, operation)

    async def _asked(self, ask: Callable[[_T], Caller], told: _T, operation: str) -> Caller:
        try:
            return await run_in_threadpool(ask, told) if self._waits else ask(told)
        except Exception as error:
            _log.warning("who asks for %s could not be found out: %s", operation, error)
            return NOBODY

    def forget(self) -> None:
        """Forgets whom the callers remember."""
        if self._callers is not None:
            self._callers.forget()


class Noting:
    """Notes who calls in an exchange that goes through as it comes, before the mock has acted on it.

    What stands in the form of a step of OAuth is known when the mock has read it, and then asked for.
    """

    def __init__(self, who: Who, operations: Operations, statuses: StatusForm, scope: Scope, notes: Notes) -> None:
        self._who = who
        self._operations = operations
        self._statuses = statuses
        self._scope = scope
        self._notes = notes
        self._body = bytearray()

    async def receiving(self, receive: Receive) -> Receive:
        """What the mock reads the body by."""
        if self._notes.operation in self._operations.oauth_steps:
            await self._ask()
            return self._reading(receive) if self._scope["method"] == "POST" else receive
        for name, value in self._scope["headers"]:
            if name == b"authorization":
                caller = await self._who.holds(value.decode("latin-1"), self._notes.operation)
                self._notes.client, self._notes.learner = caller
                break
        return receive

    def _reading(self, receive: Receive) -> Receive:
        async def read() -> Message:
            message = await receive()
            self._body += message.get("body", b"")[: _MOST_ASKED - len(self._body)]
            if message["type"] == "http.request" and not message.get("more_body"):
                await self._ask()
            return message

        return read

    async def _ask(self) -> None:
        request = request_of(self._scope, bytes(self._body), self._operations, self._statuses)
        self._notes.client, self._notes.learner = await self._who.calls(request)
