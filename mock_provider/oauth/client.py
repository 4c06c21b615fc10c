"""A registered client, as Authlib's grants ask for one."""

from __future__ import annotations

from authlib.oauth2.rfc6749 import ClientMixin, InvalidScopeError

from mock_provider.oauth.loopback import same_but_for_the_port
from mock_provider.oauth.messages import shown
from mock_provider.oauth.settings import narrow
from mock_provider.store.clients import Client


class RegisteredClient(ClientMixin):  # type: ignore[misc]
    """A client of the store with the answers that Authlib's grants ask for."""

    def __init__(self, client: Client) -> None:
        self.stored = client

    def __repr__(self) -> str:
        return f"<client {self.stored.id}>"

    def get_client_id(self) -> str:
        """Its id."""
        return self.stored.id

    def get_default_redirect_uri(self) -> None:
        """None: the redirect URI is always named in the request."""

    def get_allowed_scope(self, scope: str | None) -> str:
        """The scopes of a request that this client may have; raises ``invalid_scope`` when none of the API is left."""
        registered = str(self.stored.metadata.get("scope", ""))
        allowed = narrow(scope, registered.split())
        if allowed is None:
            came = f"none of {shown(scope)} can be had" if scope else "scope is missing"
            raise InvalidScopeError(f"{came}; this client is registered for {shown(registered)}")
        return allowed

    @property
    def redirect_uris(self) -> tuple[str, ...]:
        """Where it may be sent back to."""
        return tuple(self.stored.metadata.get("redirect_uris", ()))

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """True for exactly a registered one; on a loopback address the port is free (RFC 8252 section 7.3)."""
        return redirect_uri in self.redirect_uris or any(
            same_but_for_the_port(redirect_uri, registered) for registered in self.redirect_uris
        )

    def check_client_secret(self, client_secret: str) -> bool:
        """True for its secret."""
        return self.stored.has_secret(client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:  # noqa: ARG002
        """True for HTTP Basic at every endpoint."""
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        """True for ``code`` of a client that uses redirects."""
        return response_type == "code" and self.check_grant_type("authorization_code")

    def check_grant_type(self, grant_type: str) -> bool:
        """True for a grant type that it registered."""
        return grant_type in self.stored.metadata.get("grant_types", ())
