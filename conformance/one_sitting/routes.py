"""The routes of the control API for tests in any language; what judges is imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from conformance.one_sitting.control import Desk
    from mock_provider.serve import Steered


def judging_routes(steered: Steered, scenario: str = "") -> Sequence[Route]:
    """``PUT /scenario`` and ``GET /judgement`` of a mock that was started for that scenario (empty: for none)."""
    made: list[Desk] = []

    def desk() -> Desk:
        if not made:
            from conformance.one_sitting.control import Desk

            made.append(Desk(steered, scenario))
        return made[0]

    async def shown(request: Request) -> Response:
        return await (await run_in_threadpool(desk)).shown(request)

    async def set_(request: Request) -> Response:
        return await (await run_in_threadpool(desk)).set(request)

    async def judged(request: Request) -> Response:
        return await (await run_in_threadpool(desk)).judged(request)

    return (
        Route("/scenario", shown, methods=["GET"]),
        Route("/scenario", set_, methods=["PUT"]),
        Route("/judgement", judged, methods=["GET"]),
    )
