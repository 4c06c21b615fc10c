"""What a consumer can meet in one sitting: the scenarios of the rooms of the mock, by id."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType

from mock_provider.scenarios.model import FIRST_LEARNER, SITTING, Listener, Scenario, Task

__all__ = ["FIRST_LEARNER", "SITTING", "Listener", "Scenario", "Task", "scenarios"]


@cache
def scenarios(book: str) -> Mapping[str, Scenario]:
    """All scenarios of an edition, those of shared rules among them, in the order in which they are played.

    Raises ``ValueError`` for an id that is there twice.
    """
    found: dict[str, Scenario] = {}
    for room in ("scenarios.http", "scenarios.oauth", f"{book}.scenarios"):
        for scenario in _of(f"mock_provider.{room}"):
            if scenario.id in found:
                raise ValueError(f"the scenario {scenario.id} is there twice")
            found[scenario.id] = scenario
    return MappingProxyType(found)


def _of(module: str) -> tuple[Scenario, ...]:
    room = module.rpartition(".")[0]
    if find_spec(room) is None or find_spec(module) is None:  # an edition that the mock does not play has no room
        return ()
    listed: tuple[Scenario, ...] = import_module(module).SCENARIOS
    return listed
