"""The authorization endpoint and what it is there for."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import page
from mock_provider.oauth.faults._responses import send_to_client
from mock_provider.oauth.faults.aut._common import AUTHORIZE

library = Library()


def _not_found(response: Response) -> None:
    response.status = 404
    page(response)


library.add(
    Fault(
        id="aut-no-endpoint",
        title="The authorization endpoint is a 404",
        how="The portal was moved to another path.\nThe discovery document still names the old one.",
        breaks=("OAUTH-AUT-001",),
        operations=AUTHORIZE,
        on_response=_not_found,
    )
)


def _no_code_grant(response: Response) -> None:
    if response.request.query.get("response_type") == "code" and response.status < 400:
        send_to_client(response, error="unsupported_response_type")


library.add(
    Fault(
        id="aut-no-code-grant",
        title="The authorization endpoint knows no response_type=code",
        how="The product was set up for single page apps.\nOnly the implicit grant is switched on.",
        breaks=("OAUTH-AUT-001",),
        operations=AUTHORIZE,
        on_response=_no_code_grant,
    )
)


FAULTS = library.faults
