"""The store is filled once, refilled when the settings ask for other content, and keeps what clients posted."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import func, select

from mock_provider.app import create_app
from mock_provider.clr10.content import seeding
from mock_provider.clr10.store.clrs import ClrStore, StoredClr
from mock_provider.clr10.store.clrs import clrs as table
from mock_provider.settings import Settings
from mock_provider.store.database import Database
from mock_provider.store.documents import DocumentStore
from mock_provider.testing import MockServer, running_mock


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


def test_a_replacement_that_was_acknowledged_survives_another_seed_and_another_port(
    tmp_path: Path, connected: Callable[[MockServer], Any]
) -> None:
    store = f"sqlite:///{tmp_path / 'store.db'}"
    with running_mock(database=store) as mock:
        api, port = connected(mock), mock.settings.port
        token = api.token("mira", seconds=86_400)
        urn = mock.known_ids["signed_clr"]
        hosted = api.get("/clrs/mira-1", token=token).json() | {"name": "Replaced"}
        signed = api.get(f"/clrs/{urn}", token=token).json() | {"name": "Replaced", "verification": {"type": "Signed"}}
        for clr in (hosted, signed):
            clr.pop("@context", None)
            assert api.post(clr, token=token).status_code == 200, clr["id"]
        api.close()
    changes: tuple[dict[str, Any], ...] = ({"seed": 2, "port": port}, {"port": 0}, {"port": port})
    for changed in changes:
        with running_mock(database=store, **changed) as mock:
            api = connected(mock)
            assert api.get(f"/clrs/{quote(urn, safe='')}", token=token).json()["name"] == "Replaced"
            answers = api.get("/clrs?limit=1000", token=token).json()["clrs"]
            assert [clr["name"] for clr in answers if clr["id"] == hosted["id"]] == ["Replaced"]
            api.close()


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
