"""Access and refresh tokens: how they are handed out and kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, select, update

from mock_provider.store.digests import digest
from mock_provider.store.oauth_tables import tokens

BEARER = select(tokens.c.username, tokens.c.client_id, tokens.c.scope, tokens.c.expires_at).where(
    tokens.c.token_hash == bindparam("token_hash"),
    tokens.c.kind == "access",
    tokens.c.revoked_at.is_(None),
    tokens.c.expires_at > bindparam("now"),
)
"""A live access token, by one look-up of its digest."""


@dataclass(frozen=True, slots=True)
class Token:
    """A live access token: whose data (None: nobody's), for which client, which scopes, until when (epoch seconds)."""

    user: str | None
    client_id: str
    scopes: frozenset[str]
    expires_at: int


@dataclass(frozen=True, slots=True)
class StoredToken:
    """An access or refresh token as the store holds it; ``dead`` when revoked, rotated out or expired.

    ``rotated`` and ``revoked`` say which of the first two it was.
    """

    token_hash: str
    kind: str
    grant_id: str | None
    family: str
    client_id: str
    username: str | None
    scope: str
    rotated: bool
    revoked: bool
    dead: bool


@dataclass(frozen=True, slots=True)
class Issue:
    """Tokens about to be handed out: secrets, scopes (space separated) and expiry in epoch seconds."""

    access: str
    access_scope: str
    access_expires_at: int
    refresh: str | None = None
    refresh_scope: str = ""
    refresh_expires_at: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """What tokens inherit from the code, the refresh token or the client that they come from."""

    grant_id: str | None
    family: str
    client_id: str
    username: str | None


def token_in(row: RowMapping, now: int) -> StoredToken:
    """The token in a row of the table, as it is at that moment."""
    ended = row["revoked_at"] is not None or row["rotated_at"] is not None
    return StoredToken(
        token_hash=row["token_hash"],
        kind=row["kind"],
        grant_id=row["grant_id"],
        family=row["family"],
        client_id=row["client_id"],
        username=row["username"],
        scope=row["scope"],
        rotated=row["rotated_at"] is not None,
        revoked=row["revoked_at"] is not None,
        dead=ended or row["expires_at"] <= now,
    )


def revoke_family(connection: Connection, family: str, now: int) -> None:
    """Ends every token that came from one authorization code."""
    live = update(tokens).where(tokens.c.family == family, tokens.c.revoked_at.is_(None))
    connection.execute(live.values(revoked_at=now))


def rows_of(issue: Issue, origin: Origin) -> Iterator[dict[str, Any]]:
    """The rows of tokens that are handed out."""
    shared = {
        "grant_id": origin.grant_id,
        "family": origin.family,
        "client_id": origin.client_id,
        "username": origin.username,
    }
    yield {
        **shared,
        "token_hash": digest(issue.access),
        "kind": "access",
        "scope": issue.access_scope,
        "expires_at": issue.access_expires_at,
    }
    if issue.refresh:
        yield {
            **shared,
            "token_hash": digest(issue.refresh),
            "kind": "refresh",
            "scope": issue.refresh_scope,
            "expires_at": issue.refresh_expires_at,
        }
