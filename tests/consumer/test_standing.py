"""Mocks that stand from one sitting to the next are each time as they were at their start."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.consumer.standing import Standing
from conformance.limits import Limits
from conformance.wire import Wire
from mock_provider.testing import MockServer

PATHS: dict[str, Any] = {"tenant": "/t"}


@pytest.fixture
def standing() -> Any:
    with Standing() as mocks:
        yield mocks


def discovered(mock: MockServer) -> int | None:
    with Wire(limits=Limits(), app=mock.application) as wire:
        return wire.send("GET", f"{mock.url}/discovery", headers={"Accept": "application/ld+json"}).status


def test_equal_settings_get_one_mock_that_has_forgotten_what_was(standing: Standing) -> None:
    with standing.lent({"max_page": 4}, PATHS) as first:
        assert discovered(first) == 200
        assert len(first.recorder.exchanges()) == 1
    with standing.lent({"max_page": 4}, {"tenant": "/other"}) as second:
        assert second is first
        assert second.recorder.exchanges() == ()


def test_other_settings_get_another_mock(standing: Standing) -> None:
    with standing.lent({"max_page": 4}, PATHS) as first, standing.lent({"max_page": 2}, PATHS) as second:
        assert first is not second


def test_behaviours_are_on_for_one_sitting_only(standing: Standing) -> None:
    with standing.lent({"faults": ("odd-503-bare:operation=getClrs",)}, PATHS) as mock:
        assert [*mock.faults.active] == ["odd-503-bare"]
    with standing.lent({}, PATHS) as again:
        assert again is mock
        assert not again.faults.active
