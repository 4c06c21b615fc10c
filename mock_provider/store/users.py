"""The people of the mock provider: who they are, how they prove it, and who is signed in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import BigInteger, Column, String, Table, bindparam, delete, insert, select

from mock_provider.store.database import Database, metadata
from mock_provider.store.digests import digest, new_secret, storable
from mock_provider.store.statements import upsert

accounts = Table(
    "oauth_accounts",
    metadata,
    Column("username", String(100), primary_key=True),
    Column("password_hash", String(200), nullable=False),
    Column("name", String(200), nullable=False),
)

sessions = Table(
    "oauth_sessions",
    metadata,
    Column("session_hash", String(64), primary_key=True),
    Column("username", String(100), nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
)

_SESSION = (
    select(accounts.c.username, accounts.c.name)
    .join(sessions, sessions.c.username == accounts.c.username)
    .where(sessions.c.session_hash == bindparam("session_hash"), sessions.c.expires_at > bindparam("now"))
)
_ACCOUNT = select(accounts).where(accounts.c.username == bindparam("username"))
_STARTED = insert(sessions)
_ENDED = delete(sessions).where(sessions.c.expires_at <= bindparam("now"))
_CLOSED = delete(sessions).where(sessions.c.session_hash == bindparam("session_hash"))

# About 2 ms on one core: little enough for a run with many logins. The passwords of a mock guard nothing real.
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**10, 8, 1


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account; ``name`` is what the pages greet with."""

    username: str
    name: str


class UserStore:
    """Accounts and signed-in sessions in a database; passwords are kept as scrypt hashes, session keys as SHA-256."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # Verified when the username is unknown, so that the time of a response tells nobody who has an account.
        self._nobody = _encode(os.urandom(16), os.urandom(32))
        # The session asked for last, which one request asks for several times, and the state that it was read in.
        self._known: tuple[tuple[int | None, str, int], User | None] | None = None

    def seed(self, passwords: Mapping[str, str], names: Mapping[str, str] | None = None) -> None:
        """Makes or replaces the accounts of ``passwords`` (username to password); ``names`` is what to call them."""
        shown = names or {}
        with self._database.write() as connection:
            for username, password in passwords.items():
                row = {"password_hash": _seeded_hash(password), "name": shown.get(username, username)}
                kept = upsert(connection.dialect.name, accounts, ("username",), tuple(row))
                connection.execute(kept, {"username": username, **row})

    def get(self, username: str) -> User | None:
        """The account of that name."""
        if not storable(username):
            return None
        with self._database.read() as connection:
            row = connection.execute(_ACCOUNT, {"username": username}).one_or_none()
        return User(row.username, row.name) if row else None

    def check(self, username: str, password: str) -> User | None:
        """The user whose name and password these are, or None; takes as long for an unknown user as for a known one."""
        row = None
        if storable(username):
            with self._database.read() as connection:
                row = connection.execute(_ACCOUNT, {"username": username}).one_or_none()
        matches = verify_password(password, row.password_hash if row else self._nobody)
        return User(row.username, row.name) if row and matches else None

    def open_session(self, username: str, now: int, seconds: int) -> str:
        """Signs a user in for ``seconds`` and returns the session's key; forgets sessions that have ended."""
        key = new_secret()
        with self._database.write() as connection:
            connection.execute(_ENDED, {"now": now})
            connection.execute(
                _STARTED, {"session_hash": digest(key), "username": username, "expires_at": now + seconds}
            )
        return key

    def session_user(self, key: str, now: int) -> User | None:
        """The user who is signed in with that key."""
        state = self._database.state()
        asked = (state, key, now)
        known = self._known
        if state is None or known is None or known[0] != asked:
            with self._database.read() as connection:
                row = connection.execute(_SESSION, {"session_hash": digest(key), "now": now}).one_or_none()
            self._known = known = (asked, User(row.username, row.name) if row else None)
        return known[1]

    def close_session(self, key: str) -> None:
        """Signs out; an unknown key is not an error."""
        with self._database.write() as connection:
            connection.execute(_CLOSED, {"session_hash": digest(key)})


@lru_cache(maxsize=64)
def _seeded_hash(password: str) -> str:
    """The hash of a password that is known from the start: made once, however many mocks this process starts."""
    return hash_password(password)


def hash_password(password: str) -> str:
    """The scrypt hash of a password as ``scrypt$n$r$p$salt$hash``, salt and hash in Base64."""
    salt = os.urandom(16)
    return _encode(salt, _derive(password, salt, _SCRYPT_N, _SCRYPT_R, _SCRYPT_P))


def verify_password(password: str, stored: str) -> bool:
    """True when ``stored`` is a hash of the password; compares in constant time."""
    _, n, r, p, salt, expected = stored.split("$")
    derived = _derive(password, base64.b64decode(salt), int(n), int(r), int(p))
    return hmac.compare_digest(derived, base64.b64decode(expected))


def _encode(salt: bytes, derived: bytes) -> str:
    encoded = (base64.b64encode(part).decode("ascii") for part in (salt, derived))
    return "$".join(("scrypt", str(_SCRYPT_N), str(_SCRYPT_R), str(_SCRYPT_P), *encoded))


def _derive(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode("utf-8", "surrogatepass"), salt=salt, n=n, r=r, p=p, dklen=32)
