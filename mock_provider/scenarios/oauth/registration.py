"""Registrations: what comes back, and whom they serve."""

from __future__ import annotations

from mock_provider.scenarios.model import FIRST_LEARNER, WRITERS, Scenario

SCENARIOS = (
    Scenario(
        "scopes-narrowed",
        "The client is registered for fewer scopes than it asks for",
        how="Whatever scope the registration asks for, the client gets those that read, and the response says so.",
        right="It asks the learner for the scopes that are left and goes on with them; where they are of no use to "
        "it, it stops and says why.",
        tasks=("read", "write"),
        behaviours=("odd-scopes-narrowed",),
    ),
    Scenario(
        "two-learners",
        "Two learners, one after the other",
        how="The consumer is started twice, each time for another learner, with the state that it has kept.",
        right="It registers at the first start only, and ends both times as in the plain sitting.",
        learners=(FIRST_LEARNER, "jonas"),
        claims=("keeps_state",),
        instead=WRITERS,
        as_plain=True,
    ),
)
