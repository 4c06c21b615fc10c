"""Statements that SQLite and PostgreSQL both know but SQLAlchemy keeps in each one's own dialect."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Executable, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


@cache
def upsert(
    dialect: str, table: Table, key: tuple[str, ...], change: tuple[str, ...], returning: tuple[str, ...] = ()
) -> postgresql.Insert | sqlite.Insert | Executable:
    """Inserts a row, or changes these columns of the row that has the same unique key; safe among several workers.

    The row is to be given where the statement is executed. It is built once: that takes longer than to execute it.
    """
    # Imported here, so that a start on SQLite does not wait for what PostgreSQL alone needs.
    from sqlalchemy.dialects import sqlite

    insert: type[postgresql.Insert] | type[sqlite.Insert] = sqlite.Insert
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        insert = postgresql.Insert
    made = insert(table)
    made = made.on_conflict_do_update(index_elements=list(key), set_={name: made.excluded[name] for name in change})
    return made.returning(*(table.c[name] for name in returning)) if returning else made
