"""Public documents in the store."""

from __future__ import annotations

import pytest

from mock_provider.store.database import Database
from mock_provider.store.documents import DocumentStore, replace_documents, set_stamp, stamp


def test_documents_are_put_replaced_and_got(database: Database) -> None:
    store = DocumentStore(database)
    assert store.get("keys", "a") is None
    store.put("keys", "a", b"1")
    store.put("keys", "a", b"\x00\xff")
    store.put("assertions", "a", b"3")
    assert (store.get("keys", "a"), store.get("assertions", "a")) == (b"\x00\xff", b"3")


@pytest.mark.parametrize("name", ["\x00", "ä🦀", "x" * 5000, "'; --"])
def test_any_name_can_be_asked_for(database: Database, name: str) -> None:
    assert DocumentStore(database).get("keys", name) is None


def test_replacing_some_kinds_leaves_nothing_old_of_them_and_all_of_others(database: Database) -> None:
    store = DocumentStore(database)
    for kind in ("keys", "pages", "lists"):
        store.put(kind, "old", b"1")
    with database.write() as connection:
        replace_documents(connection, {("keys", "new"): b"2"}, ("keys", "pages"))
    assert (store.get("keys", "old"), store.get("keys", "new")) == (None, b"2")
    assert (store.get("pages", "old"), store.get("lists", "old")) == (None, b"1")


def test_documents_can_be_replaced_by_none(database: Database) -> None:
    store = DocumentStore(database)
    store.put("keys", "old", b"1")
    with database.write() as connection:
        replace_documents(connection, {}, ("keys",))
    assert store.get("keys", "old") is None


def test_a_stamp_is_remembered(database: Database) -> None:
    with database.write() as connection:
        assert stamp(connection, "content") is None
        set_stamp(connection, "content", "1")
        set_stamp(connection, "content", "2")
    with database.read() as connection:
        assert stamp(connection, "content") == "2"
