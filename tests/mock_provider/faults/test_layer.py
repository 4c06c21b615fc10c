"""The layer that plays faults around a mock that stays right."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from mock_provider.faults import Asked, Fault, Told, Trigger
from mock_provider.store.grants import Issue
from mock_provider.testing import MockServer, running_mock


@pytest.fixture(scope="module")
def running() -> Iterator[MockServer]:
    with running_mock() as mock:
        yield mock


@pytest.fixture
def mock(running: MockServer) -> Iterator[MockServer]:
    yield running
    running.faults.clear()


def get(mock: MockServer, path: str = "/discovery", **headers: str) -> tuple[int, bytes]:
    context = ssl.create_default_context(cafile=str(mock.ca_path))
    request = urllib.request.Request(mock.url + path, headers={"Accept": "application/ld+json", **headers})
    try:
        with urllib.request.urlopen(request, context=context) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def fault(**members: Any) -> Fault:
    return Fault(id="x", title="t", how="h", **members)


def teapot(answer: Told) -> None:
    answer.status = 418
    answer.body = b"short"


def test_without_faults_the_mock_is_as_it_is(mock: MockServer) -> None:
    assert get(mock)[0] == 200
    assert mock.faults.active == {}


def test_an_answer_is_changed_and_its_length_fits(mock: MockServer) -> None:
    mock.faults.switch_on(fault(told=teapot))
    assert get(mock) == (418, b"short")
    assert mock.faults.switch_off("x")
    assert not mock.faults.switch_off("x")
    assert get(mock)[0] == 200


def test_a_request_is_changed_before_the_mock_sees_it(mock: MockServer) -> None:
    def elsewhere(request: Asked) -> None:
        request.path = request.path.replace("discovery", "nowhere")

    mock.faults.switch_on(fault(asked=elsewhere))
    assert get(mock)[0] == 404


def test_a_fault_keeps_to_its_operations_and_its_trigger(mock: MockServer) -> None:
    mock.faults.switch_on(fault(told=teapot, operations=("getKey",)))
    assert get(mock)[0] == 200
    mock.faults.switch_on(fault(told=teapot, operations=("getDiscoveryDocument",)), Trigger(next=1))
    assert [get(mock)[0] for _ in range(2)] == [418, 200]


def test_a_fault_remembers_between_exchanges(mock: MockServer) -> None:
    def count(answer: Told) -> None:
        answer.memory["n"] = answer.memory.get("n", 0) + 1
        answer.headers["x-count"] = str(answer.memory["n"])
        answer.status = 500 + answer.memory["n"]

    mock.faults.switch_on(fault(told=count))
    assert [get(mock)[0] for _ in range(3)] == [501, 502, 503]


def test_the_log_tells_which_fault_touched_which_exchange(mock: MockServer) -> None:
    before = len(mock.faults.log.since())
    mock.faults.switch_on(fault(told=teapot), Trigger(every=2))
    get(mock)
    get(mock)
    events = mock.faults.log.since()[before:]
    assert [event["faults"] for event in events] == [(), ("x",)]
    assert events[1]["operation"] == "getDiscoveryDocument"
    assert events[1]["status"] == 418
    assert [event["number"] for event in mock.faults.log.since(events[0]["number"], struck=True)] == [
        events[1]["number"]
    ]


def test_a_token_tells_the_learner(mock: MockServer) -> None:
    token = mock.app.state.authorization
    mock.faults.switch_on(fault(told=teapot), Trigger(learner="mira"))
    assert token.authenticate_bearer(None) is None
    assert get(mock)[0] == 200


def test_a_token_that_was_met_alive_is_known_by_its_owner_after_its_end(mock: MockServer) -> None:
    grants = mock.app.state.authorization.grants
    client = grants.add_client("layer", "secret", {}, 0, "mira")
    mock.faults.switch_on(fault(told=lambda answer: None))

    def owner(token: str) -> tuple[str | None, str | None]:
        get(mock, "/clrs", Authorization=f"Bearer {token}")
        event = mock.faults.log.since()[-1]
        return event["client"], event["learner"]

    assert owner("issued-later") == (None, None)
    for token in ("issued-later", "revoked"):
        grants.issue(client, Issue(token, "read", 2**40))
    assert owner("revoked") == ("layer", "mira")
    grants.revoke(grants.token("revoked", 0), 1)

    assert owner("revoked") == owner("issued-later") == ("layer", "mira")


def test_what_no_fault_changes_arrives_as_it_was_sent(mock: MockServer) -> None:
    path = "/keys/a%2Fb"
    plain = get(mock, path)
    mock.faults.switch_on(fault(told=lambda answer: None))
    assert get(mock, path) == plain
    assert b"of that id in keys" in plain[1]
