"""What the mock has to know of Toy 1.0 to play it."""

from __future__ import annotations

import json

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


def _ball(_: Request) -> ApiResponse:
    body = json.dumps({"type": "Ball", "colour": "red"}).encode()
    return ApiResponse(200, body, [(b"content-type", MEDIA_TYPE.encode())])


def _routes(_settings: Settings, _database: Database, _gate: Gate) -> list[BaseRoute]:
    path = FACTS.base_path + FACTS.operations["getBall"].path
    return [Route(path, Endpoint({"GET": _ball}, STATUSES))]


EDITION = Edition(facts=FACTS, statuses=STATUSES, routes=_routes, plan="toy")
