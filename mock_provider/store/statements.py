"""Statements that SQLite and PostgreSQL both know but SQLAlchemy keeps in each one's own dialect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    connection: Connection, table: Table, row: Mapping[str, Any], key: Sequence[str], change: Mapping[str, Any]
) -> postgresql.Insert | sqlite.Insert:
    """Inserts the row, or makes the change to the row that has the same unique key; safe among several workers."""
    # Imported here, so that a start on SQLite does not wait for what PostgreSQL alone needs.
    from sqlalchemy.dialects import sqlite

    insert: type[postgresql.Insert] | type[sqlite.Insert] = sqlite.Insert
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        insert = postgresql.Insert
    return insert(table).values(dict(row)).on_conflict_do_update(index_elements=list(key), set_=dict(change))
