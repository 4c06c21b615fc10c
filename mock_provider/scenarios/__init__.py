"""What a consumer can meet in one sitting: the scenarios of the rooms of the mock, by id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING

from conformance.standard.facts import facts
from mock_provider.scenarios.model import FIRST_LEARNER, SITTING, UNTRUSTED, Laid, Listener, Record, Scenario, Task

if TYPE_CHECKING:
    from mock_provider.testing import MockServer

__all__ = [
    "FIRST_LEARNER",
    "SITTING",
    "UNTRUSTED",
    "Laid",
    "Listener",
    "Record",
    "Scenario",
    "Task",
    "right_record",
    "scenarios",
    "tasks_of",
]


_SHARED = ("scenarios.http", "scenarios.oauth", "scenarios.lists", "scenarios.discovery")


@cache
def scenarios(book: str) -> Mapping[str, Scenario]:
    """All scenarios of an edition, those of shared rules among them, in the order in which they are played.

    Raises ``ValueError`` for an id that is there twice.
    """
    found: dict[str, Scenario] = {}
    for room in (*_SHARED, f"{book}.scenarios"):
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


def right_record(book: str) -> Callable[[MockServer, frozenset[str]], Laid]:
    """What lays a right record of that edition before a consumer; raises ``LookupError`` when there is none."""
    module = f"mock_provider.{book}.scenarios"
    there = find_spec(module.rpartition(".")[0]) is not None and find_spec(module) is not None
    found: Callable[[MockServer, frozenset[str]], Laid] | None = (
        getattr(import_module(module), "RIGHT", None) if there else None
    )
    if found is None:
        raise LookupError(f"the mock lays no records of {book}")
    return found


def tasks_of(book: str) -> frozenset[str]:
    """What a consumer of an edition can be told to do: what its operations are for, and to verify what can be laid."""
    claims = {each.claim for each in facts(book).operations.values()}
    try:
        right_record(book)
    except LookupError:
        return frozenset(claims)
    return frozenset({*claims, "verify"})
