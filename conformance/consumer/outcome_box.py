"""The URL to which a consumer posts the outcome of one start: beside the mock, and no request of the consumer to it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from threading import Lock
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from conformance.consumer.outcome import MOST_BYTES, OutcomeError, from_bytes
from conformance.traffic.outcome import ReportedOutcome

_FOLDER: Final = "/outcome/"
_SECONDS: Final = 10.0
"""How long the body of a post may take."""

_MOST_POSTS: Final = 32
"""Posts of a start that are read: each may be as large as an outcome, and all of them may come at once."""

Complete = Callable[[ReportedOutcome], ReportedOutcome]
"""Adds to an outcome which of its ids are of nothing that was served."""


class Box:
    """Takes what is posted during a start, at a path that nobody can guess; ``late`` counts what came afterwards.

    Whoever posts what cannot be used learns why, and may post again.
    """

    def __init__(self) -> None:
        self.late = 0
        self._lock = Lock()
        self._path = ""
        self._complete: Complete = lambda outcome: outcome
        self._taken: ReportedOutcome | None = None
        self._problem = ""
        self._posts = 0
        self._over: set[str] = set()

    def open(self, origin: str, complete: Complete) -> str:
        """The URL for the start that begins now."""
        with self._lock:
            self._path = f"{_FOLDER}{secrets.token_urlsafe(24)}"
            self._complete, self._taken, self._problem, self._posts = complete, None, "", 0
        return f"{origin}{self._path}"

    def close(self) -> ReportedOutcome | None:
        """What was posted in the start that is over, ``None`` for nothing.

        Raises ``OutcomeError`` when nothing of it can be used, or two outcomes contradict each other.
        """
        with self._lock:
            self._over.add(self._path)
            self._path = ""
            if self._problem:
                raise OutcomeError(self._problem)
            return self._taken

    def around(self, app: ASGIApp) -> ASGIApp:
        """The application with this URL in front of it."""

        async def beside(scope: Scope, receive: Receive, send: Send) -> None:
            path = scope.get("path", "") if scope["type"] == "http" else ""
            if path.startswith(_FOLDER) and path in {self._path, *self._over}:
                response = await self._answered(Request(scope, receive), path)
                await response(scope, receive, send)
                return
            await app(scope, receive, send)

        return beside

    async def _answered(self, request: Request, path: str) -> Response:
        if request.method != "POST":
            return _problem(405, "Post the outcome of this start here, as JSON.", {"Allow": "POST"})
        with self._lock:
            self._posts += 1
            too_many = self._posts > _MOST_POSTS
        if too_many:
            return self._refused(path, 429, f"more than {_MOST_POSTS} outcomes were posted in one start")
        try:
            async with asyncio.timeout(_SECONDS):
                content = await _body(request)
        except TimeoutError:
            return self._refused(path, 408, f"the outcome did not come within {_SECONDS:g} seconds")
        except ClientDisconnect:
            return self._refused(path, 400, "the outcome that was posted broke off")
        return self._put(path, content)

    def _put(self, path: str, content: bytes) -> Response:
        with self._lock:
            over = path != self._path
            self.late += over
            complete = self._complete
        if over:
            return _problem(410, "This start is over: the command has ended, and what came until then was judged.")
        try:
            outcome = complete(from_bytes(content))
        except OutcomeError as error:
            return self._refused(path, 413 if len(content) > MOST_BYTES else 400, str(error))
        return self._take(path, outcome)

    def _take(self, path: str, outcome: ReportedOutcome) -> Response:
        with self._lock:
            if path == self._path:
                if self._taken not in (None, outcome):
                    self._problem = "two outcomes were posted in one start, and they differ"
                    return _problem(409, f"{self._problem}: post one, at the end.")
                if self._taken is None:
                    self._taken, self._problem = outcome, ""
        return JSONResponse({"records": len(outcome.records), "unknown": list(outcome.unknown)})

    def _refused(self, path: str, status: int, why: str) -> Response:
        with self._lock:
            if path == self._path and self._taken is None:
                self._problem = f"what was posted cannot be used: {why}"
        return _problem(status, f"{why}. `clr-conformance plan schema --role outcome` prints the schema.")


async def _body(request: Request) -> bytes:
    """What was posted, and no more of it than shows that it is too large."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > MOST_BYTES:
            break
    return bytes(content)


def _problem(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    body: dict[str, Any] = {"title": "The outcome is not taken", "status": status, "detail": detail}
    return JSONResponse(body, status, headers, media_type="application/problem+json")
