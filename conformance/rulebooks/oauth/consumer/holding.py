"""How a right client gets its tokens, keeps them while they last, and has them renewed."""

from __future__ import annotations

import time

from conformance.exchanges import Response
from conformance.oauth import (
    AuthorizationRequest,
    RegisteredClient,
    TokenSet,
    client_credentials,
    exchange_code,
    refresh,
)
from conformance.rulebooks.oauth.consumer.authorizing import Authorizing
from conformance.traffic.assignment import RefusedError

_SPARE_SECONDS = 5.0


class Holding(Authorizing):
    """Holds tokens."""

    def new_tokens(self) -> TokenSet:
        """Tokens by a login of the learner, or of the client itself where it acts for itself."""
        client = self.client()
        if self.assignment.client_credentials:
            scope = " ".join(self.asked_scopes(client))
            answer = client_credentials(self.wire, self.endpoints().need("token"), client, scope)
            return self.keep_tokens(self.granted(answer, scope))
        request = self.authorization_request(client)
        code = self.code(request, self.visit(request))
        return self.keep_tokens(self.granted(self.exchange(client, code, request), request.params["scope"]))

    def exchange(self, client: RegisteredClient, code: str, request: AuthorizationRequest) -> Response:
        """Exchange the code."""
        return exchange_code(self.wire, self.endpoints().need("token"), client, code, request)

    def granted(self, response: Response, scope: str) -> TokenSet:
        """The tokens of a response; one of a type that the client does not know is not used (RFC 6749 section 7.1)."""
        tokens = TokenSet.of(response, requested=scope)
        kind = response.json_object().get("token_type")
        if not isinstance(kind, str) or kind.lower() != "bearer":
            raise RefusedError(f"a token of the type {kind!r} is of no use to this consumer")
        return tokens

    def keep_tokens(self, tokens: TokenSet) -> TokenSet:
        """Keep the tokens of the learner for the next start."""
        until = None if tokens.lifetime is None else time.time() + tokens.lifetime - _SPARE_SECONDS
        kept = {"access": tokens.access_token, "refresh": tokens.refresh_token, "until": until, "scopes": tokens.scopes}
        self.state.keep("tokens", self.owner, kept)
        return tokens

    def tokens(self) -> TokenSet:
        """Tokens of the learner: kept ones while they last, refreshed ones, or those of a new login."""
        kept = self.state.get("tokens", self.owner)
        if kept is None or not set(self.scopes()) & {*kept["scopes"]}:
            return self.new_tokens()
        tokens = TokenSet.given(kept["access"], kept["refresh"], kept["scopes"])
        if kept["until"] is not None and kept["until"] <= time.time():
            return self.renewed(tokens)
        return tokens

    def renewed(self, tokens: TokenSet) -> TokenSet:
        """Tokens in the place of dead ones: by the refresh token, which is used once, else by a new login."""
        if tokens.refresh_token is None:
            return self.new_tokens()
        answer = self.refresh(tokens.refresh_token)
        if answer.status == 400:
            self.state.keep("tokens", self.owner, None)
            return self.new_tokens()
        fresh = self.granted(answer, " ".join(tokens.scopes))
        # Without a new refresh token the old one stays (RFC 6749 section 6).
        return self.keep_tokens(fresh if fresh.refresh_token else fresh.with_refresh_token(tokens.refresh_token))

    def refresh(self, refresh_token: str) -> Response:
        """Send the refresh token that came last."""
        return refresh(self.wire, self.endpoints().need("token"), self.client(), refresh_token)
