"""The store speaks the same to SQLite in memory, SQLite in a file and PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import BigInteger, Column, MetaData, String, Table, insert, select, text, update

from mock_provider.store.database import Database, DatabaseError

own = MetaData()
things = Table("test_things", own, Column("name", String, primary_key=True), Column("at", BigInteger, nullable=False))


@pytest.fixture
def store(database: Database) -> Iterator[Database]:
    own.create_all(database.engine)
    yield database
    own.drop_all(database.engine)


def names(store: Database) -> list[str]:
    with store.read() as connection:
        return list(connection.scalars(select(things.c.name).order_by(things.c.name)))


def test_what_is_written_can_be_read(store: Database) -> None:
    with store.write() as connection:
        connection.execute(insert(things).values(name="a", at=1))
    assert names(store) == ["a"]


def test_a_block_that_raises_leaves_nothing(store: Database) -> None:
    def fail_half_way() -> None:
        with store.write() as connection:
            connection.execute(insert(things).values(name="a", at=1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert names(store) == []


def test_moments_beyond_2038_fit(store: Database) -> None:
    with store.write() as connection:
        connection.execute(insert(things).values(name="late", at=2**33))
        assert connection.scalar(select(things.c.at)) == 2**33


def test_an_inner_block_joins_the_outer_one(store: Database) -> None:
    with store.write() as outer:
        with store.write() as inner:
            assert inner is outer
            inner.execute(insert(things).values(name="a", at=1))
        assert names(store) == ["a"]
        outer.get_transaction().rollback()  # type: ignore[union-attr]
    assert names(store) == []


def test_a_write_inside_a_read_is_refused(store: Database) -> None:
    with store.read(), pytest.raises(DatabaseError, match="outer block"), store.write():
        pass
    with store.write() as connection:
        connection.execute(insert(things).values(name="after", at=1))
    assert names(store) == ["after"]


def test_a_single_use_thing_is_used_once_by_many_threads(store: Database) -> None:
    with store.write() as connection:
        connection.execute(insert(things).values(name="code", at=0))
    start = threading.Barrier(8)

    def use(_: int) -> int:
        start.wait()
        with store.write() as connection:
            return connection.execute(update(things).where(things.c.at == 0).values(at=1)).rowcount

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 1


def test_creating_twice_and_at_once_is_harmless(database_url: str) -> None:
    stores = [Database(database_url) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(Database.create, stores))
    for store in stores:
        store.create()
        store.close()


def test_sqlite_in_a_file_is_set_up_for_several_processes(tmp_path: Path) -> None:
    store = Database(f"sqlite:///{tmp_path / 'store.db'}")
    with store.read() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA synchronous")) == 1
        assert connection.scalar(text("PRAGMA busy_timeout")) == 5000
    store.close()


def test_the_state_is_another_one_after_a_change_by_anybody(database_url: str, store: Database) -> None:
    before = store.state()
    if before is None:
        assert store.engine.dialect.name == "postgresql"
        return
    names(store)
    assert store.state() == before
    other = store if database_url == "sqlite://" else Database(database_url)
    with other.write() as connection:
        connection.execute(insert(things).values(name="a", at=1))
    assert store.state() != before
    now = store.state()
    with store.write() as connection:
        connection.execute(update(things).values(at=2))
    assert store.state() != now
    if other is not store:
        other.close()


@pytest.mark.parametrize("url", ["not a url", "mysql://localhost/x"])
def test_a_wrong_url_is_named(url: str) -> None:
    with pytest.raises(DatabaseError, match="Write sqlite:"):
        Database(url)


def test_a_database_out_of_reach_is_named_without_its_password() -> None:
    store = Database("postgresql://someone:canary@127.0.0.1:1/none?connect_timeout=2")
    with pytest.raises(DatabaseError, match="Check the URL") as caught:
        store.create()
    assert "canary" not in str(caught.value)
