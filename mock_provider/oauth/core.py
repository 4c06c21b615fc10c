"""Authlib's framework-free protocol core, joined to Starlette and to our store.

Rules that Authlib leaves open or sees more loosely are settled here and in ``flows``: Basic authentication only,
no repeated parameters, errors sent only to a redirect URI that is registered, ``iss`` in every redirect.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import (
    AuthorizationServer,
    InvalidClientError,
    InvalidGrantError,
    InvalidRequestError,
    UnsupportedGrantTypeError,
)
from starlette.responses import JSONResponse, Response

from mock_provider.http.notes import refused
from mock_provider.oauth.addresses import Endpoints
from mock_provider.oauth.client import RegisteredClient
from mock_provider.oauth.messages import shown
from mock_provider.oauth.requests import ClientAuthenticationError, ProtocolRequest, RegistrationRequest, credentials_of
from mock_provider.oauth.settings import AuthorizationSettings
from mock_provider.store.clients import Client
from mock_provider.store.digests import digest, new_secret
from mock_provider.store.grants import GrantStore
from mock_provider.store.tokens import Issue

Clock = Callable[[], float]

# At debug level Authlib writes the tokens that it issues into the log.
logging.getLogger("authlib.oauth2").setLevel(logging.INFO)

# Compared with when the client is unknown, so that both cases take the same path.
_NOBODY = Client("", digest(new_secret()), {}, 0)


class ResponseTypeError(OAuth2Error):  # type: ignore[misc]
    """Any response type but ``code``; unlike Authlib's own it repeats nothing of what the client sent."""

    error = "unsupported_response_type"
    description = "the response type is code"


class GrantTypeError(OAuth2Error):  # type: ignore[misc]
    """A grant type that is not offered; repeats nothing of what the client sent."""

    error = "unsupported_grant_type"


class Core(AuthorizationServer):  # type: ignore[misc]
    """The authorization server of RFC 6749, in Authlib's terms; grants and endpoints are registered from outside."""

    def __init__(self, store: GrantStore, endpoints: Endpoints, settings: AuthorizationSettings, clock: Clock) -> None:
        super().__init__(scopes_supported=list(settings.offered))
        self.store = store
        self.endpoints = endpoints
        self.settings = settings
        self.clock = clock

    def now(self) -> int:
        """Epoch seconds."""
        return int(self.clock())

    # What Authlib asks a framework integration for

    def create_oauth2_request(self, request: ProtocolRequest) -> ProtocolRequest:
        """Requests are made by our routes."""
        return request

    def create_json_request(self, request: RegistrationRequest) -> RegistrationRequest:
        """Requests are made by our routes."""
        return request

    def handle_response(self, status: int, body: object, headers: list[tuple[str, str]]) -> Response:
        """A Starlette response; one that redirects names the issuer (RFC 9207 section 2)."""
        fields = dict(headers)
        if "Location" in fields:
            fields["Location"] = add_params_to_uri(fields["Location"], [("iss", self.endpoints.issuer)])
        fields.setdefault("Cache-Control", "no-store")
        if isinstance(body, dict):
            return JSONResponse(body, status, fields)
        return Response(str(body), status, fields)

    def handle_error_response(self, request: object, error: OAuth2Error) -> Response:
        """The response for an error, which is noted as the reason."""
        refused(f"{error.error}: {error.get_error_description()}".rstrip(": "))
        response: Response = super().handle_error_response(request, error)
        return response

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Nobody listens."""

    def query_client(self, client_id: str) -> RegisteredClient | None:
        """The registered client of that id."""
        found = self.store.client(client_id)
        return RegisteredClient(found) if found else None

    def validate_requested_scope(self, scope: str | None) -> None:
        """Unknown scopes are left out of the grant rather than refused; see ``RegisteredClient.get_allowed_scope``."""

    # Rules on top of Authlib

    def authenticate_client(
        self,
        request: ProtocolRequest,
        methods: object,  # noqa: ARG002
        endpoint: str = "token",  # noqa: ARG002
    ) -> RegisteredClient:
        """The client that the Basic credentials are of; raises the errors of RFC 6749 section 5.2."""
        client_id, secret = credentials_of(request)
        client = self.store.client(client_id)
        right = (client or _NOBODY).has_secret(secret)
        if client is None:
            raise ClientAuthenticationError("no client is registered under the client_id in the Authorization header")
        if not right:
            raise ClientAuthenticationError("the client_secret in the Authorization header is not that of the client")
        if request.form.get("client_id", client_id) != client_id:
            raise InvalidRequestError("client_id differs from the one in the Authorization header")
        return RegisteredClient(client)

    def get_authorization_grant(self, request: ProtocolRequest) -> Any:
        """The grant for an authorization request; errors go to the client only when its redirect URI is known."""
        redirect_uri = self._trusted_redirect_uri(request)
        repeated = request.parameters.repeated()
        if repeated:
            raise InvalidRequestError("a parameter is there more than once", redirect_uri=redirect_uri)
        for name in ("response_type", "state"):
            if not request.parameters.get(name):
                raise InvalidRequestError(f"{name} is required", redirect_uri=redirect_uri)
        if request.payload.response_type != "code":
            raise ResponseTypeError(redirect_uri=redirect_uri)
        return super().get_authorization_grant(request)

    def _trusted_redirect_uri(self, request: ProtocolRequest) -> str:
        if request.parameters.repeated(("client_id", "redirect_uri")):
            raise InvalidRequestError("client_id or redirect_uri is there more than once")
        client = self.query_client(request.payload.client_id or "")
        if client is None:
            named = request.payload.client_id
            raise InvalidClientError(f"there is no client {shown(named)}" if named else "client_id is missing")
        redirect_uri = request.payload.redirect_uri
        if not redirect_uri or not client.check_redirect_uri(redirect_uri):
            came = f"redirect_uri is {shown(redirect_uri)}" if redirect_uri else "redirect_uri is missing"
            registered = ", ".join(map(shown, client.redirect_uris))
            raise InvalidRequestError(f"{came}; the client has registered {registered or 'none'}")
        return str(redirect_uri)

    def get_token_grant(self, request: ProtocolRequest) -> Any:
        """The grant for a token request."""
        if request.parameters.repeated():
            raise InvalidRequestError("a parameter is there more than once")
        if not request.payload.grant_type:
            raise InvalidRequestError("grant_type is required")
        try:
            return super().get_token_grant(request)
        except UnsupportedGrantTypeError as error:
            offered = ", ".join(self.settings.grant_types)
            raise GrantTypeError(f"this grant type is not offered; there are {offered}") from error

    def create_token_response(self, request: ProtocolRequest) -> Response:
        """The response of the token endpoint, errors included."""
        try:
            response: Response = super().create_token_response(request)
        except OAuth2Error as error:
            response = self.handle_error_response(request, error)
        return response

    def generate_token(  # noqa: PLR0917
        self,
        grant_type: str,  # noqa: ARG002
        client: RegisteredClient,  # noqa: ARG002
        user: str | None = None,  # noqa: ARG002
        scope: str | None = None,
        expires_in: int | None = None,
        include_refresh_token: bool = True,
    ) -> dict[str, Any]:
        """A token response (RFC 6749 section 5.1) with random tokens of 256 bits."""
        token: dict[str, Any] = {
            "access_token": new_secret(),
            "token_type": "Bearer",
            "expires_in": expires_in or self.settings.access_token_seconds,
            "scope": scope or "",
        }
        if include_refresh_token and self.settings.refresh:
            token["refresh_token"] = new_secret()
        return token

    def save_token(self, token: Mapping[str, Any], request: ProtocolRequest) -> None:
        """Stores what is about to be handed out; raises ``invalid_grant`` when its code or token was used meanwhile."""
        now = self.now()
        code, old = request.authorization_code, request.refresh_token
        refresh_scope = code.stored.scope if code else old.stored.scope if old else ""
        issue = Issue(
            access=token["access_token"],
            access_scope=token["scope"],
            access_expires_at=now + token["expires_in"],
            refresh=token.get("refresh_token"),
            refresh_scope=refresh_scope,
            refresh_expires_at=now + self.settings.refresh_token_seconds,
        )
        if code:
            given = self.store.redeem(code.stored, issue, now)
        elif old:
            given = self.store.renew(old.stored, issue, now, rotate=self.settings.rotation)
        else:
            self.store.issue(request.client.stored, issue)
            given = True
        if not given:
            raise InvalidGrantError("it was used a moment ago, or the user has withdrawn the grant")
