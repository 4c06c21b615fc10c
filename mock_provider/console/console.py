"""The console as an ASGI app: the page, what it shows, and what it takes."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from mock_provider.console.bell import Bell
from mock_provider.console.guard import Guard
from mock_provider.console.host import Host, NotNowError
from mock_provider.console.page import page
from mock_provider.console.png import MOST_BYTES, read_png
from mock_provider.console.sent import NotUnderstoodError, action_of, answer_of, place_of, text_of
from mock_provider.console.timeline import Timeline
from mock_provider.console.values import Step, View
from mock_provider.http.endpoint import read_body
from mock_provider.http.status import Refusal

PATH: Final = "/console"
MOST_JSON: Final = 20_000
LONGEST_WAIT: Final = 25.0


class Console:
    """The page of one host, with a token of its own; ``app`` answers everything at and below ``PATH``.

    Whoever changes what the host shows calls ``changed``; lines of the ``timeline`` need no such call. ``close`` comes
    before the server ends, so that no page is waited for.
    """

    def __init__(self, host: Host, timeline: Timeline | None = None) -> None:
        self.host = host
        self.timeline = timeline or Timeline()
        self.token = secrets.token_urlsafe(32)
        self.app: ASGIApp = Guard(_routes(host, self.timeline), self.token, PATH)

    def url(self, origin: str) -> str:
        """The address to open; what stands behind the ``#`` no browser sends anywhere."""
        return f"{origin}{PATH}#{self.token}"

    def in_front_of(self, app: ASGIApp) -> ASGIApp:
        """The console where its paths are, that app everywhere else."""

        async def divided(scope: Scope, receive: Receive, send: Send) -> None:
            path = scope.get("path", "")
            ours = path == PATH or path.startswith(f"{PATH}/")
            await (self.app if ours else app)(scope, receive, send)

        return divided

    def changed(self) -> None:
        """What the host shows is not what it was."""
        self.timeline.bell.ring()

    def close(self) -> None:
        """No page waits any longer."""
        self.timeline.bell.silence()


def _routes(host: Host, timeline: Timeline) -> Starlette:
    desk = _Desk(host, timeline, timeline.bell, threading.Lock())
    return Starlette(
        routes=[
            Route(PATH, page, methods=["GET"]),
            Route(f"{PATH}/state", desk.state, methods=["GET"]),
            Route(f"{PATH}/lines/{{place}}", desk.details, methods=["GET"]),
            Route(f"{PATH}/act", desk.act, methods=["POST"]),
            Route(f"{PATH}/answers", desk.answer, methods=["POST"]),
            Route(f"{PATH}/screenshots", desk.keep, methods=["PUT"]),
        ]
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """The endpoints; the host is called by one of them at a time."""

    host: Host
    timeline: Timeline
    bell: Bell
    lock: threading.Lock

    async def state(self, request: Request) -> Response:
        """What there is now, or, for a page that has seen that, as soon as it changes."""
        seen, after = (place_of(request.query_params.get(name, "0")) for name in ("seen", "after"))
        if seen is None or after is None:
            return _failed(400, "seen and after are numbers")
        await self.bell.wait(seen, LONGEST_WAIT)
        revision = self.bell.revision
        view = await run_in_threadpool(self._view)
        lines = self.timeline.after(after, blind=view.blind)
        return JSONResponse({"revision": revision, "view": asdict(view), "lines": lines})

    async def details(self, request: Request) -> Response:
        """The whole exchange of a line; not while the person is blind, since it may hold what is changed."""
        place = place_of(request.path_params["place"])
        if (await run_in_threadpool(self._view)).blind:
            return _failed(409, "What was said is shown when the step is answered.")
        found = await run_in_threadpool(self.timeline.details, place) if place else None
        return JSONResponse(found) if found else _failed(404, "This exchange is not kept any more.")

    async def act(self, request: Request) -> Response:
        """The person goes on, back or out."""

        def taken(step: Step, sent: dict[str, Any]) -> None:
            action = action_of(sent)
            # Who presses a key twice means the button that was there, not the one that has taken its place.
            if text_of(sent, "state") != step.state or action not in step.actions:
                raise NotNowError("This cannot be done now.")
            self.host.act(step.key, action)

        return await self._taken(request, taken)

    async def answer(self, request: Request) -> Response:
        """The person answers a question."""

        def taken(step: Step, sent: dict[str, Any]) -> None:
            answer = answer_of(sent)
            _need_question(step, answer.question)
            self.host.answer(step.key, answer)

        return await self._taken(request, taken)

    async def keep(self, request: Request) -> Response:
        """A picture was dropped on a question."""
        if request.headers.get("content-type") != "image/png":
            return _failed(415, "A screenshot is sent as image/png.")
        try:
            picture = read_png(await read_body(request, MOST_BYTES))
        except Refusal as refusal:
            return _failed(refusal.status, f"A screenshot has at most {MOST_BYTES // 1024 // 1024} MB.")
        except ValueError as error:
            return _failed(400, f"The screenshot was not taken: {error}.")

        def taken(step: Step) -> None:
            question = text_of(request.query_params, "question")
            _need_question(step, question)
            self.host.keep(step.key, question, picture)

        return await self._at_step(request.query_params.get("step", ""), taken)

    async def _taken(self, request: Request, taken: Callable[[Step, dict[str, Any]], None]) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return _failed(415, "What is sent has to be application/json.")
        try:
            sent = _members(await read_body(request, MOST_JSON))
            key = text_of(sent, "step")
        except Refusal as refusal:
            return _failed(refusal.status, f"What is sent has at most {MOST_JSON} bytes.")
        except ValueError as error:
            return _failed(400, str(error))
        return await self._at_step(key, lambda step: taken(step, sent))

    async def _at_step(self, key: str, taken: Callable[[Step], None]) -> Response:
        def at_step() -> None:
            with self.lock:
                step = self.host.view().step
                if step is None or step.key != key:
                    raise NotNowError("The page was behind: this step is over. It shows the present one now.")
                taken(step)

        try:
            await run_in_threadpool(at_step)
        except NotUnderstoodError as error:
            return _failed(400, str(error))
        except NotNowError as error:
            return _failed(409, str(error))
        finally:
            self.bell.ring()
        return Response(status_code=204)

    def _view(self) -> View:
        with self.lock:
            return self.host.view()


def _need_question(step: Step, question: str) -> None:
    if step.state not in ("asked", "told") or question not in {one.id for one in step.questions}:
        raise NotNowError("This question is not open.")


def _members(body: bytes) -> dict[str, Any]:
    try:
        members = json.loads(body)
    except (ValueError, RecursionError):
        members = None
    if not isinstance(members, dict):
        raise NotUnderstoodError("what is sent has to be a JSON object")
    return members


def _failed(status: int, message: str) -> Response:
    return JSONResponse({"error": message}, status)
