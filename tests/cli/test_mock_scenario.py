"""``mock --scenario``: the mock starts as a sitting needs it."""

from __future__ import annotations

import pytest

from conformance.cli.mock_scenario import with_scenario
from conformance.errors import UsageFault
from mock_provider.settings_sources import load


def test_the_settings_and_behaviours_are_those_of_the_scenario() -> None:
    settings = load(with_scenario("refresh-rotates", {"standard": None, "port": 0}))
    assert (settings.rotation, settings.content, settings.max_page) == (True, "small", 4)
    assert settings.faults == ("odd-tokens-end-midway",)


def test_what_is_said_besides_stays() -> None:
    settings = load(with_scenario("busy", {"content": "full", "faults": ("acc-500:next=1",)}))
    assert settings.content == "full"
    assert settings.faults[-1] == "acc-500:next=1"
    assert len(settings.faults) == 2


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("expires-midwa", "there is no scenario 'expires-midwa'"),
        ("old-tls", "the scenario old-tls needs another listener"),
    ],
)
def test_a_scenario_that_cannot_be_played_is_refused(name: str, told: str) -> None:
    with pytest.raises(UsageFault, match=told):
        with_scenario(name, {})
