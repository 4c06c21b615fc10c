"""The control API: a port of its own, a token, faults on and off, the log."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from starlette.testclient import TestClient

from mock_provider.behaviour import Fault, FaultLayer
from mock_provider.behaviour.control import MOST_SHOWN, control_app
from mock_provider.edition import find
from mock_provider.http.notes import Notes
from mock_provider.recorder import Recorder
from mock_provider.recorder.entry import Entry


async def nothing(scope: object, receive: object, send: object) -> None:
    raise AssertionError("the mock itself is not asked")


KNOWN = {
    "a": Fault(id="a", title="A", how="", breaks=("CLR10-GCS-006",)),
    "b": Fault(id="b", title="B", how="", settings={"write": False}),
}


@pytest.fixture
def layer() -> FaultLayer:
    edition = find("clr10")
    return FaultLayer(nothing, edition.operations, edition.statuses)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def desk(layer: FaultLayer, recorder: Recorder) -> TestClient:
    return TestClient(control_app(layer, recorder, KNOWN, "token"), headers={"Authorization": "Bearer token"})


@pytest.mark.parametrize("header", ["", "Bearer other", "Basic token", "token"])
def test_nobody_gets_in_without_the_token(desk: TestClient, header: str) -> None:
    reply = desk.get("/faults", headers={"Authorization": header})
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"] == "Bearer"


def test_a_fault_is_switched_on_and_off(desk: TestClient, layer: FaultLayer) -> None:
    assert desk.put("/faults/a", json={"next": 2}).json()["on"] is True
    assert layer.active["a"].trigger.next == 2
    assert [row["on"] for row in desk.get("/faults").json()] == [True, False]
    assert desk.delete("/faults/a").status_code == 204
    assert desk.delete("/faults/a").status_code == 404


def test_everything_is_switched_off_at_once(desk: TestClient, layer: FaultLayer) -> None:
    desk.put("/faults/a")
    assert desk.delete("/faults").status_code == 204
    assert not layer.active


@pytest.mark.parametrize("body", [b"[]", b"{", b'{"next": 0}', b'{"when": 1}', b'{"next": [1]}', b"[" * 9_000])
def test_a_wrong_trigger_is_told(desk: TestClient, layer: FaultLayer, body: bytes) -> None:
    reply = desk.put("/faults/a", content=body)
    assert reply.status_code == 400
    assert reply.json()["error"]
    assert not layer.active


def test_a_body_that_does_not_end_is_refused(desk: TestClient, layer: FaultLayer) -> None:
    reply = desk.put("/faults/a", content=b" " * 10_001)
    assert (reply.status_code, reply.json()["error"]) == (413, "the body has more than 10000 bytes")
    assert not layer.active


def test_an_unknown_fault_and_one_of_the_start(desk: TestClient) -> None:
    assert desk.put("/faults/zzz").status_code == 404
    assert desk.put("/faults/b").status_code == 409


def test_what_was_exchanged_is_read(desk: TestClient, recorder: Recorder) -> None:
    exchanged(recorder, operation="getClrs")
    exchanged(recorder, operation="token", struck=("a",))

    def numbers(query: str = "") -> list[int]:
        return [one["number"] for one in desk.get(f"/exchanges{query}").json()]

    assert numbers() == [1, 2]
    assert numbers("?struck=1") == numbers("?operation=token") == numbers("?since=1") == [2]
    assert desk.get("/exchanges?since=x").status_code == 400


def test_one_can_wait_for_an_exchange(desk: TestClient, recorder: Recorder) -> None:
    exchanged(recorder, operation="token")
    assert desk.get("/exchanges/wait?operation=token").json()["number"] == 1
    reply = desk.get("/exchanges/wait?operation=token&since=1&timeout=0.01")
    assert (reply.status_code, reply.json()["error"]) == (404, "no such exchange in 0.01 seconds")
    later = threading.Timer(0.05, exchanged, (recorder,), {"operation": "token"})
    later.start()
    assert desk.get("/exchanges/wait?operation=token&since=1").json()["number"] == 2
    later.join()


@pytest.mark.parametrize("query", ["timeout=61", "timeout=-1", "timeout=nan", "timeout=x", "since=-1", "since=²"])
def test_a_wait_that_makes_no_sense_is_refused(desk: TestClient, query: str) -> None:
    assert desk.get(f"/exchanges/wait?{query}").status_code == 400


def test_what_was_exchanged_is_forgotten(desk: TestClient, recorder: Recorder) -> None:
    exchanged(recorder)
    assert desk.delete("/exchanges").status_code == 204
    assert desk.get("/exchanges").json() == []


def test_it_shows_some_at_a_time(desk: TestClient, recorder: Recorder) -> None:
    for _ in range(MOST_SHOWN + 1):
        exchanged(recorder)
    first = desk.get("/exchanges").json()
    assert len(first) == MOST_SHOWN
    assert [one["number"] for one in desk.get(f"/exchanges?since={first[-1]['number']}").json()] == [MOST_SHOWN + 1]


def test_the_mock_begins_anew_where_it_can(layer: FaultLayer, recorder: Recorder, desk: TestClient) -> None:
    reply = desk.post("/reset")
    assert (reply.status_code, "in memory" in reply.json()["error"]) == (409, True)
    begun: list[str] = []
    app = control_app(layer, recorder, KNOWN, "token", reset=lambda: begun.append("anew"))
    assert TestClient(app).post("/reset", headers={"Authorization": "Bearer token"}).status_code == 204
    assert begun == ["anew"]


def exchanged(recorder: Recorder, **noted: Any) -> None:
    """Let the recorder keep an exchange of which this was noted."""
    entry = Entry("GET", "https://mock.invalid/", [], Notes(**noted))
    recorder.begin(entry)
    entry.ended = entry.began
    recorder.end(entry)
