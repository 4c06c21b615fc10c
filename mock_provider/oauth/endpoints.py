"""Registration (RFC 7591), revocation (RFC 7009) and the server's metadata (RFC 8414)."""

from __future__ import annotations

from typing import Any

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidGrantError, InvalidRequestError
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7591 import ClientRegistrationEndpoint

from mock_provider.oauth.client import RegisteredClient
from mock_provider.oauth.core import Core
from mock_provider.oauth.registration import RegistrationError, accept
from mock_provider.oauth.requests import ProtocolRequest, RegistrationRequest
from mock_provider.store.digests import new_secret
from mock_provider.store.tokens import StoredToken


class OpenRegistration(ClientRegistrationEndpoint):  # type: ignore[misc]
    """Registration without an initial access token, with the members that Open Badges 2.1 requires."""

    server: Core

    def authenticate_token(self, request: RegistrationRequest) -> bool:  # noqa: ARG002
        """Anybody may register."""
        return True

    def extract_client_metadata(self, request: RegistrationRequest) -> dict[str, Any]:
        """The metadata to register; raises the errors of RFC 7591 section 3.2.2."""
        try:
            return accept(request.payload.data, self.server.settings)
        except RegistrationError as error:
            raise OAuth2Error(error=error.code, description=str(error)) from error

    def generate_client_info(self, request: RegistrationRequest) -> dict[str, Any]:  # noqa: ARG002
        """A new id and a new secret that does not expire."""
        return {
            "client_id": new_secret(),
            "client_secret": new_secret(),
            "client_id_issued_at": self.server.now(),
            "client_secret_expires_at": 0,
        }

    def save_client(self, client_info: dict[str, Any], client_metadata: dict[str, Any], request: object) -> object:  # noqa: ARG002
        """Stores the client."""
        return self.server.store.add_client(
            client_info["client_id"],
            client_info["client_secret"],
            client_metadata,
            client_info["client_id_issued_at"],
        )


class Revocation(RevocationEndpoint):  # type: ignore[misc]
    """Ends a token for the client that it was issued to; an unknown token is not an error."""

    CLIENT_AUTH_METHODS = ("client_secret_basic",)
    server: Core

    def authenticate_token(self, request: ProtocolRequest, client: RegisteredClient) -> StoredToken | None:
        """The token to end; raises ``invalid_grant`` for another client's.

        ``token_type_hint`` is not needed, and an unknown one does not matter (RFC 7009 section 2.2).
        """
        if request.parameters.repeated():
            raise InvalidRequestError("a parameter is there more than once")
        token = request.parameters.get("token")
        if not token:
            raise InvalidRequestError("token is required")
        found = self.server.store.token(token, self.server.now())
        if found and found.client_id != client.get_client_id():
            raise InvalidGrantError("the token was issued to another client")
        return found

    def revoke_token(self, token: StoredToken, request: ProtocolRequest) -> None:  # noqa: ARG002
        """Ends it."""
        self.server.store.revoke(token, self.server.now())


def install(core: Core) -> None:
    """Registers the endpoints that the settings offer."""
    if core.settings.registration:
        core.register_endpoint(OpenRegistration)
    if core.settings.revocation:
        core.register_endpoint(Revocation)


def server_metadata(core: Core, resource: str) -> dict[str, Any]:
    """The authorization server metadata document; ``resource`` is the base URL of the API that it protects."""
    urls, settings = core.endpoints, core.settings
    document: dict[str, Any] = {
        "issuer": urls.issuer,
        "authorization_endpoint": urls.authorize,
        "token_endpoint": urls.token,
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "scopes_supported": list(settings.offered),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(settings.grant_types),
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "protected_resources": [resource],
    }
    if settings.registration:
        document["registration_endpoint"] = urls.register
    if settings.revocation:
        document["revocation_endpoint"] = urls.revoke
        document["revocation_endpoint_auth_methods_supported"] = ["client_secret_basic"]
    return document
