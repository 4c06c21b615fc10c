"""TOK: token responses with scopes that are not those of CLR 1.0."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.oauth.faults._responses import for_client_credentials, scopes_as

library = Library()


def _other_standard(_: Request, scope: str) -> str:
    return scope.replace("/clr/v1p0/scope/", "/clr/v2p0/scope/credential.")


library.add(
    Fault(
        id="tok-machines-other-standard",
        title="Client credentials grant the scopes of another standard",
        how="The grant came with a module for CLR 2.0.\nIts names are others.",
        breaks=("CLR10-TOK-015",),
        operations=("token",),
        on_response=for_client_credentials(scopes_as(_other_standard)),
    )
)


FAULTS = library.faults
