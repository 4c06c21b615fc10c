"""Signed items of which one is not what it has to be."""

from __future__ import annotations

from mock_provider.clr10.specimens import signed
from mock_provider.scenarios import Scenario

SCENARIOS = (
    Scenario(
        "alg-none",
        "A signed assertion whose header names the algorithm none",
        how="Two signed assertions are handed out. The second has the algorithm none, and no signature.",
        right="It takes the first as verified, and not the second.",
        tasks=("verify",),
        instead=("read",),
        claims=("verify_signed",),
        lay=signed.alg_none,
    ),
)
