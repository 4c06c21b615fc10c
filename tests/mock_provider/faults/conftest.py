"""Mocks in this process, whose stores are closed at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mock_provider.settings import Settings
from tests.mock_provider.faults.crowd import Crowd


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
