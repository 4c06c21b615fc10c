"""How the check of one shared requirement ends on traffic that a test has built."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.rulebooks.oauth.consumer.checks import CHECKS
from conformance.traffic import Sitting
from conformance.traffic.judge import Ending
from tests.traffic import building


def decide(requirement: str, *sittings: Sitting, claims: Iterable[str] = ()) -> Ending:
    """How the check of this requirement ends."""
    return building.decide(CHECKS, requirement, *sittings, claims=claims)
