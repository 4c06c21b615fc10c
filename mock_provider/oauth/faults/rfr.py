"""RFR: refresh made wrong."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change
from mock_provider.oauth.faults._requests import caller, is_known, show_token, stored_token
from mock_provider.oauth.faults._responses import error, good, members

library = Library()
TOKEN = ("token",)


def _is_refresh(request: Request) -> bool:
    return request.form.get("grant_type") == "refresh_token"


def _refreshes(change: Change) -> Change:
    """Make the change to responses to a refresh only."""
    return lambda response: change(response) if _is_refresh(response.request) else None


library.add(
    Fault(
        id="rfr-no-refresh-token",
        title="offline_access is granted, but no refresh token comes",
        how="offline_access is on the list of scopes.\nNobody connected it with refresh tokens.",
        breaks=("OAUTH-RFR-002",),
        operations=TOKEN,
        on_response=members(refresh_token=None),
    )
)


library.add(
    Fault(
        id="rfr-grant-unknown",
        title="grant_type=refresh_token is not supported",
        how="Refresh tokens are handed out by the library.\nThe grant that takes them is switched off.",
        breaks=("OAUTH-RFR-003",),
        operations=TOKEN,
        on_response=_refreshes(error(400, "unsupported_grant_type")),
    )
)


library.add(
    Fault(
        id="rfr-token-unknown",
        title="A fresh refresh token is refused",
        how="Refresh tokens are kept in the memory of one server.\nThe next request reaches another one.",
        breaks=("OAUTH-RFR-003",),
        operations=TOKEN,
        on_response=_refreshes(error(400, "invalid_grant")),
    )
)


def _secret_in_body(response: Response) -> None:
    if "client_secret" not in response.request.form:
        error(401, "invalid_client")(response)


library.add(
    Fault(
        id="rfr-basic-refused",
        title="A refresh has to have the secret in the body",
        how="The handler of refreshes is older than that of codes.\nIt reads client_secret from the form.",
        breaks=("OAUTH-RFR-003",),
        operations=TOKEN,
        on_response=_refreshes(_secret_in_body),
    )
)


library.add(
    Fault(
        id="rfr-dead-token",
        title="The access token of a refresh does not work",
        how="The new token is made before the transaction.\nThe old one is stored.",
        breaks=("OAUTH-RFR-003",),
        operations=TOKEN,
        on_response=_refreshes(members(access_token="a-token-that-was-never-stored-anywhere-at-all")),
    )
)


library.add(
    Fault(
        id="rfr-no-token",
        title="The answer to a refresh lacks access_token",
        how="Only the refresh token rotates.\nThe access token was thought to live on.",
        breaks=("OAUTH-RFR-003",),
        operations=TOKEN,
        on_response=_refreshes(members(access_token=None)),
    )
)


def _wider(request: Request) -> None:
    if not _is_refresh(request):
        return
    token = request.form.get("refresh_token", "")
    row = stored_token(request, token)
    if row is not None:
        more = request.form.get("scope", "").split()
        show_token(request, token, scope=" ".join(dict.fromkeys([*row.scope.split(), *more])))


library.add(
    Fault(
        id="rfr-wider-scope",
        title="A refresh adds a scope that the learner did not grant",
        how="scope is copied from the request into the new token.\nThe grant is not asked.",
        breaks=("OAUTH-RFR-004",),
        operations=TOKEN,
        on_request=_wider,
    )
)


def _unsaid(request: Request) -> None:
    """Ignore scope, and let ``_scope_unsaid`` say nothing of it."""
    if _is_refresh(request) and "scope" in request.form:
        request.form = {name: value for name, value in request.form.items() if name != "scope"}


library.add(
    Fault(
        id="rfr-scope-unsaid",
        title="A refresh that asks for more does not say what was granted",
        how="scope of a refresh is ignored.\nThe answer leaves it out, which says that all was granted.",
        breaks=("OAUTH-RFR-004",),
        operations=TOKEN,
        on_request=_unsaid,
        on_response=_refreshes(good(members(scope=None))),
    )
)


def _any_client(request: Request) -> None:
    client_id, secret = caller(request)
    if _is_refresh(request) and is_known(request, client_id, secret):
        show_token(request, request.form.get("refresh_token", ""), client_id=client_id)


library.add(
    Fault(
        id="rfr-any-client",
        title="A refresh token works for another client",
        how="The token is looked up by its text alone.\nWhose it is does not matter.",
        breaks=("OAUTH-RFR-005",),
        operations=TOKEN,
        on_request=_any_client,
    )
)


FAULTS = library.faults
