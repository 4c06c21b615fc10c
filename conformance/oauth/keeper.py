"""Keeps a live access token for each set of scopes, so that a run outlasts its tokens."""

from __future__ import annotations

from collections.abc import Callable

from conformance.exchanges import Response
from conformance.oauth.problems import OAuthProblem
from conformance.oauth.tokens import TokenSet, refresh
from conformance.wire import Wire

Obtain = Callable[[frozenset[str]], TokenSet]
"""Gets a token with exactly these scopes (URIs): a code flow, client credentials, or one from the plan."""

MARGIN_SECONDS = 30.0
# A target that answers 401 to everything must not make the run log in for ever.
MAX_REJECTIONS = 3


class TokenKeeper:
    """Gives out header values; renews a token that is about to expire or was rejected, by refresh or from anew.

    ``token_url`` is asked for when a refresh is due (it may come from discovery).
    """

    def __init__(self, wire: Wire, token_url: Callable[[], str], obtain: Obtain) -> None:
        self._wire = wire
        self._token_url = token_url
        self._obtain = obtain
        self._kept: dict[frozenset[str], TokenSet] = {}
        self._rejections: dict[frozenset[str], int] = {}

    def token(self, scopes: frozenset[str]) -> TokenSet:
        """A live token with these scopes.

        Raises OAuthProblem when none can be had.
        """
        known = self._kept.get(scopes)
        if known is None or known.expired(_margin(known)):
            known = self._renew(scopes, known)
        return known

    def header(self, scopes: frozenset[str]) -> str:
        """The value of Authorization for these scopes; raises OAuthProblem like ``token``."""
        return self.token(scopes).header

    def rejected(self, scopes: frozenset[str], response: Response) -> bool:
        """After a 401: true when there is a new token to try again with.

        Raises OAuthProblem like ``token``.
        """
        known = self._kept.get(scopes)
        used = self._rejections.get(scopes, 0)
        challenge = (response.headers.get("www-authenticate") or "").lower()
        another_error = "error=" in challenge and "invalid_token" not in challenge
        if response.status != 401 or known is None or another_error or used >= MAX_REJECTIONS:
            return False
        self._rejections[scopes] = used + 1
        self._renew(scopes, known)
        return True

    def forget(self) -> None:
        """Drop all tokens, after a check has revoked the grants behind them."""
        self._kept.clear()

    def _renew(self, scopes: frozenset[str], known: TokenSet | None) -> TokenSet:
        renewed = None if known is None else self._refreshed(known)
        self._kept[scopes] = fresh = renewed or self._obtain(scopes)
        return fresh

    def _refreshed(self, known: TokenSet) -> TokenSet | None:
        if known.refresh_token is None or known.client is None:
            return None
        try:
            response = refresh(self._wire, self._token_url(), known.client, known.refresh_token)
            fresh = TokenSet.of(response, known.client, " ".join(known.scopes))
        except OAuthProblem:
            return None
        return fresh if fresh.refresh_token else fresh.with_refresh_token(known.refresh_token)


def _margin(known: TokenSet) -> float:
    """Seconds before the end at which a token is renewed; a short-lived one is not renewed at every use."""
    return MARGIN_SECONDS if known.lifetime is None else min(MARGIN_SECONDS, known.lifetime / 4)
