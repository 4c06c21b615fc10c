"""Posts and deletions that go well, each in one of the ways that the contract has for it; what may not be kept."""

from __future__ import annotations

from mock_provider.scenarios import Scenario
from mock_provider.scenarios.model import WRITERS

_DONE = "It takes that as done, does not repeat it, and ends as in the plain sitting."

SCENARIOS = (
    Scenario(
        "post-replaced",
        "A post is answered 200",
        how="The mock says of each CLR that is posted that it was there, in another version.",
        right=_DONE,
        tasks=("write",),
        behaviours=("odd-post-200",),
        as_plain=True,
    ),
    Scenario(
        "post-unchanged",
        "A post is answered 304",
        how="The mock says of each CLR that is posted that it was there unchanged. The response has no body.",
        right=_DONE,
        tasks=("write",),
        behaviours=("odd-post-304",),
        as_plain=True,
    ),
    Scenario(
        "delete-200",
        "A deletion is answered 200",
        how="The response to a deletion is a status object that says success.",
        right=_DONE,
        tasks=("delete",),
        settings={"delete_status": 200},
        as_plain=True,
    ),
    Scenario(
        "delete-202",
        "A deletion is answered 202",
        how="The response to a deletion says that it follows.",
        right=_DONE,
        tasks=("delete",),
        settings={"delete_status": 202},
        as_plain=True,
    ),
    Scenario(
        "discovery-no-store",
        "A discovery document that may not be kept",
        how="The document is marked no-store. The consumer is started twice, for two learners.",
        right="The second time it fetches the document again, before it uses an address of it.",
        behaviours=("odd-discovery-no-store",),
        learners=("mira", "jonas"),
        claims=("dynamic_registration",),
        as_plain=True,
        instead=WRITERS,
    ),
)
