"""Hosted items of which one is not what it has to be."""

from __future__ import annotations

from mock_provider.clr10.specimens import hosted
from mock_provider.scenarios import Scenario

SCENARIOS = (
    Scenario(
        "copy-differs",
        "A hosted assertion whose copy in hand has another grade",
        how="Two hosted assertions are handed out. The grade of one is better than in the copy at its id.",
        right="It takes the first as verified. It does not take the second so, or goes on with the fetched copy.",
        tasks=("verify",),
        instead=("read",),
        claims=("verify_hosted",),
        lay=hosted.copy_differs,
    ),
)
