"""Single URLs of a mock in this process that answer otherwise; over TLS the tests of the specimens show the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.limits import Limits
from conformance.wire import Wire
from mock_provider.behaviour.tools import Change
from mock_provider.clr10.specimens import answers
from mock_provider.clr10.specimens.answers import Answers
from mock_provider.scenarios import SITTING
from mock_provider.testing import MockServer, mock_in_process


@pytest.fixture
def mock() -> Iterator[MockServer]:
    with mock_in_process(**SITTING, tenant="/t-1") as mock:
        yield mock


@pytest.fixture
def wire(mock: MockServer) -> Iterator[Wire]:
    with Wire(limits=Limits(), app=mock.application) as wire:
        yield wire


def status(wire: Wire, url: str) -> int | None:
    return wire.send("GET", url, headers={"Accept": "application/ld+json"}).status


@pytest.mark.parametrize(
    ("change", "answered"),
    [(answers.missing, 404), (answers.gone, 410), (answers.failing, 500)],
    ids=["404", "410", "500"],
)
def test_one_url_is_answered_so_and_no_other(mock: MockServer, wire: Wire, change: Change, answered: int) -> None:
    item, other = mock.known_ids["assertion"], mock.known_ids["endorsement"]
    Answers(mock).at(item, change)
    assert (status(wire, item), status(wire, other)) == (answered, 200)
    mock.reset()
    assert status(wire, item) == 200


def test_a_url_can_lead_to_another(mock: MockServer, wire: Wire) -> None:
    item, other = mock.known_ids["assertion"], mock.known_ids["endorsement"]
    Answers(mock).at(item, answers.led_to(other))
    assert status(wire, item) == 302
    led = wire.send("GET", item, headers={"Accept": "application/ld+json"}, follow=True)
    assert led.json()["id"] == other


def test_what_is_answered_otherwise_is_recorded_as_such(mock: MockServer, wire: Wire) -> None:
    item = mock.known_ids["assertion"]
    Answers(mock).at(item, answers.gone)
    status(wire, item)
    (seen,) = mock.recorder.exchanges()
    assert (seen.status, seen.operation, seen.struck) == (410, "getAssertion", tuple(mock.faults.active))
