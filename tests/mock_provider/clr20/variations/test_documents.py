"""Nothing is said of a record that is unusual and right, beyond what the variation itself leaves in doubt."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mock_provider.behaviour.model import Behaviour
from mock_provider.behaviours import variations
from tests.mock_provider.clr20.judging import Provider, provider

VARIATIONS = {name: one for name, one in variations("clr20").items() if "record" in one.touches}


@pytest.fixture(scope="module")
def mock() -> Iterator[Provider]:
    with provider() as found:
        yield found


def test_there_are_some() -> None:
    assert len(VARIATIONS) >= 30


@pytest.mark.parametrize("variation", [pytest.param(one, id=name) for name, one in VARIATIONS.items()])
def test_nothing_is_said_of_a_variation(mock: Provider, variation: Behaviour) -> None:
    before = mock.page()
    with mock.playing(variation):
        assert mock.page() != before
        assert mock.verdicts() == dict.fromkeys(variation.doubts, "warn")
