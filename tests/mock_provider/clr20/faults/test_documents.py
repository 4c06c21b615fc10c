"""Each fault inside a document shows in what the mock serves: its rows are broken, and no others beyond its company."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.standard import load
from mock_provider.behaviour.model import Behaviour
from mock_provider.behaviours import faults
from mock_provider.clr20.records import noting_posts
from tests.mock_provider.clr20.judging import Provider, provider

FAULTS = {name: one for name, one in faults("clr20").items() if one.on_request is noting_posts}
"""Those of the kit: other faults of these areas show between two reads, or in a body as a whole."""
UMBRELLAS = load("clr20").umbrellas


@pytest.fixture(scope="module")
def mock() -> Iterator[Provider]:
    with provider() as found:
        yield found


def test_there_are_many() -> None:
    assert len(FAULTS) > 150


def test_without_a_fault_nothing_is_broken(mock: Provider) -> None:
    assert mock.verdicts() == {}


@pytest.mark.parametrize("fault", [pytest.param(fault, id=name) for name, fault in FAULTS.items()])
def test_a_fault_breaks_its_rows_and_no_others(mock: Provider, fault: Behaviour) -> None:
    with mock.playing(fault):
        found = mock.verdicts()
    broken = {row for row, verdict in found.items() if verdict != "incomplete"}
    assert set(fault.breaks) - broken == set(), found
    assert broken - set(fault.breaks) - set(fault.consequences) - set(UMBRELLAS) == set(), found
