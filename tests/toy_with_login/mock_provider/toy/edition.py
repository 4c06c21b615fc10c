"""What the mock has to know of Toy 1.0 with a login to play it."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from conformance.standard.facts import facts
from mock_provider.edition import Edition
from mock_provider.http.access import Gate
from mock_provider.http.endpoint import Endpoint
from mock_provider.http.status import ApiResponse, StatusForm
from mock_provider.settings import Settings
from mock_provider.store.database import Database

FACTS = facts("toy")
MEDIA_TYPE = FACTS.media_types[0]
STATUSES = StatusForm("", MEDIA_TYPE)
LOOK = FACTS.scopes["look"]


def _json(value: Any) -> ApiResponse:
    return ApiResponse(200, json.dumps(value).encode(), [(b"content-type", MEDIA_TYPE.encode())])


def _routes(settings: Settings, _database: Database, gate: Gate) -> list[BaseRoute]:
    def places(_: Request) -> ApiResponse:
        steps = {"login": "authorize", "tokens": "token", "clients": "register"}
        return _json({member: settings.addresses.of(step) for member, step in steps.items()})

    def ball(request: Request) -> ApiResponse:
        gate.owner(request, LOOK)
        return _json({"type": "Ball", "colour": "red"})

    operations = {"getPlaces": places, "getBall": ball}
    return [
        Route(FACTS.base_path + FACTS.operations[name].path, Endpoint({"GET": operation}, STATUSES))
        for name, operation in operations.items()
    ]


EDITION = Edition(
    facts=FACTS,
    statuses=STATUSES,
    routes=_routes,
    plan="toy",
    scope_texts={LOOK: "Look at your ball"},
    scopes_offered=lambda _: (LOOK,),
)
