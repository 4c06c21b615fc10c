"""Mocks in this process, whose stores are closed at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mock_provider.settings import Settings
from tests.mock_provider.behaviour.crowd import Crowd


@pytest.fixture(scope="session")
def crowds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Crowd]]:
    """Makes mocks in this process, with settings of their own; their stores are closed at the end."""
    made: list[Crowd] = []
    folder = tmp_path_factory.mktemp("crowd")

    def make(**settings: Any) -> Crowd:
        made.append(Crowd(Settings(**{"port": 8440, "http_port": 8441, "data_dir": folder, **settings})))
        return made[-1]

    yield make
    for crowd in made:
        crowd.database.close()


@pytest.fixture(scope="module")
def crowd(crowds: Callable[..., Crowd]) -> Crowd:
    """A mock for all tests of a module."""
    return crowds()


@pytest.fixture
def quiet(crowd: Crowd) -> Iterator[Crowd]:
    """The mock without a fault before and after; no fault may have failed in between."""
    crowd.faults.clear()
    crowd.failures.said.clear()
    yield crowd
    crowd.faults.clear()
    assert not crowd.failures.said
