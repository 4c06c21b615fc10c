"""RVK: the revocation of grants and tokens made wrong."""

from __future__ import annotations

import re

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.kinds import PROTECTED
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, Change, page
from mock_provider.oauth.faults._requests import RequestChange, access_token, grant_is_there, revive, stored_token
from mock_provider.oauth.faults._responses import error

library = Library()
GRANTS = ("grants",)
REVOKE = ("revoke",)
_SWEPT = "a-token-that-was-swept-away-long-ago"


def _names_nobody(response: Response) -> None:
    response.body = re.sub(rb"<h2>.*?</h2>", b"<h2>An application</h2>", response.body)
    response.body = re.sub(rb' aria-label="[^"]*"', b"", response.body)


library.add(
    Fault(
        id="rvk-names-nobody",
        title="The page of grants does not name the clients",
        how="The page shows what is allowed, and since when.\nTo whom was forgotten.",
        breaks=("OAUTH-RVK-001",),
        operations=GRANTS,
        on_response=_names_nobody,
    )
)


def _no_grant_named(request: Request) -> None:
    if request.method == "POST":
        request.form = {**request.form, "grant": "none"}


def _crash(response: Response) -> None:
    if response.request.method == "POST":
        response.status = 500
        page(response)


library.add(
    Fault(
        id="rvk-withdrawal-crashes",
        title="To withdraw a grant ends in a 500",
        how="A foreign key keeps the row alive.\nThe error of the database reaches the learner.",
        breaks=("OAUTH-RVK-001",),
        operations=GRANTS,
        touches=AVAILABILITY,
        on_request=_no_grant_named,
        on_response=_crash,
    )
)


def _nothing_happens(request: Request) -> None:
    if request.method == "POST":
        request.method, request.body = "GET", b""


library.add(
    Fault(
        id="rvk-nothing-happens",
        title="The button to withdraw a grant does nothing",
        how="The button loads the page again.\nThe call behind it was never written.",
        breaks=("OAUTH-RVK-001",),
        operations=GRANTS,
        on_request=_nothing_happens,
    )
)


def _grant_not_asked(request: Request) -> None:
    row = stored_token(request, access_token(request))
    if row is not None and row.grant_id and not grant_is_there(request, row.grant_id):
        revive(request, revoked=True)


library.add(
    Fault(
        id="rvk-tokens-outlive-grant",
        title="Tokens work after their grant was withdrawn",
        how="The grant is deleted.\nTokens stand in another table, and nobody asks for the grant.",
        breaks=("OAUTH-RVK-002",),
        operations=(PROTECTED,),
        on_request=_grant_not_asked,
    )
)


def _revoked_lives(request: Request) -> None:
    revive(request, revoked=True)


library.add(
    Fault(
        id="rvk-tokens-never-looked-up",
        title="Tokens work until they expire, whatever happens",
        how="Tokens are signed, and only the signature is checked.\nNo list of revoked ones is kept.",
        breaks=("OAUTH-RVK-002", "OAUTH-RVK-005"),
        consequences={
            "OAUTH-AUT-017": "tokens of a code that was used twice live on too",
            "OAUTH-BRR-002": "a revoked token is not answered 401",
        },
        operations=(PROTECTED,),
        on_request=_revoked_lives,
    )
)


def _kind(request: Request) -> str:
    row = stored_token(request, request.form.get("token", ""))
    return row.kind if row is not None else ""


def _ignoring(kind: str) -> RequestChange:
    """Look for another token: an unknown one is answered 200 too (RFC 7009), so that the client notices nothing."""

    def change(request: Request) -> None:
        if _kind(request) == kind:
            request.form = {**request.form, "token": _SWEPT}

    return change


library.add(
    Fault(
        id="rvk-refresh-token-ignored",
        title="The revocation of a refresh token is answered 200, but it lives on",
        how="The endpoint looks among access tokens only.\nWhat it does not find is not an error.",
        breaks=("OAUTH-RVK-004",),
        operations=REVOKE,
        on_request=_ignoring("refresh"),
    )
)


def _unsupported(kind: str, status: int = 400) -> Change:
    def change(response: Response) -> None:
        if _kind(response.request) == kind:
            error(status, "unsupported_token_type")(response)

    return change


library.add(
    Fault(
        id="rvk-refresh-token-unsupported",
        title="The revocation endpoint does not support refresh tokens",
        how="unsupported_token_type is allowed by RFC 7009.\nBut not for refresh tokens.",
        breaks=("OAUTH-RVK-004",),
        operations=REVOKE,
        on_response=_unsupported("refresh"),
    )
)


library.add(
    Fault(
        id="rvk-access-token-ignored",
        title="The revocation of an access token is answered 200, but it lives on",
        how="The endpoint looks among refresh tokens only.\nWhat it does not find is not an error.",
        breaks=("OAUTH-RVK-005",),
        consequences={"OAUTH-BRR-002": "a revoked token is not answered 401"},
        operations=REVOKE,
        on_request=_ignoring("access"),
    )
)


library.add(
    Fault(
        id="rvk-access-token-unsupported",
        title="The revocation endpoint does not support access tokens",
        how="Access tokens are signed and cannot be ended.\nThe endpoint says so.",
        breaks=("OAUTH-RVK-005",),
        operations=REVOKE,
        on_response=_unsupported("access"),
    )
)


def _unknown(status: int, code: str) -> Change:
    def change(response: Response) -> None:
        if response.good and not _kind(response.request):
            error(status, code)(response)

    return change


library.add(
    Fault(
        id="rvk-unknown-token-400",
        title="The revocation of an unknown token is answered 400",
        how="A token that is not found was taken for a wrong request.\nThe client only wants it gone.",
        breaks=("OAUTH-RVK-006",),
        operations=REVOKE,
        on_response=_unknown(400, "invalid_request"),
    )
)


library.add(
    Fault(
        id="rvk-unknown-token-404",
        title="The revocation of an unknown token is answered 404",
        how="What is not found is 404 everywhere else.\nRFC 7009 has 200 here.",
        breaks=("OAUTH-RVK-006",),
        operations=REVOKE,
        on_response=_unknown(404, "not_found"),
    )
)


library.add(
    Fault(
        id="rvk-unknown-token-401",
        title="The revocation of an unknown token is answered 401",
        how="The library takes the token for credentials.\nBad credentials are 401.",
        breaks=("OAUTH-RVK-006",),
        operations=REVOKE,
        on_response=_unknown(401, "invalid_token"),
    )
)


FAULTS = library.faults
