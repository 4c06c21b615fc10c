"""What every resource owner can do: answer an authorization request with yes or no."""

from __future__ import annotations

from typing import Literal, Protocol

from conformance.oauth.authorize import AuthorizationRequest, AuthorizationResult

Decision = Literal["approve", "deny"]


class ResourceOwner(Protocol):
    """A learner in front of the authorization server."""

    def authorize(
        self, request: AuthorizationRequest, decision: Decision = "approve", *, label: str = "authorize"
    ) -> AuthorizationResult:
        """Send the request, log in where asked, approve or deny, and hand over the redirect or the last page.

        Raises OAuthProblem when the way there is blocked (``login-refused``, ``login-loop``, ``no-login-form`` ...).
        """
        ...

    def close(self) -> None:
        """Give back what the strategy holds (a browser)."""
        ...
