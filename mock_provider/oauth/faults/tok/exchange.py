"""The exchange of a code."""

from __future__ import annotations

import base64

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, when
from mock_provider.oauth.faults._requests import caller, is_known, show_client, show_code, stored_code
from mock_provider.oauth.faults._responses import error
from mock_provider.oauth.flows import challenge_of
from mock_provider.store.digests import digest

library = Library()
TOKEN = ("token",)
_VERIFIER = "a-verifier-that-the-server-makes-up-for-the-client"
_SECRET = "a-secret-that-the-server-makes-up-for-the-client"


def _any_verifier(request: Request) -> None:
    given = request.form.get("code_verifier", "")
    verifier = given if given.isascii() and given else _VERIFIER
    if "code" in request.form:
        request.form = {**request.form, "code_verifier": verifier}
        show_code(request, challenge=challenge_of(verifier))


library.add(
    Fault(
        id="tok-verifier-not-compared",
        title="Any code_verifier is taken",
        how="The challenge is stored with the code.\nNobody compares it at the exchange.",
        breaks=("OAUTH-TOK-005",),
        operations=TOKEN,
        on_request=_any_verifier,
    )
)


def _missing_verifier(request: Request) -> None:
    if "code_verifier" not in request.form:
        _any_verifier(request)


library.add(
    Fault(
        id="tok-verifier-not-needed",
        title="A code is exchanged without code_verifier",
        how="The verifier is compared when there is one.\nWithout one the comparison is skipped.",
        breaks=("OAUTH-TOK-005",),
        operations=TOKEN,
        on_request=_missing_verifier,
    )
)


def _verifier_crash(response: Response) -> None:
    if response.status == 400 and b"code_verifier" in response.body:
        error(500, "server_error")(response)


library.add(
    Fault(
        id="tok-verifier-crash",
        title="A wrong code_verifier ends in a 500",
        how="The comparison raises an error of its own.\nThe endpoint does not know it.",
        breaks=("OAUTH-TOK-005",),
        consequences={"OAUTH-TOK-013": "a 500 is not an error of RFC 6749"},
        operations=TOKEN,
        touches=AVAILABILITY,
        on_response=_verifier_crash,
    )
)


def _any_secret(request: Request) -> None:
    client_id, secret = caller(request)
    if secret:
        show_client(request, client_id, secret_hash=digest(secret))


library.add(
    Fault(
        id="tok-any-secret",
        title="Any client secret is taken",
        how="Only the client_id is looked up.\nThe secret was left for later.",
        breaks=("OAUTH-TOK-006",),
        operations=TOKEN,
        on_request=_any_secret,
    )
)


def _no_secret(request: Request) -> None:
    client_id = request.form.get("client_id", "")
    if client_id and "authorization" not in request.headers:
        show_client(request, client_id, secret_hash=digest(_SECRET))
        pair = base64.b64encode(f"{client_id}:{_SECRET}".encode()).decode()
        request.headers["authorization"] = f"Basic {pair}"


library.add(
    Fault(
        id="tok-no-secret",
        title="A client with a secret may leave it out",
        how="Public clients send their client_id in the body.\nNobody asks whether this one is public.",
        breaks=("OAUTH-TOK-006",),
        operations=TOKEN,
        on_request=_no_secret,
    )
)


library.add(
    Fault(
        id="tok-wrong-secret-is-bad-grant",
        title="A wrong client secret is reported as invalid_grant",
        how="Code and client are looked up in one query.\nWhen it finds nothing it must be the code.",
        breaks=("OAUTH-TOK-006",),
        operations=TOKEN,
        on_response=when(401, change=error(400, "invalid_grant")),
    )
)


library.add(
    Fault(
        id="tok-wrong-secret-403",
        title="A wrong client secret is answered 403",
        how="The gateway checks the credentials.\nIt answers what it answers elsewhere.",
        breaks=("OAUTH-TOK-006",),
        consequences={"OAUTH-TOK-013": "an unknown client is answered 403 too"},
        operations=TOKEN,
        on_response=when(401, change=lambda response: setattr(response, "status", 403)),
    )
)


def _any_redirect_uri(request: Request) -> None:
    if "redirect_uri" in request.form:
        show_code(request, redirect_uri=request.form["redirect_uri"])


library.add(
    Fault(
        id="tok-redirect-uri-not-compared",
        title="A code is exchanged with another redirect_uri",
        how="redirect_uri is required, and looks right.\nIt is not stored with the code.",
        breaks=("OAUTH-TOK-007",),
        operations=TOKEN,
        on_request=_any_redirect_uri,
    )
)


def _no_redirect_uri(request: Request) -> None:
    row = stored_code(request)
    if row is not None and "redirect_uri" not in request.form:
        request.form = {**request.form, "redirect_uri": row.redirect_uri}


library.add(
    Fault(
        id="tok-redirect-uri-not-needed",
        title="A code is exchanged without redirect_uri",
        how="redirect_uri is compared when there is one.\nWithout one the comparison is skipped.",
        breaks=("OAUTH-TOK-007",),
        operations=TOKEN,
        on_request=_no_redirect_uri,
    )
)


def _any_client(request: Request) -> None:
    client_id, secret = caller(request)
    if is_known(request, client_id, secret):
        show_code(request, client_id=client_id)


library.add(
    Fault(
        id="tok-code-of-any-client",
        title="A code is exchanged by another client than it was issued to",
        how="The client is authenticated, the code is good.\nThat they belong together is not asked.",
        breaks=("OAUTH-TOK-008",),
        operations=TOKEN,
        on_request=_any_client,
    )
)


FAULTS = library.faults
