"""PKCE (RFC 7636) made wrong."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.oauth.faults._requests import RequestChange
from mock_provider.oauth.faults._responses import redirects
from mock_provider.oauth.faults.aut._common import AUTHORIZE
from mock_provider.oauth.flows import challenge_of

library = Library()
_ANY_CHALLENGE = challenge_of("any-verifier-that-nobody-knows-at-all-0123456789")


def _without_pkce(request: Request) -> None:
    if "code_challenge" not in request.query:
        request.query |= {"code_challenge": _ANY_CHALLENGE, "code_challenge_method": "S256"}


library.add(
    Fault(
        id="aut-pkce-not-needed",
        title="An authorization request without PKCE gets a code",
        how="The library asks for PKCE of public clients only.\nClients with a secret go without.",
        breaks=("OAUTH-AUT-008",),
        operations=AUTHORIZE,
        on_request=_without_pkce,
    )
)


def _plain(*methods: str | None) -> RequestChange:
    def change(request: Request) -> None:
        query = request.query
        if "code_challenge" in query and query.get("code_challenge_method") in methods:
            query |= {"code_challenge": challenge_of(query["code_challenge"]), "code_challenge_method": "S256"}

    return change


library.add(
    Fault(
        id="aut-plain-taken",
        title="The code_challenge_method plain is taken",
        how="The library supports both methods.\nplain was never switched off.",
        breaks=("OAUTH-AUT-008",),
        operations=AUTHORIZE,
        on_request=_plain("plain"),
    )
)


library.add(
    Fault(
        id="aut-plain-by-default",
        title="A code_challenge without a method is taken as plain",
        how="RFC 7636 has plain as default.\nThe library follows it.",
        breaks=("OAUTH-AUT-008",),
        operations=AUTHORIZE,
        on_request=_plain(None),
    )
)


def _pkce_denied(response: Response) -> None:
    if response.request.query.get("code_challenge_method") != "S256":
        redirects(lambda params: params.update(error="access_denied"))(response)


library.add(
    Fault(
        id="aut-pkce-error-is-denied",
        title="A request without PKCE is refused as if the learner had said no",
        how="All that goes wrong ends in access_denied.\nA developer looks for the fault at the wrong end.",
        breaks=("OAUTH-AUT-008",),
        operations=AUTHORIZE,
        on_response=_pkce_denied,
    )
)


FAULTS = library.faults
