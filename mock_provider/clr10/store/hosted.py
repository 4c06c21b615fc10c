"""Assertions and endorsements that came in with a posted CLR, and go with it."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    LargeBinary,
    String,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    select,
)

from mock_provider.store.database import Database, metadata

hosted_items = Table(
    "hosted_items",
    metadata,
    Column("clr_id", Text, primary_key=True),
    Column("kind", String(40), primary_key=True),
    Column("name", Text, primary_key=True, index=True),
    Column("owner", String(300), nullable=False),
    Column("posted_at", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)


@dataclass(frozen=True, slots=True)
class HostedItem:
    """An item as it is served: ``kind`` and ``name`` are the two path segments of its URL."""

    kind: str
    name: str
    body: bytes


_POSTED_LAST = (
    select(hosted_items.c.body)
    .where(hosted_items.c.kind == bindparam("kind"), hosted_items.c.name == bindparam("name"))
    .order_by(hosted_items.c.posted_at.desc())
    .limit(1)
)
_DROP = delete(hosted_items).where(hosted_items.c.clr_id == bindparam("id"))


class HostedItems:
    """What can be read of the items in posted CLRs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, kind: str, name: str) -> bytes | None:
        """The item's bytes, as they were posted last."""
        if "\x00" in name:  # PostgreSQL refuses it in text
            return None
        with self._database.read() as connection:
            body: bytes | None = connection.scalar(_POSTED_LAST, {"kind": kind, "name": name})
        return body


def replace_items(connection: Connection, clr_id: str, owner: str, items: Collection[HostedItem]) -> None:
    """Puts these items in the place of those that the CLR had; an item that another owner has posted is left alone."""
    drop_items(connection, clr_id)
    wanted = {(item.kind, item.name): item.body for item in items}
    if not wanted:
        return
    names = hosted_items.c.name.in_([name for _, name in wanted])
    query = select(hosted_items.c.kind, hosted_items.c.name).where(names, hosted_items.c.owner != owner)
    taken = {(row.kind, row.name) for row in connection.execute(query)}
    rows = [
        {"clr_id": clr_id, "kind": kind, "name": name, "owner": owner, "posted_at": time.time_ns(), "body": body}
        for (kind, name), body in wanted.items()
        if (kind, name) not in taken
    ]
    if rows:
        connection.execute(insert(hosted_items), rows)


def drop_items(connection: Connection, clr_id: str) -> None:
    """Forgets the items of a CLR."""
    connection.execute(_DROP, {"id": clr_id})
