"""What faults of the authorization server are made of: its JSON, its redirects, and what it remembers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from sqlalchemy import Executable, RowMapping, insert, select, update

from mock_provider.authorization.messages import basic_credentials, bearer_token
from mock_provider.authorization.settings import CLR_SCOPES
from mock_provider.faults.exchange import Asked, Told
from mock_provider.faults.library._tools import Change
from mock_provider.store.digests import digest
from mock_provider.store.grants import clients, codes, grants, tokens

Ask = Callable[[Asked], object]

SCOPES = "https://purl.imsglobal.org/spec/clr/v1p0/scope/"
PROTECTED = ("getClrs", "getClr", "postClr", "deleteClr")
PAGES = ("authorize", "login", "consent")
"""Where a browser is sent back to the client."""


def good(change: Change) -> Change:
    """Make the change to answers with a 2xx only."""
    return lambda answer: change(answer) if answer.good else None


def bad(change: Change) -> Change:
    """Make the change to answers with a 4xx or 5xx only."""
    return lambda answer: change(answer) if answer.status >= 400 else None


def members(**values: Any) -> Change:
    """Set members of good JSON answers, or take them out with ``None``."""

    def change(answer: Told) -> None:
        if answer.good:
            body = {**answer.json, **values}
            answer.json = {name: value for name, value in body.items() if value is not None}

    return change


def error(status: int, code: str) -> Change:
    """Refuse as RFC 6749 section 5.2 has it, whatever the answer was."""

    def change(answer: Told) -> None:
        answer.status = status
        answer.headers["content-type"] = "application/json"
        answer.json = {"error": code, "error_description": "refused"}

    return change


def without(name: str) -> Change:
    """Take a header out of the answer."""

    def change(answer: Told) -> None:
        if name in answer.headers:
            del answer.headers[name]

    return change


def redirects(change: Callable[[dict[str, str]], object]) -> Change:
    """Change the parameters of redirects to the client."""

    def changed(answer: Told) -> None:
        parts = urlsplit(answer.headers.get("location", ""))
        params = dict(parse_qsl(parts.query))
        if parts.scheme and ("code" in params or "error" in params):
            change(params)
            answer.headers["location"] = parts._replace(query=urlencode(params)).geturl()

    return changed


def form_of(**values: str | None) -> Ask:
    """Set fields of the form that is sent, or take them out with ``None``."""

    def change(request: Asked) -> None:
        request.form = {name: value for name, value in {**request.form, **values}.items() if value is not None}

    return change


# What the mock remembers


def stored_code(request: Asked) -> RowMapping | None:
    """The row of the authorization code in a token request."""
    return _row(request, select(codes).where(codes.c.code_hash == digest(request.form.get("code", ""))))


def change_code(request: Asked, **values: Any) -> None:
    """Change what is remembered of the authorization code in a token request."""
    _change(request, update(codes).where(codes.c.code_hash == digest(request.form.get("code", ""))).values(**values))


def stored_token(request: Asked, token: str) -> RowMapping | None:
    """The row of an access or refresh token."""
    return _row(request, select(tokens).where(tokens.c.token_hash == digest(token)))


def change_token(request: Asked, token: str, **values: Any) -> None:
    """Change what is remembered of an access or refresh token."""
    _change(request, update(tokens).where(tokens.c.token_hash == digest(token)).values(**values))


def client_metadata(request: Asked, client_id: str) -> dict[str, Any] | None:
    """The registered metadata of a client."""
    row = _row(request, select(clients.c.metadata).where(clients.c.client_id == client_id))
    return dict(row["metadata"]) if row else None


def change_client(request: Asked, client_id: str, **values: Any) -> None:
    """Change what is remembered of a client; ``metadata`` replaces all of it."""
    _change(request, update(clients).where(clients.c.client_id == client_id).values(**values))


def caller(request: Asked) -> tuple[str, str]:
    """Client id and secret of the Basic credentials; empty texts without."""
    return basic_credentials(request.headers.get("authorization")) or ("", "")


def secret_hash(request: Asked, client_id: str) -> str:
    """The digest of a client's secret; an empty text for an unknown client."""
    row = _row(request, select(clients.c.secret_hash).where(clients.c.client_id == client_id))
    return str(row["secret_hash"]) if row else ""


def is_known(request: Asked, client_id: str, secret: str) -> bool:
    """True for a client with its right secret."""
    return secret_hash(request, client_id) == digest(secret)


def access_token(request: Asked) -> str:
    """The token of the Authorization header; an empty text without."""
    return bearer_token(request.headers.get("authorization")) or ""


def scopes_of(request: Asked) -> frozenset[str]:
    """The short names of the CLR scopes that the access token of a request has."""
    row = stored_token(request, access_token(request))
    return frozenset(scope.removeprefix(SCOPES) for scope in row["scope"].split()) if row else frozenset()


def as_json(answer: Told, value: Mapping[str, Any]) -> None:
    """Make the answer this JSON object."""
    answer.headers["content-type"] = "application/json"
    answer.body = json.dumps(value).encode()


def _row(request: Asked, query: Any) -> RowMapping | None:
    assert request.database is not None, "this fault needs a mock behind it"
    with request.database.read() as connection:
        return connection.execute(query).mappings().first()


def _change(request: Asked, statement: Executable) -> None:
    assert request.database is not None, "this fault needs a mock behind it"
    with request.database.write() as connection:
        connection.execute(statement)


def grant_is_there(request: Asked, grant_id: str) -> bool:
    """True while a grant is not withdrawn."""
    return _row(request, select(grants.c.id).where(grants.c.id == grant_id)) is not None


def welcome(request: Asked) -> None:
    """Make the access token of a request one that reaches the learner who came last, with all scopes."""
    live = select(tokens).where(
        tokens.c.kind == "access", tokens.c.username.is_not(None), tokens.c.revoked_at.is_(None)
    )
    row = _row(request, live.order_by(tokens.c.expires_at.desc()))
    if row is not None:
        values = {**row, "token_hash": digest(access_token(request)), "scope": " ".join(CLR_SCOPES)}
        _change(request, insert(tokens).values(values))
