"""Faults at the start of the mock: from ids with triggers to faults, and what they change of the settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

from mock_provider.behaviour.model import Behaviour
from mock_provider.behaviour.nearest import nearest
from mock_provider.behaviour.trigger import Trigger, TriggerError, parse_switched
from mock_provider.behaviours import as_written
from mock_provider.settings import Settings
from mock_provider.side_by_side import SideBySide, played_by

Played = tuple[Behaviour, Trigger]


class FaultError(ValueError):
    """A fault that was asked for does not exist, or its trigger cannot be read."""


def played(settings: Settings) -> list[Played]:
    """The faults and variations that the settings name as ``ID`` or ``ID:next=2``. Raises ``FaultError``."""
    editions = played_by(settings)
    return [_played(text, editions) for text in settings.faults]


def settings_for(settings: Settings, chosen: Iterable[Played]) -> Settings:
    """The settings as these faults want them.

    Raises ``FaultError`` for a trigger that could never strike, and for two that want another start of the mock each.
    """
    chosen = tuple(chosen)
    for (one, _), (other, _) in combinations(chosen, 2):
        if one.starts_otherwise(other):
            raise FaultError(f"--fault {other.id}: {one.id} starts the mock in another way; leave one of them out")
    for fault, trigger in chosen:
        try:
            trigger.check(fault.id, fault.operations, settings.users)
        except TriggerError as error:
            raise FaultError(f"--fault {fault.id}: {error}") from error
        if fault.settings and not (fault.on_request or fault.on_response) and trigger != Trigger():
            raise FaultError(f"--fault {fault.id}: it changes how the mock starts, so that it takes no trigger")
        settings = replace(settings, **fault.settings)
    return settings


def _played(text: str, editions: SideBySide) -> Played:
    try:
        fault_id, trigger = parse_switched(text)
        trigger.check_operation(editions.operations())
    except TriggerError as error:
        raise FaultError(f"--fault {text}: {error}") from error
    known = as_written(*editions.books)
    if fault_id not in known:
        near = nearest(fault_id, known)
        hint = f"did you mean {' or '.join(near)}?" if near else "clr-conformance faults lists them"
        raise FaultError(f"there is no fault {fault_id!r}; {hint}")
    return known[fault_id], trigger
