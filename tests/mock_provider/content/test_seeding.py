"""The store is filled once, refilled when the settings ask for other content, and keeps what clients posted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mock_provider.app import create_app
from mock_provider.content import seeding
from mock_provider.settings import Settings
from mock_provider.store.clrs import ClrStore, StoredClr
from mock_provider.store.clrs import clrs as table
from mock_provider.store.database import Database
from mock_provider.store.documents import DocumentStore


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("data"))


def count(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_second_start_changes_nothing(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_app(settings, database)
    filled = count(database)
    assert filled >= 131
    monkeypatch.setattr(seeding, "generate", None)  # it would raise if it were called
    create_app(settings, database)
    assert count(database) == filled


def posted() -> StoredClr:
    return StoredClr("urn:posted", "urn:posted", "user:mira", 1, False, False, False, "d", b"{}", b"{}")


def test_another_port_replaces_what_was_generated_and_keeps_what_was_posted(
    database: Database, settings: Settings
) -> None:
    create_app(settings, database)
    filled, store = count(database), ClrStore(database)
    store.put(posted())
    moved = replace(settings, port=9999)
    create_app(moved, database)
    assert count(database) == filled + 1
    assert store.find(["urn:posted"], "", "user:mira")
    assert store.find([f"{moved.base_url}/clrs/mira-0"], "", "user:mira")
    assert store.find([f"{settings.base_url}/clrs/mira-0"], "", "user:mira") is None
    key = DocumentStore(database).get("keys", "college")
    assert key
    assert b":9999/" in key


def test_workers_that_start_at_once_fill_it_once(database_url: str, settings: Settings, tmp_path: Path) -> None:
    if database_url == "sqlite://":
        pytest.skip("a database in memory has one process only")
    databases = [Database(database_url) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda database: create_app(settings, database), databases))
    assert {count(database) for database in databases} == {147}
    for database in databases:
        database.close()


def test_a_changed_password_is_taken_over(database: Database, settings: Settings) -> None:
    create_app(settings, database)
    changed = create_app(replace(settings, passwords={"mira": "another"}), database).state.authorization
    assert changed.users.check("mira", "another")
    assert not changed.users.check("mira", "mira-password")
    assert changed.users.check("kim", "kim-password")
