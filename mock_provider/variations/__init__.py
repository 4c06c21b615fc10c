"""Legal but unusual behaviour of the mock: nothing may fail because of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from mock_provider.faults.library import gather
from mock_provider.faults.model import Fault


@cache
def variations() -> Mapping[str, Fault]:
    """Every variation by its id; raises ``ValueError`` when an id is there twice."""
    return gather(__name__, __path__, "VARIATIONS")


def stacked(chosen: Iterable[Fault]) -> list[Fault]:
    """Variations in the order in which a layer plays them together: the first is asked first and told last."""
    order = {fault_id: number for number, fault_id in enumerate(variations())}
    return sorted(chosen, key=lambda one: (one.rank, order.get(one.id, len(order))))
