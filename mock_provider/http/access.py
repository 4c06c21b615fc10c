"""Who asks, and what the token allows (RFC 6750)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from starlette.requests import Request

from mock_provider.http.status import CodeMinor, Refusal
from mock_provider.store.database import Database
from mock_provider.store.overrides import overrides

_REALM = 'Bearer realm="clr"'
_CACHED_TOKENS = 1024


class AccessToken(Protocol):
    """What the resource server wants to know of a live access token; ``expires_at`` is in epoch seconds."""

    @property
    def user(self) -> str | None: ...
    @property
    def client_id(self) -> str: ...
    @property
    def scopes(self) -> frozenset[str]: ...
    @property
    def expires_at(self) -> int: ...


Authenticate = Callable[[str | None], AccessToken | None]
Explain = Callable[[str], str]
"""Says in a few words of ASCII, without the token, why the one of an Authorization header is refused."""


class Gate:
    """Lets a request through when its token is alive and has the scope.

    Tokens are remembered only while the store says that nothing has changed, so that a revoked token is refused
    at once.
    """

    def __init__(
        self,
        authenticate: Authenticate,
        database: Database,
        clock: Callable[[], float] = time.time,
        explain: Explain = lambda _: "it is unknown, expired or revoked",
    ) -> None:
        self._authenticate = authenticate
        self._explain = explain
        self._database = database
        self._clock = clock
        self._known: dict[str, tuple[int, AccessToken]] = {}

    def owner(self, request: Request, scope: str) -> str:
        """The owner that the token stands for, ``user:NAME`` or ``client:ID``; raises the contract's 401 or 403.

        A token that comes twice, or in two ways, is a 400 (RFC 6750 sections 2 and 3.1).
        """
        headers = request.headers.getlist("authorization")
        in_query = b"access_token=" in request.scope["query_string"]
        if len(headers) > 1 or (headers and in_query):
            ways = (
                "in the Authorization header and in the query" if in_query else "in more than one Authorization header"
            )
            raise _refused(400, "invalid_data", f"a token comes {ways}; send it once, in one header", "invalid_request")
        token = self._token(headers[0]) if headers else None
        if token is None:
            raise self._unauthorized(headers[0] if headers else None, in_query=in_query)
        if scope not in token.scopes:
            challenge = f'{_REALM}, error="insufficient_scope", scope="{scope}"'
            text = (
                f"the access token does not have the scope {scope}; it has {' '.join(sorted(token.scopes)) or 'none'}"
            )
            raise Refusal(403, "forbidden", text, [(b"www-authenticate", challenge.encode("ascii"))])
        return f"user:{token.user}" if token.user else f"client:{token.client_id}"

    def _unauthorized(self, header: str | None, *, in_query: bool) -> Refusal:
        scheme, _, token = (header or "").partition(" ")
        if in_query:
            text = "the access token is in the query; send it as Authorization: Bearer"
        elif header is None:
            text = "an access token is needed: Authorization: Bearer"
        elif scheme.lower() != "bearer":
            text = "the Authorization header does not begin with Bearer"
        elif not token.strip():
            text = "nothing follows Bearer in the Authorization header"
        else:
            why = self._explain(header)
            return _refused(401, "unauthorizedrequest", f"the access token is refused: {why}", "invalid_token", why)
        return _refused(401, "unauthorizedrequest", text)

    def _token(self, header: str) -> AccessToken | None:
        state = self._database.state()
        if state is None or overrides():  # what one exchange is shown must not be remembered for others
            return self._authenticate(header)
        known = self._known.get(header)
        if known is not None and known[0] == state:
            return known[1] if known[1].expires_at > self._clock() else None
        token = self._authenticate(header)
        if token is not None:
            if len(self._known) >= _CACHED_TOKENS:
                self._known.clear()
            # With the state from before the reading, as another thread may have moved on meanwhile.
            self._known[header] = (state, token)
        return token


def _refused(status: int, minor: CodeMinor, text: str, error: str = "", why: str = "") -> Refusal:
    """A refusal with the challenge of RFC 6750 section 3; without an error when no token came."""
    words = f', error="{error}"' if error else ""
    words += f', error_description="{why}"' if why else ""
    return Refusal(status, minor, text, [(b"www-authenticate", (_REALM + words).encode("ascii"))])
