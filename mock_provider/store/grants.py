"""What the authorization server remembers: clients, grants, codes and tokens.

A *grant* is what one user allowed one client, the thing that a user sees and withdraws. A *family* is everything
that came from one authorization code: revoked together when a code or a refresh token turns up twice.
Codes, tokens and client secrets are kept as SHA-256 digests; all methods take them as the client sends them.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    RowMapping,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from mock_provider.store.database import Database, metadata
from mock_provider.store.digests import digest, new_secret, storable
from mock_provider.store.guise import worn
from mock_provider.store.statements import upsert

clients = Table(
    "oauth_clients",
    metadata,
    Column("client_id", String(200), primary_key=True),
    Column("secret_hash", String(64), nullable=False),
    Column("metadata", JSON, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("acts_for", String(100)),
)

grants = Table(
    "oauth_grants",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("username", String(100), nullable=False),
    Column("client_id", String(200), nullable=False),
    Column("scope", Text, nullable=False),
    # Milliseconds, so that the newest of several grants of one second is known.
    Column("granted_ms", BigInteger, nullable=False),
    UniqueConstraint("username", "client_id"),
)

codes = Table(
    "oauth_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("grant_id", String(64), nullable=False),
    Column("family", String(64), nullable=False),
    Column("client_id", String(200), nullable=False),
    Column("username", String(100), nullable=False),
    Column("redirect_uri", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("challenge", String(128), nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    Column("redeemed_at", BigInteger),
)

tokens = Table(
    "oauth_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("kind", String(7), nullable=False),
    Column("grant_id", String(64), index=True),
    Column("family", String(64), nullable=False, index=True),
    Column("client_id", String(200), nullable=False),
    Column("username", String(100)),
    Column("scope", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    Column("rotated_at", BigInteger),
    Column("revoked_at", BigInteger),
)

# Kept for a day after expiry, so that a late replay is still known for one.
_MEMORY_SECONDS = 86_400

_CLIENT = select(clients).where(clients.c.client_id == bindparam("client_id"))
_BEARER = select(tokens.c.username, tokens.c.client_id, tokens.c.scope, tokens.c.expires_at).where(
    tokens.c.token_hash == bindparam("token_hash"),
    tokens.c.kind == "access",
    tokens.c.revoked_at.is_(None),
    tokens.c.expires_at > bindparam("now"),
)


_CODE = select(codes).where(codes.c.code_hash == bindparam("code_hash"))
_LOCKED = select(grants.c.id).where(grants.c.id == bindparam("grant_id")).with_for_update()
_FORGET = tuple(delete(table).where(table.c.expires_at < bindparam("before")) for table in (codes, tokens))


@dataclass(frozen=True, slots=True)
class Client:
    """A registered client; ``metadata`` is RFC 7591's, ``acts_for`` the user of its client credentials tokens."""

    id: str
    secret_hash: str
    metadata: Mapping[str, Any]
    issued_at: int
    acts_for: str | None = None

    def has_secret(self, secret: str) -> bool:
        """True when that is the client's secret; compares in constant time."""
        return hmac.compare_digest(digest(secret), self.secret_hash)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a user allowed a client, since when (epoch milliseconds)."""

    id: str
    client: Client
    scopes: tuple[str, ...]
    granted_ms: int


@dataclass(frozen=True, slots=True)
class Code:
    """An authorization code as it was issued; ``redeemed`` when a token was already given for it."""

    code_hash: str
    grant_id: str
    family: str
    client_id: str
    username: str
    redirect_uri: str
    scope: str
    challenge: str
    expires_at: int
    redeemed: bool


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
class _Origin:
    """What tokens inherit from the code, the refresh token or the client that they come from."""

    grant_id: str | None
    family: str
    client_id: str
    username: str | None


class GrantStore:
    """Clients, grants, codes and tokens in a database; every change is one transaction, safe among several workers.

    Whatever takes from a grant locks its row first, so that a withdrawal never misses a token being issued.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        # The client asked for last, which one request asks for several times, and the state that it was read in.
        self._known: tuple[int | None, str, Client | None] | None = None

    def add_client(
        self, client_id: str, secret: str, about: Mapping[str, Any], issued_at: int, acts_for: str | None = None
    ) -> Client:
        """Registers a client, or replaces the one of that id."""
        client = Client(client_id, digest(secret), dict(about), issued_at, acts_for)
        with self._database.write() as connection:
            row = {
                "secret_hash": client.secret_hash,
                "metadata": client.metadata,
                "issued_at": issued_at,
                "acts_for": acts_for,
            }
            connection.execute(upsert(connection, clients, {"client_id": client_id, **row}, ["client_id"], row))
        return client

    def client(self, client_id: str) -> Client | None:
        """The client of that id; any text may be asked for."""
        if not storable(client_id):
            return None
        state = self._database.state()
        known = self._known
        if state is None or known is None or known[:2] != (state, client_id):
            with self._database.read() as connection:
                row = connection.execute(_CLIENT, {"client_id": client_id}).mappings().one_or_none()
            self._known = known = (state, client_id, _client(row) if row else None)
        return worn().clients.get(client_id, known[2])

    def authorize(
        self,
        *,
        code: str,
        client_id: str,
        username: str,
        redirect_uri: str,
        scope: str,
        challenge: str,
        now_ms: int,
        seconds: int,
    ) -> None:
        """Records that a user allowed a client these scopes, and the code that says so for ``seconds``."""
        now = now_ms // 1000
        with (
            self._database.write() as connection
        ):  # by itself, so that it never waits for a grant while it holds tokens
            _forget_expired(connection, now)
        with self._database.write() as connection:
            grant_id = _allow(connection, username, client_id, scope, now_ms)
            connection.execute(
                insert(codes).values(
                    code_hash=digest(code),
                    grant_id=grant_id,
                    family=new_secret(),
                    client_id=client_id,
                    username=username,
                    redirect_uri=redirect_uri,
                    scope=scope,
                    challenge=challenge,
                    expires_at=now + seconds,
                )
            )

    def code(self, code: str) -> Code | None:
        """The authorization code, redeemed or not, expired or not."""
        shown = worn().codes.get(digest(code))
        if shown is not None:
            return shown
        with self._database.read() as connection:
            row = connection.execute(_CODE, {"code_hash": digest(code)}).mappings().one_or_none()
        if row is None:
            return None
        fields = {name: row[name] for name in Code.__slots__ if name != "redeemed"}
        return Code(**fields, redeemed=row["redeemed_at"] is not None)

    def redeem(self, code: Code, issue: Issue, now: int) -> bool:
        """Gives the tokens for a code, once: False when it was redeemed meanwhile or its grant is withdrawn.

        A second redemption revokes what the first one got (RFC 6749 section 4.1.2).
        """
        first = update(codes).where(codes.c.code_hash == code.code_hash).values(redeemed_at=now)
        if code.code_hash not in worn().reusable:
            first = first.where(codes.c.redeemed_at.is_(None))
        with self._database.write() as connection:
            if not _lock_grant(connection, code.grant_id):
                return False
            if connection.execute(first).rowcount != 1:
                _revoke_family(connection, code.family, now)
                return False
            origin = _Origin(code.grant_id, code.family, code.client_id, code.username)
            connection.execute(insert(tokens), list(_rows(issue, origin)))
            return True

    def renew(self, old: StoredToken, issue: Issue, now: int, *, rotate: bool) -> bool:
        """Gives the tokens for a refresh token; with ``rotate`` that token has had its day.

        False when it has died meanwhile: then somebody else has used it, and its family is revoked (RFC 9700 section
        4.14.2).
        """
        live = update(tokens).where(
            tokens.c.token_hash == old.token_hash, tokens.c.rotated_at.is_(None), tokens.c.revoked_at.is_(None)
        )
        with self._database.write() as connection:
            if old.grant_id and not _lock_grant(connection, old.grant_id):
                return False
            if connection.execute(live.values(rotated_at=now if rotate else None)).rowcount != 1:
                _revoke_family(connection, old.family, now)
                return False
            origin = _Origin(old.grant_id, old.family, old.client_id, old.username)
            connection.execute(insert(tokens), list(_rows(issue, origin)))
            return True

    def issue(self, client: Client, issue: Issue) -> None:
        """Gives tokens to a client on its own account (client credentials)."""
        origin = _Origin(None, new_secret(), client.id, client.acts_for)
        with self._database.write() as connection:
            connection.execute(insert(tokens), list(_rows(issue, origin)))

    def bearer(self, token: str, now: int) -> Token | None:
        """The live access token, by one look-up of its digest."""
        shown = worn().bearers.get(digest(token))
        if shown is not None:
            return shown
        with self._database.read() as connection:
            row = connection.execute(_BEARER, {"token_hash": digest(token), "now": now}).one_or_none()
        return Token(row[0], row[1], frozenset(row[2].split()), row[3]) if row else None

    def token(self, token: str, now: int) -> StoredToken | None:
        """The access or refresh token, dead or alive."""
        shown = worn().tokens.get(digest(token))
        if shown is not None:
            return shown
        query = select(tokens).where(tokens.c.token_hash == digest(token))
        with self._database.read() as connection:
            row = connection.execute(query).mappings().one_or_none()
        if row is None:
            return None
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

    def revoke(self, token: StoredToken, now: int) -> None:
        """Ends an access token, or a refresh token with every access token of its family (RFC 7009 section 2.1)."""
        if token.kind == "refresh":
            self.revoke_family(token.family, now, grant_id=token.grant_id)
            return
        with self._database.write() as connection:
            one = update(tokens).where(tokens.c.token_hash == token.token_hash, tokens.c.revoked_at.is_(None))
            connection.execute(one.values(revoked_at=now))

    def revoke_family(self, family: str, now: int, *, grant_id: str | None) -> None:
        """Ends every token that came from one authorization code."""
        with self._database.write() as connection:
            if grant_id:
                _lock_grant(connection, grant_id)
            _revoke_family(connection, family, now)

    def of_user(self, username: str) -> tuple[Grant, ...]:
        """What a user allows at present, the newest first."""
        query = (
            select(grants.c.id, grants.c.scope, grants.c.granted_ms, clients)
            .join(clients, clients.c.client_id == grants.c.client_id)
            .where(grants.c.username == username)
            .order_by(grants.c.granted_ms.desc(), grants.c.id)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(Grant(row["id"], _client(row), tuple(row["scope"].split()), row["granted_ms"]) for row in rows)

    def withdraw(self, grant_id: str, username: str, now: int) -> bool:
        """Ends a user's own grant and its tokens at once; False when it is not there or not the user's.

        Codes that are still out find no grant when they come to be redeemed.
        """
        if not storable(grant_id):
            return False
        own = delete(grants).where(grants.c.id == grant_id, grants.c.username == username)
        with self._database.write() as connection:
            if not _lock_grant(connection, grant_id) or connection.execute(own).rowcount != 1:
                return False
            live = update(tokens).where(tokens.c.grant_id == grant_id, tokens.c.revoked_at.is_(None))
            connection.execute(live.values(revoked_at=now))
            return True


def _client(row: RowMapping) -> Client:
    return Client(row["client_id"], row["secret_hash"], row["metadata"], row["issued_at"], row["acts_for"])


def _allow(connection: Connection, username: str, client_id: str, scope: str, now_ms: int) -> str:
    """The id of the user's grant to the client, made or widened by these scopes; its row is locked afterwards."""
    row = {"id": new_secret(), "username": username, "client_id": client_id, "scope": scope, "granted_ms": now_ms}
    made = upsert(connection, grants, row, ["username", "client_id"], {"granted_ms": now_ms})
    grant_id, held = connection.execute(made.returning(grants.c.id, grants.c.scope)).one()
    merged = " ".join(dict.fromkeys([*held.split(), *scope.split()]))
    if merged != held:
        connection.execute(update(grants).where(grants.c.id == grant_id).values(scope=merged))
    return str(grant_id)


def _lock_grant(connection: Connection, grant_id: str) -> bool:
    """True when the grant is still there; nobody else changes what came of it before this transaction ends."""
    return connection.execute(_LOCKED, {"grant_id": grant_id}).one_or_none() is not None


def _revoke_family(connection: Connection, family: str, now: int) -> None:
    live = update(tokens).where(tokens.c.family == family, tokens.c.revoked_at.is_(None))
    connection.execute(live.values(revoked_at=now))


def _forget_expired(connection: Connection, now: int) -> None:
    for forget in _FORGET:
        connection.execute(forget, {"before": now - _MEMORY_SECONDS})


def _rows(issue: Issue, origin: _Origin) -> Iterator[dict[str, Any]]:
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
