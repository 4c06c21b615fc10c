"""API and SDD: transport made wrong, where only a real connection shows it."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault

library = Library()

library.add(
    Fault(
        id="api-without-tls",
        title="The whole API answers plain http as it answers https",
        how="One port takes both, as the proxy in front allows it.\nTokens go over the wire for all to read.",
        breaks=("CLR20-API-02", "CLR20-SDD-02"),
        consequences={"OAUTH-TOK-016": "the endpoints of OAuth are on the same port"},
        settings={"without_tls": "served"},
        wire=True,
    )
)

library.add(
    Fault(
        id="api-tls-1-0",
        title="The whole API answers over TLS 1.0 and 1.1",
        how="The load balancer kept its settings for old browsers.\nNobody looked at them again.",
        breaks=("CLR20-API-02", "CLR20-SDD-02"),
        settings={"old_tls": True},
        wire=True,
    )
)

FAULTS = library.faults
