"""The public documents: hosted assertions, endorsements, keys, revocation lists, profiles, achievements and pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Column, Connection, LargeBinary, String, Table, Text, bindparam, delete, insert, select, update

from mock_provider.store.database import Database, metadata

documents = Table(
    "documents",
    metadata,
    Column("kind", String(40), primary_key=True),
    Column("name", String(300), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

seeds = Table(
    "seeds",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)


_BODY = select(documents.c.body).where(documents.c.kind == bindparam("kind"), documents.c.name == bindparam("name"))


class DocumentStore:
    """Documents by kind (a path segment such as ``assertions``) and name, as the bytes in which they are served."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, kind: str, name: str) -> bytes | None:
        """The document's bytes."""
        if "\x00" in name:  # PostgreSQL refuses it in text
            return None
        with self._database.read() as connection:
            body: bytes | None = connection.scalar(_BODY, {"kind": kind, "name": name})
        return body

    def put(self, kind: str, name: str, body: bytes) -> None:
        """Keeps a document in the place of the one of that kind and name."""
        own = (documents.c.kind == kind) & (documents.c.name == name)
        with self._database.write() as connection:
            if connection.execute(update(documents).where(own).values(body=body)).rowcount == 0:
                connection.execute(insert(documents).values(kind=kind, name=name, body=body))


def replace_documents(connection: Connection, bodies: Mapping[tuple[str, str], bytes], kinds: Collection[str]) -> None:
    """Puts these documents (by kind and name) in the place of all there are of these kinds."""
    connection.execute(delete(documents).where(documents.c.kind.in_(kinds)))
    rows = [{"kind": kind, "name": name, "body": body} for (kind, name), body in bodies.items()]
    if rows:
        connection.execute(insert(documents), rows)


def stamp(connection: Connection, name: str) -> str | None:
    """What the store was last filled with, by the name of the content."""
    found: str | None = connection.scalar(select(seeds.c.value).where(seeds.c.name == name))
    return found


def set_stamp(connection: Connection, name: str, value: str) -> None:
    """Remembers what the store is filled with."""
    connection.execute(delete(seeds).where(seeds.c.name == name))
    connection.execute(insert(seeds).values(name=name, value=value))
