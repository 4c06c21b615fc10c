"""The control API on a port of its own: switch faults on and off, and read what was exchanged."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from mock_provider.behaviour.layer import FaultLayer
from mock_provider.behaviour.model import Behaviour
from mock_provider.behaviour.trigger import Trigger
from mock_provider.http.endpoint import read_body
from mock_provider.http.status import Refusal
from mock_provider.recorder import Recorder

MAX_BODY = 10_000


def control_app(
    layer: FaultLayer, recorder: Recorder, known: Mapping[str, Behaviour], token: str, more: Sequence[Route] = ()
) -> Starlette:
    """The control API as an ASGI app, with ``more`` routes; every call needs ``Authorization: Bearer`` with ``token``.

    ``GET /faults`` lists all with their switches, ``PUT /faults/{id}`` switches one on with a trigger as JSON object,
    ``DELETE /faults/{id}`` switches it off, ``DELETE /faults`` all.
    ``GET /exchanges?since=N&operation=token&struck=1`` reads what was recorded, without secrets.
    """
    control = _Control(layer, recorder, known)
    routes = [
        Route("/faults", control.listed, methods=["GET"]),
        Route("/faults", control.cleared, methods=["DELETE"]),
        Route("/faults/{id}", control.switched_on, methods=["PUT"]),
        Route("/faults/{id}", control.switched_off, methods=["DELETE"]),
        Route("/exchanges", control.exchanges, methods=["GET"]),
        *more,
    ]
    return Starlette(routes=routes, middleware=[Middleware(_TokenNeeded, token=token)])


@dataclass(frozen=True, slots=True)
class _Control:
    layer: FaultLayer
    recorder: Recorder
    known: Mapping[str, Behaviour]

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
        since = request.query_params.get("since", "0")
        if not since.isdecimal() or len(since) > 18:
            return _failed(400, "since is the number of an exchange")
        struck = request.query_params.get("struck", "") not in ("", "0", "false")
        operation = request.query_params.get("operation")
        found = [
            one
            for one in self.recorder.exchanges(int(since))
            if (one.struck or not struck) and operation in (None, one.operation)
        ]
        return JSONResponse(self.recorder.shown.members(found))

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
