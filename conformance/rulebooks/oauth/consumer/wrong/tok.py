"""Consumers that ask for tokens wrongly, or use them wrongly."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from conformance.exchanges import Response
from conformance.oauth import AuthorizationRequest, RegisteredClient, TokenSet, exchange_code
from conformance.oauth.tokens import basic
from conformance.rulebooks.oauth.consumer.client import OAuthClient
from conformance.rulebooks.oauth.consumer.register import wrong
from conformance.traffic.assignment import RefusedError


@wrong("OAUTH-TOK-001")
class TokenByJson(OAuthClient):
    """Asks for the token by a JSON body.

    Every other request of the application is JSON.
    """

    def exchange(self, client: RegisteredClient, code: str, request: AuthorizationRequest) -> Response:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": request.params["redirect_uri"],
            "scope": request.params["scope"],
            "code_verifier": request.verifier,
        }
        wanted = exchange_headers(client) | {"Content-Type": "application/json"}
        return self.wire.send(
            "POST", self.endpoints().need("token"), headers=wanted, content=json.dumps(form).encode(), label="token"
        )


@wrong("OAUTH-TOK-002")
class SecretInBody(OAuthClient):
    """Sends its secret in the body of the token request.

    client_secret_post is the default of its library.
    """

    def exchange(self, client: RegisteredClient, code: str, request: AuthorizationRequest) -> Response:
        changes = {"client_id": client.id, "client_secret": client.secret}
        return exchange_code(self.wire, self.endpoints().need("token"), None, code, request, changes=changes)


@wrong("OAUTH-TOK-003")
class NoScopeAtToken(OAuthClient):
    """Leaves the scope out at the token endpoint.

    RFC 6749 does not ask for it there; the profile does.
    """

    def exchange(self, client: RegisteredClient, code: str, request: AuthorizationRequest) -> Response:
        return exchange_code(self.wire, self.endpoints().need("token"), client, code, request, changes={"scope": None})


@wrong("OAUTH-TOK-017")
class TokenPerPage(OAuthClient):
    """Gets a new token for each request.

    Each page is a job of its own, and each job logs in.
    """

    def tokens(self) -> TokenSet:
        return self.new_tokens()


_NOT_IN_HEADER = "the token is not in the header"


@wrong(
    "OAUTH-TOK-018",
    consequences={
        "OAUTH-BRR-001": _NOT_IN_HEADER,
        "OAUTH-BRR-011": _NOT_IN_HEADER,
        "OAUTH-BRR-012": "a redirect to another host has the query of the request, and the token in it",
    },
)
class TokenInQuery(OAuthClient):
    """Sends its token in the query.

    A link that works in a browser was easier to debug.
    """

    def authorization(self, tokens: TokenSet, url: str) -> dict[str, str]:  # noqa: ARG002
        return {}

    def address(self, tokens: TokenSet, url: str) -> str:
        if not self.is_own(url):
            return url
        return f"{url}{'&' if '?' in url else '?'}{urlencode({'access_token': tokens.access_token})}"


@wrong("OAUTH-TOK-019")
class StrictTokens(OAuthClient):
    """Refuses a token response with a member that it does not know.

    The response is read into a class that allows no other fields.
    """

    def granted(self, response: Response, scope: str) -> TokenSet:
        known = {"access_token", "token_type", "expires_in", "refresh_token", "scope"}
        unknown = {*response.json_object()} - known
        if response.status == 200 and unknown:
            raise RefusedError(f"unexpected members: {', '.join(sorted(unknown))}")
        return super().granted(response, scope)


@wrong("OAUTH-TOK-020")
class AnyTokenType(OAuthClient):
    """Uses a token of whatever type as a bearer token.

    token_type is never read.
    """

    def granted(self, response: Response, scope: str) -> TokenSet:
        return TokenSet.of(response, requested=scope)


@wrong("OAUTH-BRR-001", consequences={"OAUTH-BRR-011": "a token under another scheme counts for none"})
class TokenScheme(OAuthClient):
    """Sends its token under another scheme than Bearer.

    Another API of the same vendor wants "Token".
    """

    def authorization(self, tokens: TokenSet, url: str) -> dict[str, str]:
        return dict.fromkeys(super().authorization(tokens, url), f"Token {tokens.access_token}")


@wrong("OAUTH-BRR-009")
class AllScopes(OAuthClient):
    """Asks for every scope that the provider offers.

    The list in the discovery document is sent back as it is.
    """

    def scopes(self) -> tuple[str, ...]:
        return tuple(self.facts.scope_uri(name) for name in self.facts.scopes)


@wrong("OAUTH-BRR-011", tasks=("write",))
class PostsWithReadToken(OAuthClient):
    """Posts with a token that may only read.

    The scope was asked for when the application could only read.
    """

    def claims(self) -> tuple[str, ...]:
        return ("read",)


@wrong("OAUTH-RFR-007")
class LogsInAgain(OAuthClient):
    """Sends the learner to log in again when a token has ended.

    The refresh token is never read.
    """

    def renewed(self, tokens: TokenSet) -> TokenSet:  # noqa: ARG002
        return self.new_tokens()


@wrong("OAUTH-RFR-008")
class KeepsFirstRefreshToken(OAuthClient):
    """Keeps the first refresh token, whatever comes back.

    Only the access token of a refresh is read.
    """

    def keep_tokens(self, tokens: TokenSet) -> TokenSet:
        kept = self.state.get("tokens", self.owner)
        first = kept["refresh"] if kept and kept["refresh"] else tokens.refresh_token
        return super().keep_tokens(tokens.with_refresh_token(first) if first else tokens)


@wrong("OAUTH-RFR-009")
class RepeatsRefusedRefresh(OAuthClient):
    """Sends a refresh token again that was refused.

    The retry of its HTTP library repeats everything that is not a 200.
    """

    def refresh(self, refresh_token: str) -> Response:
        answer = super().refresh(refresh_token)
        for _ in range(4):
            if answer.status == 200:
                break
            answer = super().refresh(refresh_token)
        return answer


@wrong("OAUTH-RFR-010")
class RefreshesWithoutEnd(OAuthClient):
    """Refreshes again and again when a fresh token is refused.

    401 means "refresh", whenever it comes.
    """

    def with_token(self, tokens: TokenSet, method: str, url: str, content: bytes, content_type: str) -> Response:
        response = super().with_token(tokens, method, url, content, content_type)
        for _ in range(5):
            if response.status != 401:
                break
            tokens = self.renewed(tokens)
            response = super().with_token(tokens, method, url, content, content_type)
        return response


def exchange_headers(client: RegisteredClient) -> dict[str, str]:
    """The headers of a token request of a client."""

    return {"Authorization": basic(client), "Accept": "application/json"}
