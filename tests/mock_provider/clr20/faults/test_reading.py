"""Faults of reading: each leaves alone what it cannot strike, so that it blends with whatever else is played."""

from __future__ import annotations

import json

import pytest
from starlette.datastructures import MutableHeaders

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.model import Behaviour
from mock_provider.behaviours import as_written
from mock_provider.clr20 import FACTS
from mock_provider.clr20.faults import api_access, api_errors, api_links, api_methods, api_paging, api_read, api_since
from mock_provider.clr20.terms import STATUSES
from mock_provider.clr20.variations import lists, statuses

READING = (
    *(fault for module in (api_access, api_errors, api_links, api_methods) for fault in module.FAULTS),
    *(fault for module in (api_paging, api_read, api_since) for fault in module.FAULTS),
    *(variation for module in (lists, statuses) for variation in module.VARIATIONS),
)
BARE = STATUSES.failure(400, "invalid_data", "no").body
"""A right status object."""


def asked() -> Request:
    return Request("GET", "/ims/clr/v2p0/credentials", {"limit": "1"}, MutableHeaders(), b"", FACTS, STATUSES)


@pytest.mark.parametrize("behaviour", READING, ids=lambda one: one.id)
@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 405])
def test_a_response_with_nothing_to_change_is_no_accident(behaviour: Behaviour, status: int) -> None:
    """An empty page without headers, or a status object with what has to be there alone."""
    if behaviour.on_response is None:
        return
    least = {name: value for name, value in json.loads(BARE).items() if name in ("imsx_codeMajor", "imsx_severity")}
    body = b"{}" if status == 200 else json.dumps(least).encode()
    response = Response(asked(), status, MutableHeaders(headers={"content-type": "application/json"}), body)

    behaviour.on_response(response)

    assert 200 <= response.status < 600


@pytest.mark.parametrize("behaviour", READING, ids=lambda one: one.id)
def test_each_is_known_by_its_id(behaviour: Behaviour) -> None:
    assert as_written("clr20")[behaviour.id].title == behaviour.title
