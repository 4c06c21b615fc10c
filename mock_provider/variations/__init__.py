"""Legal but unusual behaviour of the mock: nothing may fail because of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from mock_provider.faults.library import gather
from mock_provider.faults.model import Fault


@cache
def variations() -> Mapping[str, Fault]:
    """Every variation by its id; raises ``ValueError`` when an id is there twice."""
    return gather(__name__, __path__, "VARIATIONS")


def stand_together(one: Fault, other: Fault) -> bool:
    """True when both can be played at once."""
    return one.id != other.id and not any(
        first.get(name, second[name]) != second[name]
        for first, second in ((one.settings, other.settings), (one.plan, other.plan))
        for name in second
    )
