"""A mock that plays both editions judges each consumer by the edition that it talks to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from conformance.one_sitting.routes import judging_routes
from conformance.one_sitting.watching import judge_of
from conformance.rulebooks import find
from conformance.standard.facts import facts
from conformance.traffic.assignment import Assignment, OwnConsumer, RefusedError
from mock_provider.behaviour.control import control_app
from mock_provider.console import Found
from mock_provider.serve import Steered
from mock_provider.testing import MockServer, mock_in_process

BOOKS = ("clr10", "clr20")
WRONG = "first-page-only"


def consumers(book: str) -> tuple[type[OwnConsumer], type[OwnConsumer]]:
    """The right consumer of an edition, and one that reads the first page only."""
    rules = find(book).consumer
    assert rules is not None
    right = rules.reference_consumer
    wrong = next(one for one in rules.wrong_consumers if one.id == WRONG)
    return right, wrong.of(right)


@pytest.fixture
def mock() -> Iterator[MockServer]:
    with mock_in_process(content="small", max_page=4) as server:
        yield server


def visit(mock: MockServer, book: str, kind: type[OwnConsumer]) -> None:
    url = mock.settings.base_url_of(book)
    consumer = kind(Assignment(url, "read", "mira", mock.users["mira"], app=mock.application))
    try:
        consumer.run()
    except RefusedError:
        pass
    finally:
        consumer.close()


class Desk:
    """The control API of the mock."""

    def __init__(self, mock: MockServer) -> None:
        routes = judging_routes(Steered(mock.settings, mock.faults, mock.recorder, mock.reset), "")
        app = control_app(mock.faults, mock.recorder, {}, "token", more=routes)
        self._client = TestClient(app, headers={"Authorization": "Bearer token"})

    def play(self, status: int = 200, **asked: str) -> Any:
        answer = self._client.put("/scenario", json=asked)
        assert answer.status_code == status, answer.text
        return answer.json()

    def judgement(self) -> Any:
        return self._client.get("/judgement?inferred=fail").json()


@pytest.mark.parametrize("book", BOOKS)
def test_the_control_api_judges_by_the_edition_that_is_named(mock: MockServer, book: str) -> None:
    right, wrong = consumers(book)
    desk, name = Desk(mock), facts(book).id
    assert desk.play(scenario="plain", standard=name)["standard"] == name
    visit(mock, book, right)
    assert desk.judgement()["breaches"] == []
    assert desk.play(scenario="plain")["standard"] == name
    visit(mock, book, wrong)
    breaches = desk.judgement()["breaches"]
    assert breaches
    assert {one["requirement"].partition("-")[0] for one in breaches} == {facts(book).prefix}


def test_an_edition_that_is_not_played_is_named(mock: MockServer) -> None:
    error = Desk(mock).play(404, scenario="plain", standard="clr-v9")["error"]
    assert error == "there is no standard 'clr-v9' here. It is one of clr-v1p0, clr-v2p0"


@pytest.mark.parametrize("book", BOOKS)
def test_the_console_says_nothing_of_a_right_consumer(mock: MockServer, book: str) -> None:
    visit(mock, book, consumers(book)[0])
    assert found(mock) == []


def found(mock: MockServer) -> list[Found]:
    return list(judge_of(mock.settings, mock.recorder)(mock.recorder.exchanges()))


@pytest.mark.parametrize("book", BOOKS)
def test_what_is_wrong_is_named_by_the_requirement_of_its_edition(mock: MockServer, book: str) -> None:
    visit(mock, book, consumers(book)[0])
    _list_as_html(mock, book, mock.token())
    assert {one.requirement.partition("-")[0] for one in found(mock)} == {facts(book).prefix}


def _list_as_html(mock: MockServer, book: str, token: str) -> None:
    client = TestClient(mock.application, base_url=mock.origin)
    listed = next(each for each in facts(book).operations.values() if each.claim == "read" and not each.of_one)
    url = mock.settings.base_url_of(book) + listed.path
    client.get(url, headers={"Authorization": f"Bearer {token}", "Accept": "text/html"})
