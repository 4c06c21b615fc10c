"""Client credentials, and the endpoint without TLS."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.oauth.faults._responses import error, for_client_credentials, scopes_as

library = Library()
TOKEN = ("token",)


def _short(request: Request, scope: str) -> str:
    names = {uri: name for name, uri in request.scopes.items()}
    return names.get(scope, scope)


library.add(
    Fault(
        id="tok-machines-short-scopes",
        title="Client credentials grant scopes with short names",
        how="Internal systems use the short names.\nThe two grants have their own lists.",
        breaks=("OAUTH-TOK-015",),
        operations=TOKEN,
        on_response=for_client_credentials(scopes_as(_short)),
    )
)


library.add(
    Fault(
        id="tok-machines-refused",
        title="Client credentials refuse the scopes of the standard",
        how="Systems have one scope of their own, system.all.\nThe three of the standard are unknown there.",
        breaks=("OAUTH-TOK-015",),
        operations=TOKEN,
        on_response=for_client_credentials(error(400, "invalid_scope")),
    )
)


library.add(
    Fault(
        id="tok-plain-http",
        title="The token and the registration endpoint answer plain http as they answer https",
        how="The login server is a product of its own, behind a proxy that takes both.\nOnly the API was closed.",
        breaks=("OAUTH-TOK-016",),
        settings={"without_tls": "oauth-served"},
        wire=True,
    )
)


FAULTS = library.faults
