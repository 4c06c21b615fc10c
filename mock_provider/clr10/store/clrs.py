"""The CLRs of all owners, kept as the bytes in which they are served."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Index,
    LargeBinary,
    Row,
    Select,
    String,
    Table,
    Text,
    bindparam,
    delete,
    false,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from mock_provider.clr10.store.hosted import HostedItem, drop_items, hosted_items, replace_items
from mock_provider.store.database import Database, metadata

clrs = Table(
    "clrs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sourced_id", Text, nullable=False, index=True),
    Column("owner", String(300), nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("signed", Boolean, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("generated", Boolean, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("document", LargeBinary, nullable=False),
)
Index("clrs_of_owner", clrs.c.owner, clrs.c.revoked, clrs.c.issued_at, clrs.c.id)

learners = Table(
    "learners",
    metadata,
    Column("owner", String(300), primary_key=True),
    Column("profile_id", Text, nullable=False),
)

_LISTED = (clrs.c.owner == bindparam("owner"), clrs.c.revoked == false())
_LATER = clrs.c.issued_at > bindparam("since")


def _page_statements(*conditions: ColumnElement[bool]) -> tuple[Select[Any], Select[Any]]:
    """The page with the total in every row, and the total alone for a page without rows."""
    count = select(func.count()).select_from(clrs).where(*conditions)
    page = (
        select(clrs.c.signed, clrs.c.body, count.scalar_subquery())
        .where(*conditions)
        .order_by(clrs.c.issued_at.desc(), clrs.c.id.desc())  # both down, so that the index gives the order
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
    )
    return page, count


_OF_IDS = select(clrs).where(clrs.c.id.in_(bindparam("ids", expanding=True)))
_OF_SOURCED_ID = select(clrs).where(clrs.c.sourced_id == bindparam("sourced_id"))
_THERE = select(clrs.c.owner, clrs.c.digest).where(clrs.c.id == bindparam("id")).with_for_update()
_NEW = insert(clrs)
_REPLACED = update(clrs).where(clrs.c.id == bindparam("clr_id"))
_DROP = delete(clrs).where(clrs.c.id == bindparam("clr_id"), clrs.c.owner == bindparam("clr_owner"))
_IDS = select(clrs.c.id).where(clrs.c.owner == bindparam("owner"))
_LEARNER = select(learners.c.profile_id).where(learners.c.owner == bindparam("owner"))
_ALL_PAGES, _LATER_PAGES = _page_statements(*_LISTED), _page_statements(*_LISTED, _LATER)


class Kept(Enum):
    """What became of a CLR that was handed in."""

    CREATED = "created"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class StoredClr:
    """One CLR. ``owner`` is ``user:NAME`` or ``client:ID``, ``issued_at`` is in microseconds since 1970.

    ``body`` is what a list holds (the JSON of the CLR, or its compact JWS), ``document`` the body of getClr.
    ``digest`` tells two contents apart; ``generated`` marks what the mock made itself.
    """

    id: str
    sourced_id: str
    owner: str
    issued_at: int
    signed: bool
    revoked: bool
    generated: bool
    digest: str
    body: bytes
    document: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an owner's CLRs, newest first, and how many there are on all pages."""

    total: int
    plain: tuple[bytes, ...]
    signed: tuple[bytes, ...]


class ClrStore:
    """CLRs in a database; each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, owner: str, *, limit: int, offset: int, since: int | None = None) -> Page:
        """The owner's CLRs that are not revoked, issued after ``since`` (microseconds) when that is given."""
        page, count = _ALL_PAGES if since is None else _LATER_PAGES
        values = {"owner": owner} if since is None else {"owner": owner, "since": since}
        with self._database.read() as connection:
            rows = connection.execute(page, {**values, "limit": limit, "offset": offset}).all()
            total = rows[0][2] if rows else connection.execute(count, values).scalar_one()
        plain = tuple(body for signed, body, _ in rows if not signed)
        return Page(total, plain, tuple(body for signed, body, _ in rows if signed))

    def find(self, ids: Sequence[str], sourced_id: str, owner: str) -> StoredClr | None:
        """The CLR with one of ``ids``, the first named first; failing that the one whose id ends in ``sourced_id``.

        Among several of the latter the owner's own comes first.
        """
        with self._database.read() as connection:
            exact = {row.id: row for row in connection.execute(_OF_IDS, {"ids": list(ids)})}
            for clr_id in ids:
                if clr_id in exact:
                    return _stored(exact[clr_id])
            rows = connection.execute(_OF_SOURCED_ID, {"sourced_id": sourced_id}).all()
        rows = sorted(rows, key=lambda row: (row.owner != owner, row.id))
        return _stored(rows[0]) if rows else None

    def put(self, clr: StoredClr, items: Collection[HostedItem] = ()) -> Kept:
        """Keeps a CLR and the items hosted with it, in place of the owner's own one of that id.

        Another owner's is left alone.
        """
        try:
            return self._put(clr, items)
        except IntegrityError:  # another worker made the same id meanwhile: now it is there to be replaced
            return self._put(clr, items)

    def delete(self, clr_id: str, owner: str) -> bool:
        """Forgets the owner's CLR of that id; False when there is none."""
        with self._database.write() as connection:
            gone = connection.execute(_DROP, {"clr_id": clr_id, "clr_owner": owner})
            if gone.rowcount == 1:
                drop_items(connection, clr_id)
        return gone.rowcount == 1

    def ids_of(self, owner: str) -> tuple[str, ...]:
        """The ids of all CLRs of that owner."""
        with self._database.read() as connection:
            return tuple(connection.scalars(_IDS, {"owner": owner}))

    def learner_of(self, owner: str) -> str | None:
        """The profile id of the learner who is that owner; None for a client, which stands for nobody."""
        with self._database.read() as connection:
            found: str | None = connection.scalar(_LEARNER, {"owner": owner})
        return found

    def _put(self, clr: StoredClr, items: Collection[HostedItem]) -> Kept:
        with self._database.write() as connection:
            there = connection.execute(_THERE, {"id": clr.id}).one_or_none()
            kept = _kept(there, clr)
            if kept is Kept.CREATED:
                connection.execute(_NEW, asdict(clr))
            elif kept is Kept.REPLACED:
                connection.execute(_REPLACED, {"clr_id": clr.id, **asdict(clr)})
            if kept in (Kept.CREATED, Kept.REPLACED):
                replace_items(connection, clr.id, clr.owner, items)
            return kept


def replace_generated(
    connection: Connection,
    records: Iterable[StoredClr],
    people: Iterable[tuple[str, str]],
    items: Mapping[str, Collection[HostedItem]],
) -> None:
    """Puts newly made CLRs and learners (owner, profile id) in the place of all that an earlier start has made.

    ``items`` are what is hosted with a CLR, by its id. What a client has put in the place of such a CLR stays.
    """
    made_before = select(clrs.c.id).where(clrs.c.generated)
    connection.execute(delete(hosted_items).where(hosted_items.c.clr_id.in_(made_before)))
    connection.execute(delete(clrs).where(clrs.c.generated))
    rows = {record.id: asdict(record) for record in records}
    posted = set(connection.scalars(select(clrs.c.id).where(clrs.c.id.in_(rows))))
    fresh = [row for clr_id, row in rows.items() if clr_id not in posted]
    if fresh:  # without rows SQL would insert one of defaults
        connection.execute(insert(clrs), fresh)
    for row in fresh:
        if items.get(row["id"]):
            replace_items(connection, row["id"], row["owner"], items[row["id"]])
    connection.execute(delete(learners))
    known = [{"owner": owner, "profile_id": profile} for owner, profile in people]
    if known:
        connection.execute(insert(learners), known)


def _kept(there: Any, clr: StoredClr) -> Kept:
    """What becomes of a CLR when this row (owner, digest) of its id is there, or none."""
    if there is None:
        return Kept.CREATED
    if there.owner != clr.owner:
        return Kept.FOREIGN
    return Kept.UNCHANGED if there.digest == clr.digest else Kept.REPLACED


def _stored(row: Row[Any]) -> StoredClr:
    return StoredClr(**row._mapping)
