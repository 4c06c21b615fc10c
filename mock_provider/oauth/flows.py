"""The three ways to a token: authorization code with PKCE, refresh with rotation, client credentials."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749 import (
    InvalidGrantError,
    InvalidRequestError,
    InvalidScopeError,
    UnauthorizedClientError,
    grants,
)
from authlib.oauth2.rfc7636 import CodeChallenge

from mock_provider.encoding import to_base64url
from mock_provider.oauth.client import RegisteredClient
from mock_provider.oauth.core import Core
from mock_provider.oauth.messages import shown
from mock_provider.oauth.requests import ProtocolRequest, wants_consent
from mock_provider.oauth.settings import offline, without_offline
from mock_provider.store.codes import Code
from mock_provider.store.digests import new_secret
from mock_provider.store.tokens import StoredToken

# An S256 challenge is the Base64url of 32 bytes; a verifier is of RFC 7636 section 4.1.
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


class IssuedCode:
    """An authorization code of the store with the answers that Authlib's grant asks for."""

    def __init__(self, code: Code) -> None:
        self.stored = code

    def get_redirect_uri(self) -> str:
        """The redirect URI of the authorization request."""
        return self.stored.redirect_uri

    def get_scope(self) -> str:
        """What the user allowed."""
        return self.stored.scope


class RefreshToken:
    """A refresh token of the store with the answers that Authlib's grant asks for."""

    def __init__(self, token: StoredToken) -> None:
        self.stored = token

    def check_client(self, client: RegisteredClient) -> bool:
        """True for the client that it was issued to."""
        return self.stored.client_id == client.get_client_id()

    def get_scope(self) -> str:
        """What the user allowed."""
        return self.stored.scope


class StrictChallenge(CodeChallenge):  # type: ignore[misc]
    """PKCE with S256, required of every client (Authlib's own binds public clients only and takes ``plain``)."""

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:  # noqa: ARG002
        """Checks the authorization request; raises ``invalid_request``."""
        given = grant.request.payload.data
        if given.get("code_challenge_method") != "S256":
            raise InvalidRequestError("code_challenge_method is required and S256")
        if not _CHALLENGE.fullmatch(given.get("code_challenge", "")):
            raise InvalidRequestError("code_challenge is required, 43 characters of Base64url")

    def validate_code_verifier(self, grant: Any, result: object) -> None:  # noqa: ARG002
        """Checks the token request; raises ``invalid_grant``."""
        verifier = grant.request.form.get("code_verifier", "")
        challenge = grant.request.authorization_code.stored.challenge
        if not verifier:
            raise InvalidGrantError("code_verifier is missing")
        if not _VERIFIER.fullmatch(verifier):
            raise InvalidGrantError("code_verifier is not 43 to 128 characters of A-Z a-z 0-9 - . _ ~")
        if hmac.compare_digest(verifier, challenge):
            raise InvalidGrantError("code_verifier is the code_challenge itself; with S256 that is its hash")
        if not hmac.compare_digest(challenge_of(verifier), challenge):
            raise InvalidGrantError("code_verifier does not match: its SHA-256 in Base64url is not the code_challenge")


class AuthorizationCodeFlow(grants.AuthorizationCodeGrant):  # type: ignore[misc]
    """Authorization code (RFC 6749 section 4.1): a code works once, a second use revokes what the first one gave."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)
    server: Core
    request: ProtocolRequest

    def validate_authorization_request(self) -> Any:
        """Settles the scope; where refresh tokens need a prompt, ``offline_access`` is granted for ``consent`` only."""
        redirect_uri = super().validate_authorization_request()
        if self.server.settings.refresh_by_consent and not wants_consent(self.request):
            self.request.scope = without_offline(self.request.scope)
        return redirect_uri

    def create_authorization_response(self, redirect_uri: str, grant_user: str | None) -> Any:
        """Adds the granted scope to the redirect with the code."""
        status, body, headers = super().create_authorization_response(redirect_uri, grant_user)
        location = add_params_to_uri(dict(headers)["Location"], [("scope", self.request.scope)])
        return status, body, [("Location", location)]

    def generate_authorization_code(self) -> str:
        """A random code of 256 bits."""
        return new_secret()

    def save_authorization_code(self, code: str, request: ProtocolRequest) -> None:
        """Stores the code and the user's grant."""
        self.server.store.authorize(
            code=code,
            client_id=request.client.get_client_id(),
            username=request.user,
            redirect_uri=request.payload.redirect_uri,
            scope=request.scope,
            challenge=request.payload.data["code_challenge"],
            now_ms=int(self.server.clock() * 1000),
            seconds=self.server.settings.code_seconds,
        )

    def query_authorization_code(self, code: str, client: RegisteredClient) -> IssuedCode | None:
        """The code when it is this client's, fresh, unused and for this redirect URI; raises ``invalid_grant``."""
        found = self.server.store.code(code)
        if found is None:
            raise InvalidGrantError("this server has not issued this code")
        if found.client_id != client.get_client_id():
            raise InvalidGrantError("the code was issued to another client")
        now = self.server.now()
        if found.redeemed:
            self.server.store.revoke_family(found.family, now, grant_id=found.grant_id)
            raise InvalidGrantError("the code was used before; the tokens that it gave are revoked now")
        if found.expires_at <= now:
            raise InvalidGrantError(f"the code has expired; it lives {self.server.settings.code_seconds} seconds")
        _same_redirect_uri(self.request.payload.redirect_uri, found.redirect_uri)
        return IssuedCode(found)

    def authenticate_user(self, authorization_code: IssuedCode) -> str:
        """The user who allowed it."""
        return authorization_code.stored.username

    def generate_token(self, **options: Any) -> Any:
        """Gives a refresh token only for ``offline_access``."""
        wanted = options["include_refresh_token"] and offline(options["scope"])
        return super().generate_token(**{**options, "include_refresh_token": wanted})

    def delete_authorization_code(self, authorization_code: IssuedCode) -> None:
        """Nothing to do: storing the token marks the code as used, in one transaction."""


class RefreshFlow(grants.RefreshTokenGrant):  # type: ignore[misc]
    """Refresh (RFC 6749 section 6) with rotation: an old refresh token that comes back revokes its family."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)
    server: Core

    def authenticate_refresh_token(self, refresh_token: str) -> RefreshToken | None:
        """The refresh token when it is alive and has the scope; raises ``invalid_grant`` or ``invalid_scope``.

        Only its own client can set off the revocation of a rotated one.
        """
        now = self.server.now()
        found = self.server.store.token(refresh_token, now)
        if found is None:
            raise InvalidGrantError("this server has not issued this refresh token")
        if found.kind != "refresh":
            raise InvalidGrantError("this is an access token, not a refresh token")
        if found.client_id != self.request.client.get_client_id():
            raise InvalidGrantError("the refresh token was issued to another client")
        if found.rotated:
            self.server.store.revoke_family(found.family, now, grant_id=found.grant_id)
            raise InvalidGrantError("the refresh token was used before; all tokens of its grant are revoked now")
        if found.dead:
            raise InvalidGrantError(f"the refresh token {'is revoked' if found.revoked else 'has expired'}")
        _has_scope(self.request.payload.scope, found.scope)
        return RefreshToken(found)

    def authenticate_user(self, refresh_token: RefreshToken) -> str | None:
        """The user who allowed it."""
        return refresh_token.stored.username

    def issue_token(self, user: str, refresh_token: RefreshToken) -> Any:
        """An access token with the same scopes or fewer, and a new refresh token when tokens rotate."""
        scope = " ".join(dict.fromkeys((self.request.payload.scope or refresh_token.get_scope()).split()))
        if not scope:
            raise InvalidScopeError()
        return self.generate_token(user=user, scope=scope, include_refresh_token=self.server.settings.rotation)

    def revoke_old_credential(self, refresh_token: RefreshToken) -> None:
        """Nothing to do: storing the token retires the old one, in one transaction."""


class ClientCredentialsFlow(grants.ClientCredentialsGrant):  # type: ignore[misc]
    """Client credentials (RFC 6749 section 4.4) for systems that know each other, with the scopes of the API."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)
    server: Core

    def validate_token_request(self) -> None:
        """Authenticates the client and narrows the scopes; raises ``invalid_scope`` when none is left."""
        client = self.authenticate_token_endpoint_client()
        if not client.check_grant_type(self.GRANT_TYPE):
            raise UnauthorizedClientError("the client is not registered for client_credentials")
        self.request.client = client
        self.request.scope = without_offline(client.get_allowed_scope(self.request.payload.scope))

    def create_token_response(self) -> Any:
        """An access token without a refresh token."""
        token = self.generate_token(scope=self.request.scope, include_refresh_token=False)
        self.save_token(token)
        return 200, token, self.TOKEN_RESPONSE_HEADER


def _same_redirect_uri(came: str | None, first: str) -> None:
    """Raises ``invalid_grant`` unless it is the one of the authorization request (RFC 6749 section 4.1.3)."""
    if came != first:
        what = f"is {shown(came)}" if came else "is missing"
        raise InvalidGrantError(f"redirect_uri {what}; the authorization request had {shown(first)}")


def _has_scope(wanted: str | None, held: str) -> None:
    """Raises ``invalid_scope`` when more is wanted than was granted (RFC 6749 section 6)."""
    more = [scope for scope in (wanted or "").split() if scope not in held.split()]
    if more:
        raise InvalidScopeError(f"{shown(' '.join(more))} was not granted; the refresh token has {shown(held)}")


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a code verifier (RFC 7636 section 4.2)."""
    return to_base64url(hashlib.sha256(verifier.encode("ascii")).digest())


def install(core: Core) -> None:
    """Registers the grants that the settings offer."""
    core.register_grant(AuthorizationCodeFlow, [StrictChallenge(required=True)])
    if core.settings.refresh:
        core.register_grant(RefreshFlow)
    if core.settings.client_credentials:
        core.register_grant(ClientCredentialsFlow)
