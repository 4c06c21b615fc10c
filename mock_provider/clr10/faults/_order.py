"""The order of faults where the modules of an area do not follow the numbers of its requirements."""

from __future__ import annotations

from mock_provider.behaviour.model import Fault


def by_requirement(*faults: Fault) -> tuple[Fault, ...]:
    """In the order of the first requirement that each breaks, as all lists of an area show them."""
    return tuple(sorted(faults, key=lambda fault: fault.breaks[0]))
