"""Who asks, and what the token allows (RFC 6750)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from starlette.requests import Request

from mock_provider.resource.status import Refusal
from mock_provider.store.database import Database
from mock_provider.store.guise import worn

SCOPES = "https://purl.imsglobal.org/spec/clr/v1p0/scope/"
READONLY, REPLACE, DELETE = SCOPES + "readonly", SCOPES + "replace", SCOPES + "delete"

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


class Gate:
    """Lets a request through when its token is alive and has the scope.

    Tokens are remembered only while the store says that nothing has changed, so that a revoked token is refused
    at once.
    """

    def __init__(self, authenticate: Authenticate, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._authenticate = authenticate
        self._database = database
        self._clock = clock
        self._known: dict[str, AccessToken] = {}
        self._state: int | None = None

    def owner(self, request: Request, scope: str) -> str:
        """The owner that the token stands for, ``user:NAME`` or ``client:ID``; raises the contract's 401 or 403."""
        headers = request.headers.getlist("authorization")
        token = self._token(headers[0]) if len(headers) == 1 else None
        if token is None:
            raise _unauthorized(sent=bool(headers) and headers[0].lower().startswith("bearer"))
        if scope not in token.scopes:
            challenge = f'{_REALM}, error="insufficient_scope", scope="{scope}"'
            text = f"the access token does not have the scope {scope}"
            raise Refusal(403, "forbidden", text, [(b"www-authenticate", challenge.encode("ascii"))])
        return f"user:{token.user}" if token.user else f"client:{token.client_id}"

    def _token(self, header: str) -> AccessToken | None:
        state = self._database.state()
        if state is None or worn():  # what one exchange is shown must not be remembered for others
            return self._authenticate(header)
        if state != self._state or len(self._known) >= _CACHED_TOKENS:
            self._known.clear()
            self._state = state
        token = self._known.get(header)
        if token is None:
            token = self._authenticate(header)
            if token is not None:
                self._known[header] = token
        elif token.expires_at <= self._clock():
            return None
        return token


def _unauthorized(*, sent: bool) -> Refusal:
    challenge = _REALM + (', error="invalid_token", error_description="unknown, expired or revoked"' if sent else "")
    text = "the access token is unknown, expired or revoked" if sent else "an access token is needed"
    return Refusal(401, "unauthorizedrequest", text, [(b"www-authenticate", challenge.encode("ascii"))])
