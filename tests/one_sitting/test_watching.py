"""What comes to a mock is judged while more comes: from the last registration on, and never for what is left undone."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from conformance.one_sitting import watching
from conformance.one_sitting.watching import judge_of
from mock_provider.console import Found
from mock_provider.testing import MockServer, running_mock
from tests.mock_provider.flow import SCOPE, Flow

CANARY = "canary-4711-canary-4711"


@pytest.fixture
def mock() -> Iterator[MockServer]:
    with running_mock(content="small", auto_login="mira") as mock:
        yield mock


def found(mock: MockServer) -> list[Found]:
    return list(judge_of(mock.settings, mock.recorder)(mock.recorder.exchanges()))


def right(mock: MockServer) -> Flow:
    """A consumer that does all it has to until it has its token."""
    flow = Flow(mock)
    flow.http.get(f"{mock.url}/discovery", headers={"accept": "application/ld+json"})
    flow.register()
    flow.authorize(scope=f"{SCOPE}readonly")
    flow.exchange(scope=f"{SCOPE}readonly")
    return flow


def test_of_a_mock_that_nobody_asks_there_is_nothing_to_say(mock: MockServer) -> None:
    assert found(mock) == []


def test_a_right_consumer_is_reported_for_nothing_at_any_time(mock: MockServer) -> None:
    flow = right(mock)
    flow.api("GET", "/clrs", params={"limit": "1"})
    flow.close()
    judge = judge_of(mock.settings, mock.recorder)
    exchanges = mock.recorder.exchanges()
    assert [list(judge(exchanges[:number])) for number in range(1, len(exchanges) + 1)] == [[]] * len(exchanges)


def test_what_is_wrong_leads_to_its_exchange(mock: MockServer) -> None:
    flow = right(mock)
    flow.api("GET", "/clrs", headers={"accept": "application/json"})
    flow.close()
    (one,) = found(mock)
    assert (one.requirement, one.weight, one.exchange) == ("CLR10-API-009", "fail", 5)


def test_who_begins_anew_is_not_held_to_what_was_before(mock: MockServer) -> None:
    flow = right(mock)
    flow.api("GET", "/clrs", headers={"accept": "application/json"})
    flow.close()
    right(mock).close()
    assert found(mock) == []


def test_who_brings_a_token_along_has_nothing_to_register(mock: MockServer) -> None:
    flow = Flow(mock)
    flow.token = mock.token("mira")
    flow.api("GET", "/clrs")
    flow.close()
    assert found(mock) == []


def test_no_secret_is_in_a_finding(mock: MockServer) -> None:
    flow = right(mock)
    flow.api("GET", "/clrs", bearer=False, params={"access_token": flow.token, "since": CANARY})
    flow.api("GET", "/clrs", headers={"accept": f"application/json; {flow.client_secret}"})
    flow.close()
    told = json.dumps([[one.requirement, one.message] for one in found(mock)])
    assert "CLR10-API-009" in told
    assert flow.token not in told
    assert flow.client_secret not in told


def test_more_requests_than_are_judged_are_left_out(mock: MockServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "MOST_JUDGED", 4)
    flow = right(mock)
    flow.api("GET", "/clrs", headers={"accept": "application/json"})
    flow.close()
    assert found(mock) == []


def test_a_fault_of_the_mock_is_not_held_against_the_consumer() -> None:
    with running_mock(content="small", auto_login="mira", faults=("tok-type-mac",)) as mock:
        right(mock).close()
        assert found(mock) == []


def test_a_scenario_that_the_mock_plays_is_judged_as_that() -> None:
    with running_mock(content="small", auto_login="mira", faults=("aut-another-state",)) as mock:
        right(mock).close()
        exchanges = mock.recorder.exchanges()
        assert list(judge_of(mock.settings, mock.recorder)(exchanges)) == []
        told = [one.requirement for one in judge_of(mock.settings, mock.recorder, "state-foreign")(exchanges)]
    assert told == ["CLR10-AUT-019"]
