"""The token endpoint (RFC 6749) and revocation (RFC 7009): requests as a check wants them, responses read leniently."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote_plus, urlencode

from conformance.exchanges import Response
from conformance.oauth.authorize import AuthorizationRequest
from conformance.oauth.problems import failed, oauth_error, problem
from conformance.oauth.registration import RegisteredClient
from conformance.wire import Wire

Form = Sequence[tuple[str, str]]
Changes = Mapping[str, str | None] | None
"""Members of a form that replace the right ones, or are left out where the value is ``None``."""


def basic(client: RegisteredClient) -> str:
    """The value of Authorization for a client: both parts form-encoded before base64 (RFC 6749, section 2.3.1)."""
    pair = f"{quote_plus(client.id, errors='replace')}:{quote_plus(client.secret, errors='replace')}"
    return "Basic " + base64.b64encode(pair.encode("ascii")).decode("ascii")


def token_request(
    wire: Wire, url: str, form: Form, client: RegisteredClient | None, label: str = "token request"
) -> Response:
    """Post a form to the token endpoint as it is, with Basic authentication when a client is given."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if client is not None:
        wire.redactor.learn(client.secret, "CLIENT_SECRET")
        headers["Authorization"] = basic(client)
    return wire.send("POST", url, headers=headers, content=urlencode(form, errors="replace").encode(), label=label)


def exchange_code(
    wire: Wire,
    url: str,
    client: RegisteredClient | None,
    code: str,
    request: AuthorizationRequest,
    *,
    changes: Changes = None,
    label: str = "exchange the code",
) -> Response:
    """Exchange a code for tokens; ``changes`` replaces members of a right form, or leaves them out (``None``)."""
    right = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": request.params.get("redirect_uri"),
        "scope": request.params.get("scope"),
        "code_verifier": request.verifier,
    }
    return token_request(wire, url, _form(right, changes), client, label)


def refresh(
    wire: Wire,
    url: str,
    client: RegisteredClient | None,
    refresh_token: str,
    *,
    scope: str | None = None,
    changes: Changes = None,
    label: str = "refresh the token",
) -> Response:
    """Ask for a new access token with a refresh token (RFC 6749, section 6), with ``scope`` only when given."""
    right = {"grant_type": "refresh_token", "refresh_token": refresh_token, "scope": scope}
    return token_request(wire, url, _form(right, changes), client, label)


def client_credentials(
    wire: Wire,
    url: str,
    client: RegisteredClient | None,
    scope: str | None,
    *,
    changes: Changes = None,
    label: str = "client credentials",
) -> Response:
    """Ask for a token of the client itself (RFC 6749, section 4.4)."""
    return token_request(wire, url, _form({"grant_type": "client_credentials", "scope": scope}, changes), client, label)


def revoke(
    wire: Wire,
    url: str,
    client: RegisteredClient | None,
    token: str,
    *,
    hint: str | None = None,
    label: str = "revoke a token",
) -> Response:
    """Revoke a token (RFC 7009, section 2.1); ``hint`` is ``access_token`` or ``refresh_token``."""
    wire.redactor.learn(token, "TOKEN")
    return token_request(wire, url, _form({"token": token, "token_type_hint": hint}, None), client, label)


@dataclass(frozen=True, slots=True)
class TokenSet:
    """What a token endpoint granted.

    ``scopes`` are those of the response, or those asked for when it has none. ``expires_at`` is in seconds of the
    monotonic clock, which nobody sets, and ``lifetime`` in seconds, both ``None`` when the server does not say.
    ``client`` is whom the tokens were issued to, if known.
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    scopes: tuple[str, ...] = ()
    expires_at: float | None = None
    client: RegisteredClient | None = None
    response: Response | None = field(default=None, repr=False)
    lifetime: float | None = None

    @property
    def header(self) -> str:
        """The value of Authorization (RFC 6750, section 2.1)."""
        return f"Bearer {self.access_token}"

    def expired(self, margin: float = 30.0) -> bool:
        """True when the access token ends within ``margin`` seconds; false when its end is not known."""
        return self.expires_at is not None and time.monotonic() + margin >= self.expires_at

    def with_refresh_token(self, refresh_token: str) -> TokenSet:
        """The same with the old refresh token, which stays valid when a refresh returns none (RFC 6749, section 6)."""
        return replace(self, refresh_token=refresh_token)

    @classmethod
    def of(cls, response: Response, client: RegisteredClient | None = None, requested: str = "") -> TokenSet:
        """The tokens in a response of the token endpoint; ``requested`` is the scope that was asked for.

        Raises OAuthProblem: a failure of the exchange under its own code, else ``token-refused``.
        """
        if response.failure is not None:
            raise failed(response, "token request")
        body = response.json_object()
        access = body.get("access_token")
        # A 201 is wrong (OAUTH-TOK-009), but what it brings can be used.
        if response.status not in {200, 201} or not isinstance(access, str) or not access:
            client_refused = body.get("error") == "invalid_client"
            raise problem(
                "token-refused",
                f"The token endpoint gave no access token: {oauth_error(response)}.",
                likely="The client id or its secret is wrong."
                if client_refused
                else "The client, its secret or the grant is not accepted.",
                todo="Compare client.id and client.secret in the plan with the target."
                if client_refused
                else "Look at the exchange, and compare the client with the target.",
                response=response,
            )
        scope, fresh, lifetime = body.get("scope"), body.get("refresh_token"), _seconds(body.get("expires_in"))
        return cls(
            access_token=access,
            refresh_token=fresh if isinstance(fresh, str) and fresh else None,
            scopes=tuple((scope if isinstance(scope, str) else requested).split()),
            expires_at=None if lifetime is None else time.monotonic() + lifetime,
            lifetime=lifetime,
            client=client,
            response=response,
        )

    @classmethod
    def given(cls, access_token: str, refresh_token: str | None = None, scopes: Iterable[str] = ()) -> TokenSet:
        """Tokens that were issued beforehand, with their scopes as the server writes them."""
        return cls(access_token, refresh_token, tuple(scopes))


def _seconds(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def _form(right: Mapping[str, str | None], changes: Changes) -> Form:
    return [(name, value) for name, value in {**right, **(changes or {})}.items() if value is not None]
