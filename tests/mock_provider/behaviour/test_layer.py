"""The layer that plays faults around a mock that stays right."""

from __future__ import annotations

import gzip
import json
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mock_provider.behaviour import Fault, Request, Response, Trigger, TriggerError
from mock_provider.behaviours import variations
from mock_provider.store.tokens import Issue
from mock_provider.testing import MockServer, running_mock
from tests.mock_provider.behaviour.crowd import Crowd
from tests.mock_provider.behaviour.crowd import Request as Sent


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


def teapot(answer: Response) -> None:
    answer.status = 418
    answer.body = b"short"


def test_without_faults_the_mock_is_as_it_is(mock: MockServer) -> None:
    assert get(mock)[0] == 200
    assert mock.faults.active == {}


def test_an_answer_is_changed_and_its_length_fits(mock: MockServer) -> None:
    mock.faults.switch_on(fault(on_response=teapot))
    assert get(mock) == (418, b"short")
    assert mock.faults.switch_off("x")
    assert not mock.faults.switch_off("x")
    assert get(mock)[0] == 200


def test_a_request_is_changed_before_the_mock_sees_it(mock: MockServer) -> None:
    def elsewhere(request: Request) -> None:
        request.path = request.path.replace("discovery", "nowhere")

    mock.faults.switch_on(fault(on_request=elsewhere))
    assert get(mock)[0] == 404


def test_a_fault_keeps_to_its_operations_and_its_trigger(mock: MockServer) -> None:
    mock.faults.switch_on(fault(on_response=teapot, operations=("getKey",)))
    assert get(mock)[0] == 200
    mock.faults.switch_on(fault(on_response=teapot, operations=("getDiscoveryDocument",)), Trigger(next=1))
    assert [get(mock)[0] for _ in range(2)] == [418, 200]


@pytest.mark.parametrize("fault_first", [True, False])
def test_a_fault_reads_a_body_before_a_variation_compresses_it_whichever_was_switched_on_first(
    mock: MockServer, fault_first: bool
) -> None:
    renamed = fault(on_response=lambda answer: setattr(answer, "json", {**answer.json, "name": "another"}))
    both = [renamed, variations()["var-http-gzip"]]
    for one in both if fault_first else reversed(both):
        mock.faults.switch_on(one)
    status, body = get(mock, **{"Accept-Encoding": "gzip"})
    assert (status, json.loads(gzip.decompress(body))["name"]) == (200, "another")


@pytest.mark.parametrize("fault_first", [True, False])
def test_no_variation_mends_what_a_fault_has_changed(mock: MockServer, fault_first: bool) -> None:
    def no_type(answer: Response) -> None:
        del answer.headers["content-type"]

    both = [fault(on_response=no_type), variations()["var-http-content-type-capitals"]]
    for one in both if fault_first else reversed(both):
        mock.faults.switch_on(one)
    get(mock)
    assert mock.recorder.exchanges()[-1].struck == ("x", "var-http-content-type-capitals")


def test_a_fault_remembers_between_exchanges(mock: MockServer) -> None:
    def count(answer: Response) -> None:
        answer.memory["n"] = answer.memory.get("n", 0) + 1
        answer.headers["x-count"] = str(answer.memory["n"])
        answer.status = 500 + answer.memory["n"]

    mock.faults.switch_on(fault(on_response=count))
    assert [get(mock)[0] for _ in range(3)] == [501, 502, 503]


def test_what_a_fault_notes_of_an_exchange_is_gone_with_it(mock: MockServer) -> None:
    def ask(request: Request) -> None:
        request.scratch[request.query["n"]] = True

    def tell(answer: Response) -> None:
        answer.headers["x-noted"] = ",".join(answer.scratch)

    mock.faults.switch_on(fault(on_request=ask, on_response=tell))
    assert [noted(mock, f"/discovery?n={n}") for n in ("one", "two")] == ["one", "two"]


def noted(mock: MockServer, path: str) -> str:
    context = ssl.create_default_context(cafile=str(mock.ca_path))
    request = urllib.request.Request(mock.url + path, headers={"Accept": "application/ld+json"})
    with urllib.request.urlopen(request, context=context) as reply:
        return str(reply.headers["x-noted"])


def test_a_fault_that_fails_leaves_the_exchange_as_it_was(mock: MockServer, caplog: pytest.LogCaptureFixture) -> None:
    plain = get(mock)

    def half(answer: Response) -> None:
        answer.status = 418
        raise RuntimeError("no such luck")

    def broken(request: Request) -> None:
        request.path = "/nowhere"
        raise RuntimeError("no such luck either")

    mock.faults.switch_on(fault(on_request=broken, on_response=half), Trigger(next=1))
    assert get(mock) == plain
    assert mock.recorder.exchanges()[-1].struck == ()
    assert mock.faults.active["x"].struck == 0
    assert "the fault x could not be applied to getDiscoveryDocument: no such luck" in caplog.text


def test_an_exchange_that_comes_out_the_same_is_not_struck(mock: MockServer) -> None:
    def only_errors(answer: Response) -> None:
        answer.json = answer.json  # written again, but nothing else
        if answer.status == 404:
            answer.status = 418

    mock.faults.switch_on(fault(on_response=only_errors), Trigger(next=1))
    statuses = [get(mock, path)[0] for path in ("/discovery", "/keys/college", "/nowhere", "/nowhere")]
    assert statuses == [200, 200, 418, 404]
    assert [one.struck for one in mock.recorder.exchanges()[-4:]] == [(), (), ("x",), ()]


def test_a_change_that_the_trigger_declines_is_taken_back(mock: MockServer) -> None:
    def elsewhere(request: Request) -> None:
        request.path = request.path.replace("discovery", "nowhere")
        request.headers["x-more"] = "yes"

    mock.faults.switch_on(fault(on_request=elsewhere), Trigger(every=3))
    assert [get(mock)[0] for _ in range(6)] == [200, 200, 404, 200, 200, 404]


def test_a_trigger_for_somebody_who_is_not_there_is_refused(mock: MockServer) -> None:
    with pytest.raises(TriggerError, match="did you mean jonas"):
        mock.faults.switch_on(fault(on_response=teapot), Trigger(learner="jonass"))


def test_the_recorder_tells_which_fault_touched_which_exchange(mock: MockServer) -> None:
    mock.recorder.clear()
    mock.faults.switch_on(fault(on_response=teapot), Trigger(every=2))
    get(mock)
    get(mock)
    first, second = mock.recorder.exchanges()
    assert (first.struck, second.struck) == ((), ("x",))
    assert (second.operation, second.status) == ("getDiscoveryDocument", 418)
    assert mock.recorder.exchanges(since=first.number) == (second,)


def test_a_token_tells_the_learner(mock: MockServer) -> None:
    token = mock.app.state.authorization
    mock.faults.switch_on(fault(on_response=teapot), Trigger(learner="mira"))
    assert token.authenticate_bearer(None) is None
    assert get(mock)[0] == 200


def test_a_token_that_was_met_alive_is_known_by_its_owner_after_its_end(mock: MockServer) -> None:
    grants = mock.app.state.authorization.grants
    client = grants.add_client("layer", "secret", {}, 0, "mira")
    mock.faults.switch_on(fault(on_response=lambda answer: None))

    def owner(token: str) -> tuple[str | None, str | None]:
        get(mock, "/clrs", Authorization=f"Bearer {token}")
        exchange = mock.recorder.exchanges()[-1]
        return exchange.client, exchange.learner

    assert owner("issued-later") == (None, None)
    for token in ("issued-later", "revoked"):
        grants.issue(client, Issue(token, "read", 2**40))
    assert owner("revoked") == ("layer", "mira")
    grants.revoke(grants.token("revoked", 0), 1)

    assert owner("revoked") == owner("issued-later") == ("layer", "mira")


def test_what_no_fault_changes_arrives_as_it_was_sent(mock: MockServer) -> None:
    path = "/keys/a%2Fb"
    plain = get(mock, path)
    mock.faults.switch_on(fault(on_response=lambda answer: None))
    assert get(mock, path) == plain
    assert b"of that id in keys" in plain[1]


@pytest.mark.parametrize(("file", "elsewhere"), [("", False), ("store.db", True)])
def test_only_a_store_that_can_let_wait_is_asked_in_another_thread(
    crowds: Callable[..., Crowd], tmp_path: Path, file: str, elsewhere: bool
) -> None:
    crowd = crowds(**({"database": f"sqlite:///{tmp_path / file}"} if file else {}))
    threads = []

    def seen(request: Request) -> None:
        threads.append(threading.get_ident())
        request.query["limit"] = "1"

    crowd.faults.switch_on(fault(on_request=seen, operations=("getClrs",)))
    client = crowd.grants.add_client("c", "secret", {}, 0, "mira")
    crowd.grants.issue(client, Issue("token", " ".join(crowd.settings.facts.scopes.values()), int(time.time()) + 60))
    headers = {"authorization": "Bearer token", "accept": "application/ld+json"}
    [answer] = crowd.at_once([Sent("GET", f"{crowd.settings.facts.base_path}/clrs", headers)])
    assert answer.status == 200
    assert len(json.loads(answer.body)["clrs"]) <= 1
    assert crowd.recorder.exchanges()[-1].learner == "mira"
    assert (threads != [threading.get_ident()]) is elsewhere
