"""The content of an edition beside the main one is made when it is first asked for, once, and again after a reset."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from conformance.standard.facts import facts
from mock_provider.app import create_app
from mock_provider.behaviour import Fault, Request
from mock_provider.edition import Put, find
from mock_provider.seeding import Content
from mock_provider.settings import Settings
from mock_provider.side_by_side import played_by
from mock_provider.store.database import Database
from mock_provider.store.documents import stamp
from mock_provider.testing import MockServer, mock_in_process

BESIDE = "clr20"


def ask(mock: MockServer, path: str, **headers: str) -> httpx.Response:
    """A request to the mock in this process, with a token for everything."""
    sent = {"Authorization": f"Bearer {mock.token()}", "Accept": "*/*", **headers}

    async def call() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(mock.application), base_url=mock.origin) as client:
            return await client.get(path, headers=sent)

    return asyncio.run(call())


def records(mock: MockServer) -> int:
    """How many records the first user has in the edition beside."""
    return int(ask(mock, f"{facts(BESIDE).base_path}/credentials").headers["x-total-count"])


def is_filled(mock: MockServer) -> bool:
    with mock.app.state.database.read() as connection:
        return stamp(connection, f"content {BESIDE}") is not None


def test_nothing_is_made_for_who_asks_the_main_edition_alone() -> None:
    with mock_in_process(content="small") as mock:
        assert ask(mock, f"{mock.settings.facts.base_path}/clrs").status_code == 200
        assert ask(mock, "/.well-known/oauth-authorization-server").status_code == 200
        assert ask(mock, "/health").status_code == 200
        assert not is_filled(mock)
        assert records(mock) > 1
        assert is_filled(mock)


@pytest.mark.parametrize("path", ["/did.json", f"{facts(BESIDE).base_path}/profile", "/status/revocation"])
def test_it_is_there_for_whatever_is_asked_first(path: str) -> None:
    with mock_in_process(content="small") as mock:
        assert ask(mock, path).status_code == 200


def test_a_fault_that_looks_into_the_store_finds_it() -> None:
    seen = []

    def look(request: Request) -> None:
        assert request.database is not None
        with request.database.read() as connection:
            seen.append(stamp(connection, f"content {BESIDE}"))

    with mock_in_process(content="small") as mock:
        mock.faults.switch_on(Fault("x", "t", "h", operations=("getCredentials",), on_request=look))
        assert records(mock) > 1
    assert len(seen) == 1
    assert seen[0]


def test_a_mock_that_begins_anew_has_it_again_and_nothing_that_was_posted() -> None:
    with mock_in_process(content="small") as mock:
        before = records(mock)
        with mock.app.state.database.write() as connection:
            connection.exec_driver_sql("UPDATE clr20_credentials SET owner = 'user:nobody'")
        assert records(mock) == 0
        mock.reset()
        assert records(mock) == before


def test_it_is_not_made_anew_for_a_store_that_has_it(database: Database, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, content="small")
    app = create_app(settings, database)
    app.state.contents[BESIDE].fill()
    again = Content(settings, _that_makes_nothing(), database)
    again.fill()
    assert again.filled


def _that_makes_nothing() -> Any:
    def fill(_settings: Settings) -> Put:
        raise AssertionError("there is nothing to be made")

    return replace(find(BESIDE), fill=fill)


def test_many_that_come_at_once_have_it_made_once(database_url: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, content="small")
    made: list[int] = []

    def fill(_settings: Settings) -> Put:
        made.append(1)
        return lambda _connection: None

    databases = [Database(database_url)] * 2 if database_url == "sqlite://" else [Database(database_url) for _ in "12"]
    databases[0].create()
    edition = replace(find(BESIDE), fill=fill)
    workers = [Content(settings, edition, each) for each in dict.fromkeys(databases)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: workers[number % len(workers)].fill(), range(16)))
    assert all(worker.filled for worker in workers)
    assert 1 <= len(made) <= len(workers)
    for each in databases:
        each.close()


def test_paths_of_editions_are_distinct(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    app = create_app(settings, threads=False)
    starts = [start for start, _ in app.state.operations.beside]
    assert len(starts) > 5
    owned = {start: app.state.operations.edition(start) for start in starts}
    assert {each.book for each in owned.values() if each} == set(played_by(settings).books)
    assert app.state.operations.edition("/health") is None
    assert app.state.operations.edition("/oauth/token") is None
    app.state.database.close()
