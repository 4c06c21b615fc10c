"""The fixture ``clr_mock_respx``: a mock in this process in front of every httpx client, sync or async."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import respx
from anyio import to_thread
from anyio.from_thread import BlockingPortal, start_blocking_portal
from respx.models import ResolvedRoute

from conformance.one_sitting.live import LiveSitting
from conformance.plugin_mock.asked import Asked
from conformance.plugin_mock.learner import come_back
from conformance.plugin_mock.mock import ClrMock
from conformance.wire import AsgiApp
from conformance.wire.inprocess import answered

_AWAITED: ContextVar[bool] = ContextVar("awaited", default=False)
"""True while an async client asks: respx gives the same request to a side effect whoever waits for the response."""


class ClrMockRespx(ClrMock):
    """``clr_mock`` without sockets; ``router`` is respx's own, for routes to other hosts that a test needs."""

    def __init__(self, sitting: LiveSitting, asked: Asked, folder: Path, answering: Answering) -> None:
        super().__init__(sitting, asked, folder)
        self.router: respx.MockRouter = answering.router
        self._app = answering.app

    def log_in(self, url: str, username: str = "", *, follow: bool = False) -> str:
        """As that of ``clr_mock``; there is nothing to follow in this process, so ``follow`` raises ``ValueError``."""
        if follow:
            raise ValueError("nothing listens in this process: hand the URL that comes back to the consumer")
        return come_back(self._sitting, url, username or self.username, app=self._app)


@dataclass(frozen=True, slots=True)
class Answering:
    """The router that answers, and the application as any thread may call it."""

    router: respx.MockRouter
    app: AsgiApp


class _Router(respx.MockRouter):
    """Knows whether a client waits for its response in an event loop."""

    async def aresolve(self, request: httpx.Request) -> ResolvedRoute:
        before = _AWAITED.set(True)
        try:
            return await super().aresolve(request)
        finally:
            _AWAITED.reset(before)


@contextmanager
def answering(origin: str, app: AsgiApp) -> Iterator[Answering]:
    """Answers all requests of httpx to that origin by the application; those to others need routes of their own.

    One event loop, in a thread of its own, serves them all: no loop of a test is held up or runs into another's locks.
    """
    with start_blocking_portal(name="clr-mock") as portal, _Router(assert_all_called=False) as router:
        url = httpx.URL(origin)
        router.route(scheme=url.scheme, host=url.host, port=url.port).mock(side_effect=_answers(portal, app))
        yield Answering(router, _carried(portal, app))


def _answers(portal: BlockingPortal, app: AsgiApp) -> Callable[[httpx.Request], Any]:
    def answer(request: httpx.Request) -> httpx.Response | Awaitable[httpx.Response]:
        if _AWAITED.get():
            return to_thread.run_sync(portal.call, answered, app, request, abandon_on_cancel=True)
        return portal.call(answered, app, request)

    return answer


def _carried(portal: BlockingPortal, app: AsgiApp) -> AsgiApp:
    async def carried(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        portal.call(app, scope, receive, send)

    return carried
