"""What is published beside the API, and the drafts of what is signed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, String, Table, Text, bindparam, delete, insert, select

from mock_provider.store.database import Database, metadata

hosted = Table(
    "clr20_hosted",
    metadata,
    Column("path", String(300), primary_key=True),
    Column("media_types", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

drafts = Table(
    "clr20_drafts",
    metadata,
    Column("id", String(300), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

_AT = select(hosted.c.media_types, hosted.c.body).where(hosted.c.path == bindparam("path"))
_DRAFT = select(drafts.c.body).where(drafts.c.id == bindparam("id"))


@dataclass(frozen=True, slots=True)
class Published:
    """A document beside the API, in the first of its media types that a client accepts."""

    media_types: tuple[str, ...]
    body: bytes


class HostedStore:
    """Documents by their path below the root."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, path: str) -> Published | None:
        """What is published there."""
        if "\x00" in path:  # PostgreSQL refuses it in text
            return None
        with self._database.read() as connection:
            row = connection.execute(_AT, {"path": path}).one_or_none()
        return None if row is None else Published(tuple(row[0].split("\n")), row[1])


def draft_in(database: Database, identifier: str) -> Any:
    """The draft of the record with that id, or of the document at that URL; ``None`` where the mock made none."""
    if "\x00" in identifier:
        return None
    with database.read() as connection:
        body = connection.scalar(_DRAFT, {"id": identifier})
    return None if body is None else json.loads(body)


def replace_hosted(
    connection: Connection, documents: Mapping[str, Published], made: Iterable[tuple[str, bytes]]
) -> None:
    """Puts these documents (by path) and drafts (by id, as JSON) in the place of all there are."""
    connection.execute(delete(hosted))
    connection.execute(delete(drafts))
    rows = [
        {"path": path, "media_types": "\n".join(each.media_types), "body": each.body}
        for path, each in documents.items()
    ]
    if rows:
        connection.execute(insert(hosted), rows)
    bodies = [{"id": identifier, "body": body} for identifier, body in made]
    if bodies:
        connection.execute(insert(drafts), bodies)
