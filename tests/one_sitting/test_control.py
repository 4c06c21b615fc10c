"""The control API plays a scenario and judges the consumer, for tests in any language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.testclient import TestClient

from conformance.consumer.parts import every_scenario
from conformance.one_sitting.control import not_alone
from conformance.one_sitting.routes import judging_routes
from conformance.rulebooks import find
from conformance.traffic.assignment import Assignment, OwnConsumer, RefusedError
from mock_provider.behaviour.control import control_app
from mock_provider.serve import Steered
from mock_provider.testing import MockServer, mock_in_process

RULES = find("clr10").consumer
assert RULES is not None
RIGHT = RULES.reference_consumer
WRONG = {one.id: one.of(RIGHT) for one in RULES.wrong_consumers}


class Desk:
    """A mock and its control API."""

    def __init__(self, mock: MockServer, scenario: str) -> None:
        self.mock = mock
        routes = judging_routes(Steered(mock.settings, mock.faults, mock.recorder, mock.reset), scenario)
        app = control_app(mock.faults, mock.recorder, {}, "token", more=routes)
        self._client = TestClient(app, headers={"Authorization": "Bearer token"})

    def play(self, scenario: str, status: int = 200, **more: str) -> Any:
        answer = self._client.put("/scenario", json={"scenario": scenario, **more})
        assert answer.status_code == status, answer.text
        return answer.json()

    def judgement(self, query: str = "", status: int = 200) -> Any:
        answer = self._client.get(f"/judgement{query}")
        assert answer.status_code == status, answer.text
        return answer.json()

    def send(self, content: str) -> tuple[int, str]:
        answer = self._client.put("/scenario", content=content)
        return answer.status_code, answer.text

    def visit(self, kind: type[OwnConsumer]) -> None:
        """The consumer reads the list of a learner."""
        mock = self.mock
        consumer = kind(Assignment(mock.url, "read", "mira", mock.users["mira"], app=mock.application))
        try:
            consumer.run()
        except RefusedError:
            pass
        finally:
            consumer.close()


@contextmanager
def desk_of(scenario: str = "", **settings: Any) -> Iterator[Desk]:
    with mock_in_process(**{"content": "small", "max_page": 4, **settings}) as mock:
        yield Desk(mock, scenario)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with desk_of() as made:
        yield made


def broken(judgement: Any) -> set[str]:
    return {one["requirement"] for one in judgement["breaches"]}


def test_a_right_consumer_breaks_nothing(desk: Desk) -> None:
    desk.play("plain")
    desk.visit(RIGHT)
    found = desk.judgement("?inferred=fail")
    assert (found["scenario"], found["failed"], found["breaches"]) == ("plain", False, [])
    assert "CLR10-GCS-028" in found["met"]
    assert found["text"] == "In the scenario plain the consumer breaks nothing."


def test_a_breach_comes_with_rule_exchange_and_what_to_do(desk: Desk) -> None:
    desk.play("plain")
    desk.visit(WRONG["first-page-only"])
    found = desk.judgement("?inferred=fail")
    assert found["failed"] is True
    (breach,) = (one for one in found["breaches"] if one["requirement"] == "CLR10-GCS-028")
    (cited,) = (one for one in desk.mock.recorder.exchanges() if one.number == breach["exchanges"][0])
    assert cited.operation == "getClrs"
    assert all(breach[name] for name in ("level", "text", "message", "expected", "actual", "shown", "fix"))
    assert breach["message"] in found["text"]


def test_what_is_left_undone_counts_once_a_scenario_is_named(desk: Desk) -> None:
    desk.visit(WRONG["first-page-only"])
    assert "CLR10-GCS-028" not in broken(desk.judgement())
    assert "CLR10-GCS-028" in broken(desk.judgement("?ended=through"))


def test_a_scenario_begins_with_nothing_and_ends_with_the_next(desk: Desk) -> None:
    desk.visit(RIGHT)
    assert desk.play("state-foreign")["right"]
    assert desk.mock.recorder.exchanges() == ()
    assert {*desk.mock.faults.active} == {"aut-another-state"}
    desk.visit(WRONG["state-not-compared"])
    assert "CLR10-AUT-019" in broken(desk.judgement())
    desk.play("plain")
    assert not desk.mock.faults.active


def test_a_mock_that_was_started_for_a_scenario_judges_by_it() -> None:
    with desk_of("refresh-rotates", faults=("odd-tokens-end-midway",), rotation=True) as desk:
        desk.visit(WRONG["keeps-first-refresh-token"])
        assert "CLR10-RFR-008" in broken(desk.judgement())


@pytest.mark.parametrize(
    ("scenario", "told"),
    [
        ("no-refresh", "start it with --scenario no-refresh"),
        ("old-tls", "another listener"),
        ("two-learners", "several starts"),
    ],
)
def test_a_scenario_that_this_mock_cannot_play_says_how_it_is_played(desk: Desk, scenario: str, told: str) -> None:
    assert told in desk.play(scenario, 409)["error"]


def test_an_unknown_scenario_has_near_ones(desk: Desk) -> None:
    assert "Did you mean expires-midway" in desk.play("expires-midwa", 404)["error"]


def test_the_task_is_one_of_the_scenario(desk: Desk) -> None:
    assert desk.play("scopes-narrowed", task="write")["task"] == "write"
    assert desk.play("scopes-narrowed", 400, task="dance")["error"] == "the tasks of scopes-narrowed are read, write"


@pytest.mark.parametrize("body", ["[]", "{", '{"scenaro": "plain"}', "[" * 9000])
def test_a_body_that_says_nothing_is_refused(desk: Desk, body: str) -> None:
    status, text = desk.send(body)
    assert status == 400
    assert "give a JSON object such as" in text


def test_a_body_without_end_is_refused(desk: Desk) -> None:
    assert desk.send(" " * 20_000)[0] == 413


@pytest.mark.parametrize("query", ["?ended=well", "?inferred=maybe"])
def test_a_word_that_means_nothing_is_refused(desk: Desk, query: str) -> None:
    assert "is one of" in desk.judgement(query, 400)["error"]


def test_a_store_that_stays_cannot_begin_a_scenario() -> None:
    with mock_in_process(content="small") as mock:
        routes = judging_routes(Steered(mock.settings, mock.faults, mock.recorder, None))
        app = control_app(mock.faults, mock.recorder, {}, "token", more=routes)
        answer = TestClient(app, headers={"Authorization": "Bearer token"}).put("/scenario", json={"scenario": "busy"})
    assert answer.status_code == 409
    assert "in memory" in answer.json()["error"]


def test_most_scenarios_can_be_played_so() -> None:
    """The rest needs other listeners, two starts or records, which a mock by itself has not."""
    every = every_scenario("clr10").values()
    assert sum(not not_alone(one) for one in every) > 40
