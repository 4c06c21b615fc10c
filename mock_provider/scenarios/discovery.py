"""A discovery document that may not be kept, and endpoints that move."""

from __future__ import annotations

from mock_provider.scenarios.between import move_endpoints
from mock_provider.scenarios.model import WRITERS, Scenario

SCENARIOS = (
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
    Scenario(
        "discovery-moved",
        "All endpoints of OAuth move between two starts",
        how="The document is marked no-store. The consumer is started twice, for two learners; before the second start "
        "every endpoint moves to another path, and nothing is left at the old ones.",
        right="The second time it fetches the document again and uses the new addresses alone. Its registration holds.",
        behaviours=("odd-discovery-no-store",),
        learners=("mira", "jonas"),
        between=move_endpoints,
        claims=("dynamic_registration",),
        as_plain=True,
        instead=WRITERS,
    ),
)
