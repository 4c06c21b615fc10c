"""What a consumer is taken to claim where no plan says it."""

from __future__ import annotations

from typing import Final

from conformance.consumer.laying import VERIFY
from conformance.standard import facts
from mock_provider.scenarios import Scenario

_REFRESH: Final = "refresh"


def claims_of(book: str, scenario: Scenario, task: str) -> frozenset[str]:
    """Every operation, refreshes, and what the scenario needs: so nothing is asked for that is not needed.

    One that is told to verify is given files, and claims no operation.
    """
    if task == VERIFY:
        return frozenset({VERIFY, *scenario.claims})
    operations = {each.claim for each in facts(book).operations.values() if each.claim}
    return frozenset({*operations, _REFRESH, *scenario.claims})
