"""Records of which a person says how the consumer shows them."""

from __future__ import annotations

from mock_provider.clr10.specimens import shown
from mock_provider.scenarios import Scenario

_CLAIMS = ("shows_records",)

SCENARIOS = (
    Scenario(
        "shown-partial",
        "A record that is partial, and one that is not",
        how="Two records are handed out. One says that it is partial; the other does not, and is complete.",
        right="It shows a note at the partial one, and none at the other.",
        claims=_CLAIMS,
        lay=shown.partial,
    ),
    Scenario(
        "shown-issuers",
        "A record with assertions of three issuers",
        how="One record is handed out. Its publisher has awarded none of its three assertions.",
        right="It shows who awarded each assertion, and who published the record.",
        claims=_CLAIMS,
        lay=shown.issuers,
    ),
    Scenario(
        "shown-reasons",
        "An item that cannot be verified, beside one that can",
        how="Two records are handed out. What is in one of them does not stand up to verification.",
        right="It shows what came of verifying each, and for the one that is not verified in one sentence why.",
        claims=_CLAIMS,
        lay=shown.reasons,
    ),
)
