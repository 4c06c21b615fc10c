"""What the authorization server remembers: clients, grants, codes and tokens.

A *grant* is what one user allowed one client, the thing that a user sees and withdraws. A *family* is everything
that came from one authorization code: revoked together when a code or a refresh token turns up twice.
All methods take codes, tokens and secrets as the client sends them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from mock_provider.store.clients import Client, client_in
from mock_provider.store.codes import Code, code_in
from mock_provider.store.database import Database
from mock_provider.store.digests import digest, new_secret, storable
from mock_provider.store.oauth_tables import clients, codes, grants, tokens
from mock_provider.store.overrides import overrides
from mock_provider.store.statements import upsert
from mock_provider.store.tokens import BEARER, Issue, Origin, StoredToken, Token, revoke_family, rows_of, token_in

# Kept for a day after expiry, so that a late replay is still known for one.
_MEMORY_SECONDS = 86_400

_CLIENT = select(clients).where(clients.c.client_id == bindparam("client_id"))
_CODE = select(codes).where(codes.c.code_hash == bindparam("code_hash"))
_NEW_CODE, _NEW_TOKENS = insert(codes), insert(tokens)
_REDEEMED_AGAIN = update(codes).where(codes.c.code_hash == bindparam("code")).values(redeemed_at=bindparam("now"))
_REDEEMED = _REDEEMED_AGAIN.where(codes.c.redeemed_at.is_(None))
_TOKEN = select(tokens).where(tokens.c.token_hash == bindparam("token_hash"))
_ROTATED = (
    update(tokens)
    .where(tokens.c.token_hash == bindparam("token"), tokens.c.rotated_at.is_(None), tokens.c.revoked_at.is_(None))
    .values(rotated_at=bindparam("now"))
)
_LOCKED = select(grants.c.id).where(grants.c.id == bindparam("grant_id")).with_for_update()
_FORGET = tuple(delete(table).where(table.c.expires_at < bindparam("before")) for table in (codes, tokens))


@dataclass(frozen=True, slots=True)
class Grant:
    """What a user allowed a client, since when (epoch milliseconds)."""

    id: str
    client: Client
    scopes: tuple[str, ...]
    granted_ms: int


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
            kept = upsert(connection.dialect.name, clients, ("client_id",), tuple(row))
            connection.execute(kept, {"client_id": client_id, **row})
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
            self._known = known = (state, client_id, client_in(row) if row else None)
        return overrides().clients.get(client_id, known[2])

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
        # By itself, so that it never waits for a grant while it holds tokens.
        with self._database.write() as connection:
            _forget_expired(connection, now)
        with self._database.write() as connection:
            grant_id = _allow(connection, username, client_id, scope, now_ms)
            row = {
                "code_hash": digest(code),
                "grant_id": grant_id,
                "family": new_secret(),
                "client_id": client_id,
                "username": username,
                "redirect_uri": redirect_uri,
                "scope": scope,
                "challenge": challenge,
                "expires_at": now + seconds,
            }
            connection.execute(_NEW_CODE, row)

    def code(self, code: str) -> Code | None:
        """The authorization code, redeemed or not, expired or not."""
        shown = overrides().codes.get(digest(code))
        if shown is not None:
            return shown
        with self._database.read() as connection:
            row = connection.execute(_CODE, {"code_hash": digest(code)}).mappings().one_or_none()
        return code_in(row) if row else None

    def redeem(self, code: Code, issue: Issue, now: int) -> bool:
        """Gives the tokens for a code, once: False when it was redeemed meanwhile or its grant is withdrawn.

        A second redemption revokes what the first one got (RFC 6749 section 4.1.2).
        """
        redeemed = _REDEEMED_AGAIN if code.code_hash in overrides().reusable else _REDEEMED
        with self._database.write() as connection:
            if not _lock_grant(connection, code.grant_id):
                return False
            if connection.execute(redeemed, {"code": code.code_hash, "now": now}).rowcount != 1:
                revoke_family(connection, code.family, now)
                return False
            origin = Origin(code.grant_id, code.family, code.client_id, code.username)
            connection.execute(_NEW_TOKENS, list(rows_of(issue, origin)))
            return True

    def renew(self, old: StoredToken, issue: Issue, now: int, *, rotate: bool) -> bool:
        """Gives the tokens for a refresh token; with ``rotate`` that token is no longer taken.

        False when it has died meanwhile: then somebody else has used it, and its family is revoked (RFC 9700 section
        4.14.2).
        """
        with self._database.write() as connection:
            if old.grant_id and not _lock_grant(connection, old.grant_id):
                return False
            rotated = {"token": old.token_hash, "now": now if rotate else None}
            if connection.execute(_ROTATED, rotated).rowcount != 1:
                revoke_family(connection, old.family, now)
                return False
            origin = Origin(old.grant_id, old.family, old.client_id, old.username)
            connection.execute(_NEW_TOKENS, list(rows_of(issue, origin)))
            return True

    def issue(self, client: Client, issue: Issue) -> None:
        """Gives tokens to a client on its own account (client credentials)."""
        origin = Origin(None, new_secret(), client.id, client.acts_for)
        with self._database.write() as connection:
            connection.execute(_NEW_TOKENS, list(rows_of(issue, origin)))

    def bearer(self, token: str, now: int) -> Token | None:
        """The live access token, by one look-up of its digest."""
        shown = overrides().bearers.get(digest(token))
        if shown is not None:
            return shown
        if digest(token) in overrides().ended:
            return None
        with self._database.read() as connection:
            row = connection.execute(BEARER, {"token_hash": digest(token), "now": now}).one_or_none()
        return Token(row[0], row[1], frozenset(row[2].split()), row[3]) if row else None

    def token(self, token: str, now: int) -> StoredToken | None:
        """The access or refresh token, dead or alive."""
        shown = overrides().tokens.get(digest(token))
        if shown is not None:
            return shown
        with self._database.read() as connection:
            row = connection.execute(_TOKEN, {"token_hash": digest(token)}).mappings().one_or_none()
        return token_in(row, now) if row else None

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
            revoke_family(connection, family, now)

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
        return tuple(Grant(row["id"], client_in(row), tuple(row["scope"].split()), row["granted_ms"]) for row in rows)

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


def _allow(connection: Connection, username: str, client_id: str, scope: str, now_ms: int) -> str:
    """The id of the user's grant to the client, made or widened by these scopes; its row is locked afterwards."""
    row = {"id": new_secret(), "username": username, "client_id": client_id, "scope": scope, "granted_ms": now_ms}
    made = upsert(connection.dialect.name, grants, ("username", "client_id"), ("granted_ms",), ("id", "scope"))
    grant_id, held = connection.execute(made, row).one()
    merged = " ".join(dict.fromkeys([*held.split(), *scope.split()]))
    if merged != held:
        connection.execute(update(grants).where(grants.c.id == grant_id).values(scope=merged))
    return str(grant_id)


def _lock_grant(connection: Connection, grant_id: str) -> bool:
    """True when the grant is still there; nobody else changes what came of it before this transaction ends."""
    return connection.execute(_LOCKED, {"grant_id": grant_id}).one_or_none() is not None


def _forget_expired(connection: Connection, now: int) -> None:
    for forget in _FORGET:
        connection.execute(forget, {"before": now - _MEMORY_SECONDS})
