"""Busy, slow and broken services, over real TLS: what a client meets, and that the next request is answered."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from mock_provider.behaviour import Trigger
from mock_provider.behaviour.oddities import busy, slow
from mock_provider.behaviours import faults, oddities, variations
from mock_provider.testing import running_mock

BUSY = {one.id: one for one in busy.ODDITIES}
SLOW = {one.id: one for one in slow.ODDITIES}


@pytest.fixture(scope="module")
def api(connected: Any) -> Iterator[Any]:
    with running_mock(content="small") as mock:
        api = connected(mock)
        yield api
        api.close()


@pytest.fixture(autouse=True)
def all_off(api: Any) -> Iterator[None]:
    yield
    api.server.faults.clear()


def test_they_are_listed_apart_from_faults_and_variations() -> None:
    names = BUSY.keys() | SLOW.keys()
    assert names <= oddities().keys()
    assert names.isdisjoint(faults())
    assert names.isdisjoint(variations())


@pytest.mark.parametrize("name", BUSY)
def test_a_busy_service_says_so_once_and_then_answers(api: Any, name: str, is_status: Any) -> None:
    _, status, form = name.split("-")
    api.server.faults.switch_on(BUSY[name], Trigger(next=1))
    before = time.time()
    refused = api.get("/clrs", token=api.token())
    is_status(refused, int(status), "server_busy")
    after = refused.headers.get("retry-after")
    if form == "seconds":
        assert after == str(busy.WAIT)
    elif form == "date":
        assert parsedate_to_datetime(after).timestamp() >= int(before) + busy.WAIT
        assert after.endswith(" GMT")
    else:
        assert after is None
    assert api.get("/clrs", token=api.token()).status_code == 200


def test_what_a_busy_service_was_asked_for_is_not_done(api: Any) -> None:
    token = api.token()
    clr = api.get("/clrs?limit=1", token=token).json()["clrs"][0]["id"]
    api.server.faults.switch_on(BUSY["odd-503-bare"], Trigger(operation="deleteClr"))
    assert api.send("DELETE", clr, token=token).status_code == 503
    assert api.get(clr, token=token).status_code == 200


def test_the_token_endpoint_says_it_as_an_oauth_error(api: Any) -> None:
    api.server.faults.switch_on(BUSY["odd-503-seconds"])
    refused = api._http.post(f"{api.server.origin}/oauth/token")
    assert (refused.status_code, refused.json()["error"]) == (503, "temporarily_unavailable")
    assert refused.headers["retry-after"] == "2"
    assert "text/html" in api._http.get(f"{api.server.origin}/oauth/login").headers["content-type"]


def test_a_slow_service_takes_its_time(api: Any) -> None:
    api.server.faults.switch_on(SLOW["odd-slow"], Trigger(next=1))
    with pytest.raises(httpx.ReadTimeout):
        api._http.get(f"{api.url}/discovery", headers={"accept": "application/ld+json"}, timeout=0.5)
    assert api.get("/discovery").status_code == 200


def test_a_body_that_is_cut_has_fewer_bytes_than_it_promised(api: Any, caplog: pytest.LogCaptureFixture) -> None:
    token = api.token()
    whole = api.get("/clrs", token=token)
    caplog.set_level(logging.DEBUG)
    api.server.faults.switch_on(SLOW["odd-cut"], Trigger(next=1))
    headers = {"accept": "application/ld+json", "authorization": f"Bearer {token}"}
    came = []
    with api._http.stream("GET", f"{api.url}/clrs", headers=headers) as response:
        assert response.headers["content-length"] == str(len(whole.content))
        with pytest.raises(httpx.RemoteProtocolError, match="peer closed connection"):
            came.extend(response.iter_raw())
    assert b"".join(came) == whole.content[: len(whole.content) // 2]
    assert "ASGI" not in caplog.text
    assert api.get("/clrs", token=token).content == whole.content


def test_a_refusal_is_not_cut(api: Any) -> None:
    api.server.faults.switch_on(SLOW["odd-cut"])
    assert api.get("/clrs").status_code == 401
