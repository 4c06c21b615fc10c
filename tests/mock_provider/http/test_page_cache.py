"""Remembered pages: never stale, never too many."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from mock_provider.http.page_cache import PageCache
from mock_provider.http.status import ApiResponse
from mock_provider.store.database import Database

KEY = ("user:a", b"")


@pytest.fixture
def memory() -> Database:
    database = Database()
    database.create()
    return database


def test_a_page_is_remembered_until_anything_is_written(memory: Database) -> None:
    pages, reply = PageCache(memory), ApiResponse(200, b"x")
    assert pages.get(KEY) is None
    pages.put(KEY, reply)
    assert pages.get(KEY) is reply
    with memory.write() as connection:
        connection.execute(text("DELETE FROM documents"))
    assert pages.get(KEY) is None


def test_a_page_read_before_a_write_is_not_served_after_it(memory: Database) -> None:
    pages = PageCache(memory)
    assert pages.get(KEY) is None
    with memory.write() as connection:
        connection.execute(text("DELETE FROM documents"))
    pages.put(KEY, ApiResponse(200, b"read before the write"))
    assert pages.get(KEY) is None


def test_the_oldest_pages_go_when_there_is_too_much(memory: Database) -> None:
    pages, body = PageCache(memory), b"x" * 1024 * 1024
    pages.get(KEY)
    for number in range(40):
        pages.put(("user:a", b"%d" % number), ApiResponse(200, body))
    kept = [number for number in range(40) if pages.get(("user:a", b"%d" % number))]
    assert kept == list(range(8, 40))
    pages.put(KEY, ApiResponse(200, body * 33))
    assert pages.get(KEY) is None


def test_nothing_is_remembered_when_changes_cannot_be_seen(postgres_database_url: str) -> None:
    database = Database(postgres_database_url)
    pages = PageCache(database)
    assert pages.get(KEY) is None
    pages.put(KEY, ApiResponse(200, b"x"))
    assert pages.get(KEY) is None
    database.close()
