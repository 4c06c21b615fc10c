"""How a right client sends the learner to log in, and what it makes of the way back."""

from __future__ import annotations

from conformance.access import Credentials
from conformance.oauth import AuthorizationRequest, AuthorizationResult, FormOwner, RedirectResult, RegisteredClient
from conformance.rulebooks.oauth.consumer.flows import OFFLINE_ACCESS
from conformance.rulebooks.oauth.consumer.registering import Registering
from conformance.traffic.assignment import RefusedError
from conformance.wire.redirects import origin


class Authorizing(Registering):
    """Gets a code."""

    def asked_scopes(self, client: RegisteredClient) -> tuple[str, ...]:
        """The scopes to ask for: those of the task that the registration has granted, and a refresh token."""
        wanted = self.scopes()
        if client.scopes is None:
            return wanted
        granted = tuple(scope for scope in wanted if scope in client.scopes)
        if not granted:
            raise RefusedError("the provider has registered none of the scopes that the task needs")
        refreshes = client.scopes is None or OFFLINE_ACCESS in client.scopes
        return (*granted, OFFLINE_ACCESS) if refreshes and not self.assignment.client_credentials else granted

    def authorization_request(self, client: RegisteredClient) -> AuthorizationRequest:
        """The authorization request: state and PKCE fresh each time."""
        return AuthorizationRequest.right(
            self.endpoints().need("authorization"),
            client_id=client.id,
            redirect_uri=client.redirect_uri,
            scope=" ".join(self.asked_scopes(client)),
        )

    def visit(self, request: AuthorizationRequest) -> AuthorizationResult:
        """Send the learner there, who logs in and agrees."""
        who = Credentials(self.assignment.username, self.assignment.password)
        return FormOwner(self.wire, who).authorize(request)

    def code(self, request: AuthorizationRequest, result: AuthorizationResult) -> str:
        """The code of the redirect, when it is the answer to this request."""
        if not isinstance(result, RedirectResult):
            raise RefusedError(f"the login did not come back to the client; the last page has status {result.status}")
        self.compare_state(request, result)
        self.compare_issuer(result)
        if result.error:
            raise RefusedError(f"the provider answers the login with {result.error}")
        if not result.code:
            raise RefusedError("the redirect brings neither a code nor an error")
        return result.code

    def compare_state(self, request: AuthorizationRequest, result: RedirectResult) -> None:
        """A redirect with another state is not the answer to this request (RFC 6749 section 10.12)."""
        if result.state != request.state:
            raise RefusedError("the redirect does not bring back the state that was sent")

    def compare_issuer(self, result: RedirectResult) -> None:
        """A redirect in the name of another host is not the answer to this request (RFC 9207 section 2.4)."""
        issuer = result.params.get("iss")
        if issuer is not None and origin(issuer) != origin(self.endpoints().need("authorization")):
            raise RefusedError("the redirect comes in the name of another issuer")
