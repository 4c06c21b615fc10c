"""Which scopes are granted."""

from __future__ import annotations

from collections.abc import Callable

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, page
from mock_provider.oauth.faults._requests import RequestChange, authorization_request, client_metadata, show_client
from mock_provider.oauth.faults.aut._common import AUTHORIZE, JUDGED
from mock_provider.oauth.settings import OFFLINE_ACCESS

library = Library()


def _exists(request: Request, scope: str) -> bool:
    return scope in (*request.scopes.values(), OFFLINE_ACCESS)


def _granting(wanted: Callable[[Request, str], bool]) -> RequestChange:
    """Take a client for registered for the scopes that it asks for."""

    def change(request: Request) -> None:
        query = authorization_request(request)
        about = client_metadata(request, query.get("client_id", ""))
        if about:
            more = [scope for scope in query.get("scope", "").split() if wanted(request, scope)]
            scope = " ".join(dict.fromkeys([*about["scope"].split(), *more]))
            show_client(request, query["client_id"], metadata={**about, "scope": scope})

    return change


library.add(
    Fault(
        id="aut-any-scope",
        title="A scope that does not exist is granted",
        how="Scopes are copied from the request into the token.\nNobody compares them with what is on offer.",
        breaks=("OAUTH-AUT-014",),
        operations=JUDGED,
        on_request=_granting(lambda request, scope: not _exists(request, scope)),
    )
)


library.add(
    Fault(
        id="aut-unregistered-scope",
        title="A scope that the client is not registered for is granted",
        how="Scopes are compared with those on offer.\nThose of the client are not looked at.",
        breaks=("OAUTH-AUT-014",),
        operations=JUDGED,
        on_request=_granting(lambda request, scope: scope in request.scopes.values()),
    )
)


def _scope_crash(response: Response) -> None:
    wanted = response.request.query.get("scope", "").split()
    if any(not _exists(response.request, scope) for scope in wanted):
        response.status = 500
        page(response)


library.add(
    Fault(
        id="aut-unknown-scope-500",
        title="An unknown scope ends in a 500",
        how="Each scope is looked up in a table.\nWhat is not there raises an error.",
        breaks=("OAUTH-AUT-014",),
        operations=AUTHORIZE,
        touches=AVAILABILITY,
        on_response=_scope_crash,
    )
)


FAULTS = library.faults
