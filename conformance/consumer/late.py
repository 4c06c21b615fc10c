"""Requests that come when their sitting is over: answered 410, and counted."""

from __future__ import annotations

from collections import deque
from contextlib import ExitStack

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_OVER = "This sitting is over: the command that started it has ended."


class Door:
    """Lets requests in to an application until it is shut; ``late`` counts those that come afterwards."""

    def __init__(self) -> None:
        self.late = 0
        self._shut = False

    def around(self, app: ASGIApp) -> ASGIApp:
        """The application behind this door."""

        async def behind(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and self._shut:
                self.late += 1
                await PlainTextResponse(_OVER, 410)(scope, receive, send)
                return
            await app(scope, receive, send)

        return behind

    def shut(self) -> None:
        """Nobody gets in any more."""
        self._shut = True


class Lingering:
    """Keeps the last few mocks up after their sittings, so that who comes late is told and not left in the dark."""

    def __init__(self, most: int = 4) -> None:
        self._open: deque[ExitStack] = deque()
        self._most = most

    def keep(self, mock: ExitStack) -> None:
        """Let this one stay; the oldest goes when there are too many."""
        self._open.append(mock)
        while len(self._open) > self._most:
            self._open.popleft().close()

    def close(self) -> None:
        """Let all of them go."""
        while self._open:
            self._open.popleft().close()
