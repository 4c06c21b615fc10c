"""Resource owners who need no authorization page: their tokens exist already, or belong to the client itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from conformance.access import TokenSpec
from conformance.oauth.authorize import AuthorizationRequest, AuthorizationResult
from conformance.oauth.owner.protocol import Decision
from conformance.oauth.problems import problem
from conformance.oauth.tokens import TokenSet

__all__ = ["PagelessOwner", "issued_token"]


class PagelessOwner:
    """Stands where the plan logs in by ``token`` or ``client-credentials``: nobody can be sent to a page."""

    def __init__(self, strategy: str) -> None:
        self._strategy = strategy

    def authorize(
        self,
        request: AuthorizationRequest,
        decision: Decision = "approve",
        *,
        label: str = "authorize",
    ) -> AuthorizationResult:
        """Always raises OAuthProblem (``no-authorization-page``)."""
        del request, decision, label
        raise problem(
            "no-authorization-page",
            f"The login strategy {self._strategy} walks through no authorization page.",
            likely="The plan brings tokens instead of a user name and a password.",
            todo="Use the strategy form, browser or manual to judge the authorization code flow.",
        )

    def close(self) -> None:
        """Nothing to give back."""


def issued_token(tokens: Iterable[TokenSpec], scopes: frozenset[str], whole: Callable[[str], str]) -> TokenSet | None:
    """The token of the plan with these scopes (URIs) and the fewest others; ``None`` when none has them all.

    ``whole`` makes the URI of a scope from the short name by which the plan may call it.
    """
    known = (TokenSet.given(each.access_token, each.refresh_token, map(whole, each.scopes)) for each in tokens)
    enough = [token for token in known if frozenset(token.scopes) >= scopes]
    return min(enough, key=lambda token: len(token.scopes), default=None)
