"""The records of all owners, kept as the bytes in which they are served."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import Enum

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    LargeBinary,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from mock_provider.store.database import Database, metadata

credentials = Table(
    "clr20_credentials",
    metadata,
    Column("owner", String(300), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("valid_from", BigInteger, nullable=False),
    Column("compact", Boolean, nullable=False),
    Column("generated", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
Index("clr20_credentials_in_order", credentials.c.owner, credentials.c.valid_from, credentials.c.key)

profiles = Table(
    "clr20_profiles",
    metadata,
    Column("owner", String(300), primary_key=True),
    Column("generated", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

_OWN = credentials.c.owner == bindparam("owner")
_LATER = credentials.c.valid_from > bindparam("since")
_COUNT = select(func.count()).select_from(credentials).where(_OWN, _LATER)
_PAGE = (
    select(credentials.c.compact, credentials.c.body, _COUNT.scalar_subquery())
    .where(_OWN, _LATER)
    .order_by(credentials.c.valid_from.desc(), credentials.c.key.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_ONE = (credentials.c.owner == bindparam("its_owner")) & (credentials.c.key == bindparam("its_key"))
_THERE = select(credentials.c.valid_from).where(_ONE).with_for_update()
_REPLACE = update(credentials).where(_ONE)
_BEFORE_ALL = -(2**62)


class Kept(Enum):
    """What became of a record that was handed in."""

    CREATED = "created"
    REPLACED = "replaced"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class StoredCredential:
    """One record. ``key`` is the digest of what makes records equal (issuer and id), ``valid_from`` is in microseconds
    since 1970, ``compact`` says that the body is a compact JWS; ``generated`` marks what the mock made itself."""

    owner: str
    key: str
    valid_from: int
    compact: bool
    generated: bool
    body: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an owner's records, newest first, and how many there are on all pages."""

    total: int
    plain: tuple[bytes, ...]
    compact: tuple[bytes, ...]


class CredentialStore:
    """Records in a database; each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, owner: str, *, limit: int, offset: int, since: int | None = None) -> Page:
        """The owner's records, of which ``validFrom`` is after ``since`` (microseconds) when that is given."""
        values = {"owner": owner, "since": _BEFORE_ALL if since is None else since}
        with self._database.read() as connection:
            rows = connection.execute(_PAGE, {**values, "limit": limit, "offset": offset}).all()
            total = rows[0][2] if rows else connection.execute(_COUNT, values).scalar_one()
        plain = tuple(body for compact, body, _ in rows if not compact)
        return Page(total, plain, tuple(body for compact, body, _ in rows if compact))

    def put(self, record: StoredCredential) -> Kept:
        """Keeps a record, in the place of the owner's equal one unless that is newer."""
        try:
            return self._put(record)
        except IntegrityError:  # another worker made an equal one meanwhile: now it is there to be replaced
            return self._put(record)

    def _put(self, record: StoredCredential) -> Kept:
        own = {"its_owner": record.owner, "its_key": record.key}
        with self._database.write() as connection:
            there = connection.scalar(_THERE, own)
            if there is None:
                connection.execute(insert(credentials), asdict(record))
                return Kept.CREATED
            if there > record.valid_from:
                return Kept.OLDER
            connection.execute(_REPLACE, {**own, **asdict(record)})
            return Kept.REPLACED


class ProfileStore:
    """The profile of each owner, as the bytes in which it is served."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, owner: str) -> bytes | None:
        """The owner's profile, ``None`` where there is none."""
        with self._database.read() as connection:
            body: bytes | None = connection.scalar(select(profiles.c.body).where(profiles.c.owner == owner))
        return body

    def put(self, owner: str, body: bytes) -> None:
        """Keeps a profile in the place of the one before."""
        try:
            self._put(owner, body)
        except IntegrityError:  # another worker made the first one meanwhile
            self._put(owner, body)

    def _put(self, owner: str, body: bytes) -> None:
        with self._database.write() as connection:
            known = update(profiles).where(profiles.c.owner == owner).values(body=body, generated=False)
            if connection.execute(known).rowcount == 0:
                connection.execute(insert(profiles).values(owner=owner, body=body, generated=False))


def replace_generated(
    connection: Connection, records: Iterable[StoredCredential], people: Iterable[tuple[str, bytes]]
) -> None:
    """Puts newly made records and profiles (by owner) in the place of all that an earlier start has made.

    What a client has put in the place of such a record or profile stays.
    """
    connection.execute(delete(credentials).where(credentials.c.generated))
    posted = {tuple(row) for row in connection.execute(select(credentials.c.owner, credentials.c.key))}
    fresh = [asdict(each) for each in records if (each.owner, each.key) not in posted]
    if fresh:
        connection.execute(insert(credentials), fresh)
    connection.execute(delete(profiles).where(profiles.c.generated))
    put = set(connection.scalars(select(profiles.c.owner)))
    known = [{"owner": owner, "body": body, "generated": True} for owner, body in people if owner not in put]
    if known:
        connection.execute(insert(profiles), known)
