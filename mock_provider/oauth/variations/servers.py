"""What authorization servers by other hands were seen to do: legal, and once taken for a fault."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation

library = Library()


library.add(
    Variation(
        id="var-login-kept",
        title="Nobody is asked to log in: every browser counts as the same user",
        how="A test mode, a kept session or a sign-on of the network.\n"
        "RFC 6749, section 3.1: how the user is authenticated is the server's own.",
        settings={"kept_login": "mira"},
        touches=("login form", "login"),
    )
)

library.add(
    Variation(
        id="var-rfr-by-consent",
        title="A refresh token comes only for prompt=consent",
        how="The server is one of OpenID Connect (Core 1.0, section 11).\n"
        "OAUTH-RFR-001: a refresh token is a MAY; RFC 6749, section 3.3: fewer scopes may be granted than asked for.",
        settings={"refresh_by_consent": True},
        touches=("refresh token",),
    )
)


def _say_access_denied(response: Response) -> None:
    """The error of a redirect to the client is ``access_denied`` where it was ``invalid_scope``."""
    parts = urlsplit(response.headers.get("location", ""))
    members = dict(parse_qsl(parts.query))
    if members.get("error") == "invalid_scope":
        query = urlencode({**members, "error": "access_denied"})
        response.headers["location"] = urlunsplit(parts._replace(query=query))


library.add(
    Variation(
        id="var-aut-scope-denied",
        title="A request without any scope that can be had ends in access_denied",
        how="A policy decides about scopes and says no.\n"
        "RFC 6749, section 4.1.2.1: access_denied is the owner's or the server's refusal; nothing is granted.",
        operations=("authorize", "consent"),
        on_response=_say_access_denied,
        doubts=("OAUTH-AUT-014",),
    )
)


def _say_invalid_request(response: Response) -> None:
    body = response.json
    form = response.request.form
    missing = form.get("grant_type") == "authorization_code" and not form.get("code_verifier")
    if missing and isinstance(body, dict) and body.get("error") == "invalid_grant":
        response.json = {**body, "error": "invalid_request"}


library.add(
    Variation(
        id="var-tok-no-verifier",
        title="A token request without code_verifier is answered invalid_request",
        how="A required parameter is missing, which comes before its value.\n"
        "RFC 6749, section 5.2: invalid_request is for a missing parameter; RFC 7636, 4.6 speaks of a wrong one.",
        operations=("token",),
        on_response=_say_invalid_request,
    )
)


def _say_invalid_client_metadata(response: Response) -> None:
    body = response.json
    if isinstance(body, dict) and body.get("error") == "invalid_redirect_uri":
        response.json = {**body, "error": "invalid_client_metadata"}


library.add(
    Variation(
        id="var-reg-one-error",
        title="Every wrong registration is answered invalid_client_metadata",
        how="One schema judges the whole body.\nRFC 7591, section 3.2.2: a redirect URI is metadata, too.",
        operations=("register",),
        on_response=_say_invalid_client_metadata,
    )
)

library.add(
    Variation(
        id="var-tok-leeway",
        title="An access token that lives two seconds is taken for a minute more",
        how="Clocks of servers differ.\nRFC 7519, section 4.1.4: a small leeway, no more than a few minutes, for skew.",
        settings={"access_token_seconds": 2, "leeway_seconds": 60},
        touches=("token lifetime",),
        doubts=("OAUTH-BRR-002",),
    )
)

VARIATIONS = library.variations
