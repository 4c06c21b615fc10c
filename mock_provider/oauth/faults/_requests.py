"""What a request says, and what the mock shall see otherwise than it is stored, for this exchange only."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import select

from mock_provider.behaviour.exchange import Request
from mock_provider.oauth.messages import basic_credentials, bearer_token
from mock_provider.store.clients import Client
from mock_provider.store.codes import Code
from mock_provider.store.database import Database
from mock_provider.store.digests import digest
from mock_provider.store.grants import GrantStore
from mock_provider.store.oauth_tables import grants, tokens
from mock_provider.store.tokens import StoredToken, Token

RequestChange = Callable[[Request], object]

NEVER = 2**40
"""An end in seconds of the epoch that nobody lives to see."""


def authorization_request(request: Request) -> dict[str, str]:
    """The parameters of the authorization request, on the consent page too, whose form carries them along."""
    return dict(parse_qsl(request.form.get("request", ""))) if request.operation == "consent" else request.query


def caller(request: Request) -> tuple[str, str]:
    """Client id and secret of the Basic credentials; empty texts without."""
    return basic_credentials(request.headers.get("authorization")) or ("", "")


def access_token(request: Request) -> str:
    """The token of the Authorization header; an empty text without."""
    return bearer_token(request.headers.get("authorization")) or ""


def stored_client(request: Request, client_id: str) -> Client | None:
    """A registered client."""
    return request.overrides.clients.get(client_id) or _store(request).client(client_id)


def show_client(request: Request, client_id: str, **values: Any) -> None:
    """Show a client with other members; ``metadata`` replaces all of it."""
    client = stored_client(request, client_id)
    if client is not None and replace(client, **values) != client:
        request.overrides.clients[client_id] = replace(client, **values)


def client_metadata(request: Request, client_id: str) -> dict[str, Any] | None:
    """The registered metadata of a client."""
    client = stored_client(request, client_id)
    return dict(client.metadata) if client else None


def is_known(request: Request, client_id: str, secret: str) -> bool:
    """True for a client with its right secret."""
    client = stored_client(request, client_id)
    return client is not None and client.has_secret(secret)


def stored_code(request: Request) -> Code | None:
    """The authorization code in a token request."""
    code = request.form.get("code", "")
    return request.overrides.codes.get(digest(code)) or _store(request).code(code)


def show_code(request: Request, **values: Any) -> None:
    """Show the authorization code in a token request with other members."""
    code = stored_code(request)
    if code is not None and replace(code, **values) != code:
        request.overrides.codes[code.code_hash] = replace(code, **values)


def stored_token(request: Request, token: str) -> StoredToken | None:
    """An access or refresh token, dead or alive."""
    return request.overrides.tokens.get(digest(token)) or _store(request).token(token, _now())


def show_token(request: Request, token: str, **values: Any) -> None:
    """Show a refresh token with other members."""
    row = stored_token(request, token)
    if row is not None and replace(row, **values) != row:
        request.overrides.tokens[row.token_hash] = replace(row, **values)


def grant_is_there(request: Request, grant_id: str) -> bool:
    """True while a grant is not withdrawn."""
    with database_of(request).read() as connection:
        return connection.execute(select(grants.c.id).where(grants.c.id == grant_id)).first() is not None


def stored_bearer(request: Request) -> Token | None:
    """What the access token of a request allows; ``None`` when it is unknown or dead."""
    token = access_token(request)
    return request.overrides.bearers.get(digest(token)) or _store(request).bearer(token, _now())


def show_bearer(request: Request, bearer: Token) -> None:
    """Show the access token of a request as one that allows this."""
    request.overrides.bearers[digest(access_token(request))] = bearer


def end_token(request: Request) -> None:
    """Show the access token of a request as one that has expired."""
    request.overrides.ended.add(digest(access_token(request)))


def revive(request: Request, *, expired: bool = False, revoked: bool = False) -> None:
    """Show a dead access token alive, with the scopes that it had, when it died in one of these ways only."""
    query = select(tokens).where(tokens.c.token_hash == digest(access_token(request)), tokens.c.kind == "access")
    with database_of(request).read() as connection:
        row = connection.execute(query).first()
    if row is None or stored_bearer(request) is not None:
        return
    if (expired or row.expires_at > _now()) and (revoked or row.revoked_at is None):
        show_bearer(request, Token(row.username, row.client_id, frozenset(row.scope.split()), NEVER))


def needed_scope(request: Request) -> str:
    """The scope that the called operation needs; empty where it needs none."""
    operation = request.facts.operations.get(request.operation)
    return request.facts.scope_uri(operation.scope) if operation and operation.scope else ""


def scopes_of(request: Request) -> frozenset[str]:
    """The short names of the edition's scopes that the access token of a request has."""
    bearer = stored_bearer(request)
    held = bearer.scopes if bearer else frozenset()
    return frozenset(name for name, uri in request.facts.scopes.items() if uri in held)


def any_scope(request: Request) -> None:
    """Let a live token do what its scopes do not allow."""
    bearer, needed = stored_bearer(request), needed_scope(request)
    if bearer is not None and needed and needed not in bearer.scopes:
        show_bearer(request, replace(bearer, scopes=bearer.scopes | {needed}))


def _store(request: Request) -> GrantStore:
    return GrantStore(database_of(request))


def database_of(request: Request) -> Database:
    """What the mock remembers; raises ``LookupError`` without a mock behind the layer."""
    if request.database is None:
        raise LookupError("this fault needs a mock behind it: use layer_around")
    return request.database


def _now() -> int:
    return int(time.time())
