"""Specimens as our own verification sees them, on a mock with another host beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from mock_provider.app import entered
from mock_provider.neighbours import other_host
from mock_provider.scenarios import SITTING, Laid
from mock_provider.testing import MockServer, running_mock
from tests.mock_provider.clr10.specimens.judging import CLAIMS, Lay


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    """A mock with another host beside it."""
    with (
        running_mock(**SITTING, tenant="/t-1") as mock,
        other_host(entered(mock.faults, mock.settings)) as mock.faults.elsewhere,
    ):
        yield mock


@pytest.fixture
def laid(mock: MockServer) -> Callable[[Lay], Laid]:
    """Lays specimens on a mock that has begun anew."""

    def lay(function: Lay, claims: frozenset[str] = CLAIMS) -> Laid:
        mock.reset()
        return function(mock, claims)

    return lay
