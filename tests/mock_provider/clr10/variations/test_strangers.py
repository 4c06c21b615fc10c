"""What strangers' providers do, seen over HTTP."""

from __future__ import annotations

import base64
import json
import ssl
import time
from typing import Any

import httpx
import pytest

from mock_provider.testing import MockServer, running_mock

LD_JSON = {"Accept": "application/ld+json"}


def client(mock: MockServer) -> httpx.Client:
    return httpx.Client(verify=ssl.create_default_context(cafile=mock.ca_path), headers=LD_JSON)


@pytest.mark.parametrize(("variation", "retry_after"), [("var-http-503-once", "1"), ("var-http-503-bare", None)])
def test_one_request_is_answered_503_and_the_same_again_is_not(variation: str, retry_after: str | None) -> None:
    with running_mock(faults=(variation,)) as mock, client(mock) as http:
        answers = [http.get(f"{mock.url}/discovery") for _ in range(150)]
    busy = [answer for answer in answers if answer.status_code == 503]
    assert len(busy) == 1
    assert busy[0].headers.get("retry-after") == retry_after
    assert {answer.status_code for answer in answers} == {200, 503}


def test_a_trigger_of_ones_own_comes_before_that_of_the_variation() -> None:
    with running_mock(faults=("var-http-503-once:next=2",)) as mock, client(mock) as http:
        assert [http.get(f"{mock.url}/discovery").status_code for _ in range(4)] == [503, 503, 200, 200]


def test_the_first_answer_is_slow_and_the_second_quick() -> None:
    with running_mock(faults=("var-http-slow-start",)) as mock, client(mock) as http:
        seconds = []
        for _ in range(2):
            start = time.perf_counter()
            http.get(f"{mock.url}/discovery")
            seconds.append(time.perf_counter() - start)
    assert seconds[0] > 1
    assert seconds[1] < seconds[0] / 2


def test_every_record_is_signed_under_a_urn(connected: Any) -> None:
    with running_mock(faults=("var-list-only-signed",)) as mock:
        api = connected(mock)
        token = api.token("mira")
        page = api.get("/clrs", token=token).json()
        assert page["clrs"] == []
        assert len(page["signedClrs"]) == 100
        payload = page["signedClrs"][0].split(".")[1]
        clr = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        assert clr["id"].startswith("urn:uuid:")
        assert clr["verification"]["type"] == "Signed"
        found = api.get(f"/clrs/{clr['id']}", token=token)
        assert (found.status_code, found.json()["id"]) == (200, clr["id"])
        assert api.get(f"/clrs/{mock.known_ids['revoked_clr']}", token=token).status_code == 410
        api.close()
