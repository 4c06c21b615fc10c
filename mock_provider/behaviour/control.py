"""The control API on a port of its own: switch faults on and off, and read what was exchanged."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from conformance.exchanges.served import Served
from mock_provider.behaviour.layer import FaultLayer
from mock_provider.behaviour.model import Behaviour
from mock_provider.behaviour.trigger import Trigger
from mock_provider.http.endpoint import read_body
from mock_provider.http.status import Refusal
from mock_provider.recorder import Recorder

MAX_BODY = 10_000
MOST_SHOWN = 1000
LONGEST_WAIT = 60


def control_app(
    layer: FaultLayer,
    recorder: Recorder,
    known: Mapping[str, Behaviour],
    token: str,
    *,
    more: Sequence[Route] = (),
    reset: Callable[[], None] | None = None,
) -> Starlette:
    """The control API as an ASGI app, with ``more`` routes; every call needs ``Authorization: Bearer`` with ``token``.

    ``GET /faults`` lists all with their switches, ``PUT /faults/{id}`` switches one on with a trigger as JSON object,
    ``DELETE /faults/{id}`` switches it off, ``DELETE /faults`` all.
    ``GET /exchanges?since=N&operation=token&struck=1`` reads what was recorded, without secrets, oldest first, at most
    ``MOST_SHOWN`` at once; ``GET /exchanges/wait?operation=token&since=N&timeout=5`` waits for one that has ended;
    ``DELETE /exchanges`` forgets them. ``POST /reset`` is ``reset``, a 409 where the mock has none.
    """
    control = _Control(layer, recorder, known, reset)
    routes = [
        Route("/faults", control.listed, methods=["GET"]),
        Route("/faults", control.cleared, methods=["DELETE"]),
        Route("/faults/{id}", control.switched_on, methods=["PUT"]),
        Route("/faults/{id}", control.switched_off, methods=["DELETE"]),
        Route("/exchanges", control.exchanges, methods=["GET"]),
        Route("/exchanges", control.forgotten, methods=["DELETE"]),
        Route("/exchanges/wait", control.waited, methods=["GET"]),
        Route("/reset", control.begun_anew, methods=["POST"]),
        *more,
    ]
    return Starlette(routes=routes, middleware=[Middleware(_TokenNeeded, token=token)])


@dataclass(frozen=True, slots=True)
class _Control:
    layer: FaultLayer
    recorder: Recorder
    known: Mapping[str, Behaviour]
    reset: Callable[[], None] | None

    async def listed(self, _: Request) -> Response:
        return JSONResponse([self._shown(fault) for fault in self.known.values()])

    async def switched_on(self, request: Request) -> Response:
        fault = self.known.get(request.path_params["id"])
        if fault is None:
            return _failed(404, f"no fault {request.path_params['id']!r}; GET /faults lists them")
        if fault.settings:
            return _failed(409, f"{fault.id} changes how the mock starts: start it with --fault {fault.id}")
        try:
            self.layer.switch_on(fault, Trigger.of(_members(await read_body(request, MAX_BODY))))
        except Refusal as refusal:
            return _failed(refusal.status, f"the body has more than {MAX_BODY} bytes")
        except ValueError as error:  # a TriggerError too
            return _failed(400, str(error))
        return JSONResponse(self._shown(fault))

    async def switched_off(self, request: Request) -> Response:
        if not self.layer.switch_off(request.path_params["id"]):
            return _failed(404, f"{request.path_params['id']!r} is not switched on")
        return Response(status_code=204)

    async def cleared(self, _: Request) -> Response:
        self.layer.clear()
        return Response(status_code=204)

    async def exchanges(self, request: Request) -> Response:
        since, wanted = _since(request), _wanted(request)
        if since is None:
            return _failed(400, "since is the number of an exchange")
        found = [one for one in self.recorder.exchanges(since) if wanted(one)]
        return JSONResponse(await run_in_threadpool(self.recorder.shown.members, found[:MOST_SHOWN]))

    async def waited(self, request: Request) -> Response:
        since, seconds, wanted = _since(request), _seconds(request), _wanted(request)
        if since is None or seconds is None:
            return _failed(400, f"since is the number of an exchange, timeout is 0 to {LONGEST_WAIT} seconds")
        found = await run_in_threadpool(
            self.recorder.wait_for, lambda one: one.ended is not None and wanted(one), seconds, since
        )
        if found is None:
            return _failed(404, f"no such exchange in {seconds:g} seconds")
        return JSONResponse((await run_in_threadpool(self.recorder.shown.members, [found]))[0])

    async def forgotten(self, _: Request) -> Response:
        self.recorder.clear()
        return Response(status_code=204)

    async def begun_anew(self, _: Request) -> Response:
        if self.reset is None:
            return _failed(409, "only a store in memory can begin anew; start the mock with --database sqlite://")
        await run_in_threadpool(self.reset)
        return Response(status_code=204)

    def _shown(self, fault: Behaviour) -> dict[str, Any]:
        switch = self.layer.active.get(fault.id)
        counted = {"seen": switch.seen, "struck": switch.struck} if switch else {}
        return {"id": fault.id, "title": fault.title, "breaks": list(fault.breaks), "on": switch is not None, **counted}


class _TokenNeeded:
    """Lets nobody in without the control token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._wanted = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = dict(scope.get("headers", ())).get(b"authorization", b"")
        if scope["type"] == "http" and not hmac.compare_digest(given, self._wanted):
            refusal = JSONResponse(
                {"error": "the control token is missing or wrong"}, 401, {"WWW-Authenticate": "Bearer"}
            )
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _since(request: Request) -> int | None:
    since = request.query_params.get("since", "0")
    return int(since) if since.isascii() and since.isdecimal() and len(since) <= 18 else None


def _seconds(request: Request) -> float | None:
    try:
        seconds = float(request.query_params.get("timeout", "5"))
    except ValueError:
        return None
    return seconds if 0 <= seconds <= LONGEST_WAIT else None


def _wanted(request: Request) -> Callable[[Served], bool]:
    """Whether an exchange is of the operation, and struck, when that was asked for."""
    operation = request.query_params.get("operation")
    struck = request.query_params.get("struck", "") not in ("", "0", "false")
    return lambda one: operation in (None, one.operation) and (bool(one.struck) or not struck)


def _members(body: bytes) -> dict[str, Any]:
    try:
        members = json.loads(body or b"{}")
    except RecursionError as error:
        raise ValueError("the body is nested too deeply") from error
    if not isinstance(members, dict):
        raise ValueError('give the trigger as a JSON object, for example {"next": 2}')
    return members


def _failed(status: int, message: str) -> Response:
    return JSONResponse({"error": message}, status)
