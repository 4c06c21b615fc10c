"""A mock that begins anew: nothing of what happened is left."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import select

from mock_provider.behaviour import Fault, Request, Response, Trigger
from mock_provider.store.database import DatabaseError, metadata
from mock_provider.store.tokens import Issue
from mock_provider.testing import MockServer, mock_in_process, running_mock
from tests.mock_provider.conftest import CONTEXT, SCOPES

LD_JSON = "application/ld+json"
ALL_SCOPES = " ".join(SCOPES + name for name in ("readonly", "replace", "delete"))


@pytest.fixture
def mock() -> Iterator[MockServer]:
    with mock_in_process() as mock:
        yield mock


class Client:
    """Asks the mock in this process, one request after the other."""

    def __init__(self, mock: MockServer) -> None:
        self.mock = mock
        self._http = httpx.AsyncClient(transport=httpx.ASGITransport(mock.application), base_url=mock.origin)

    def send(self, method: str, url: str, **options: Any) -> httpx.Response:
        return asyncio.run(self._http.request(method, url, **options))

    def clrs(self, token: str, **query: int) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", "Accept": LD_JSON}
        return self.send("GET", f"{self.mock.url}/clrs?{urlencode(query)}", headers=headers)

    def write(self, method: str, url: str, token: str, body: object = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", "Accept": LD_JSON, "Content-Type": LD_JSON}
        return self.send(method, url, headers=headers, content=json.dumps(body) if body else b"")


@pytest.fixture
def client(mock: MockServer) -> Client:
    return Client(mock)


def token(mock: MockServer, username: str = "mira", text: str = "") -> str:
    """A live access token of a client that acts for that user."""
    grants = mock.app.state.authorization.grants
    text = text or f"token-{time.monotonic_ns()}"
    grants.issue(grants.add_client("tests", "secret", {}, 0, username), Issue(text, ALL_SCOPES, int(time.time()) + 600))
    return text


def rows(mock: MockServer) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with mock.app.state.database.read() as connection:
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in metadata.tables.values()}


def test_every_row_is_as_it_was(mock: MockServer, client: Client) -> None:
    before = rows(mock)
    held = token(mock)
    page = client.clrs(held, limit=1).json()
    new = {**page["clrs"][0], "id": "urn:uuid:6f1c8a52-3c0d-4a8e-9d57-0b6a5f0c1e11"}
    assert client.write("POST", f"{mock.url}/clrs", held, {"@context": CONTEXT, "clr": new}).status_code == 201
    assert client.write("DELETE", page["clrs"][0]["id"], held).status_code == 204
    state = mock.app.state.authorization
    state.users.open_session("mira", int(time.time()), 600)
    state.grants.authorize(
        code="code",
        client_id="tests",
        username="mira",
        redirect_uri="https://client.invalid/",
        scope="x",
        challenge="y",
        now_ms=int(time.time() * 1000),
        seconds=60,
    )
    after = rows(mock)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"clrs", "oauth_clients", "oauth_codes", "oauth_grants", "oauth_sessions", "oauth_tokens"} | (
        {"hosted_items"} & changed
    )
    mock.reset()
    assert rows(mock) == before


def test_a_token_and_its_remembered_owner_are_gone(mock: MockServer, client: Client) -> None:
    mock.faults.switch_on(Fault(id="x", title="t", how="h"))
    held = token(mock, text="same text")
    assert client.clrs(held).status_code == 200
    assert mock.recorder.exchanges()[-1].learner == "mira"
    mock.reset()
    assert client.clrs(held).status_code == 401
    token(mock, "jonas", text="same text")
    mock.faults.switch_on(Fault(id="x", title="t", how="h"))
    assert client.clrs("same text").status_code == 200
    assert [one.learner for one in mock.recorder.exchanges()] == [None, "jonas"]


def test_cached_pages_and_clients_are_gone(mock: MockServer, client: Client) -> None:
    held = token(mock, text="same text")
    page = client.clrs(held, limit=1)
    total = int(page.headers["x-total-count"])
    assert client.write("DELETE", page.json()["clrs"][0]["id"], held).status_code == 204
    assert client.clrs(held, limit=1).headers["x-total-count"] == str(total - 1)
    mock.reset()
    assert mock.app.state.authorization.grants.client("tests") is None
    assert client.clrs(held, limit=1).status_code == 401
    token(mock, text="same text")
    again = client.clrs(held, limit=1)
    assert (again.headers["x-total-count"], again.content) == (str(total), page.content)


def test_a_browser_is_signed_out(mock: MockServer, client: Client) -> None:
    sessions = mock.app.state.authorization.sessions
    key = mock.app.state.authorization.users.open_session("mira", int(time.time()), 600)
    headers = {"Cookie": f"{sessions.cookie}={key}"}
    assert client.send("GET", "/oauth/grants", headers=headers).status_code == 200
    mock.reset()
    assert client.send("GET", "/oauth/grants", headers=headers).status_code == 303


def test_faults_are_off_and_remember_nothing(mock: MockServer, client: Client) -> None:
    def counted(request: Request) -> None:
        request.memory["seen"] = request.memory.get("seen", 0) + 1
        request.own["seen"] = request.own.get("seen", 0) + 1

    def shown(response: Response) -> None:
        response.headers["x-seen"] = f"{response.memory['seen']} {response.own['seen']}"

    fault = Fault(id="x", title="t", how="h", on_request=counted, on_response=shown)
    for _ in range(2):
        mock.faults.switch_on(fault, Trigger(next=2))
        mock.recorder.clear()
        held = token(mock)
        assert [client.clrs(held).headers.get("x-seen") for _ in range(3)] == ["1 1", "2 2", None]
        assert len(mock.recorder.exchanges()) == 3
        mock.reset()
        assert mock.faults.active == {}
        assert mock.recorder.exchanges() == ()
        assert "x-seen" not in client.clrs(token(mock)).headers


def test_faults_of_the_start_are_on_and_count_anew() -> None:
    with mock_in_process(faults=("acc-503:next=1",)) as mock:
        client = Client(mock)
        mock.faults.switch_on(Fault(id="x", title="t", how="h"))
        for _ in range(2):
            assert [client.send("GET", "/health").status_code for _ in range(2)] == [503, 200]
            assert mock.recorder.exchanges()[-1].number == 2
            mock.reset()
            assert list(mock.faults.active) == ["acc-503"]


def test_it_takes_milliseconds(mock: MockServer) -> None:
    def seconds() -> float:
        start = time.perf_counter()
        mock.reset()
        return time.perf_counter() - start

    assert min(seconds() for _ in range(5)) < 0.02


def test_a_mock_that_listens_begins_anew_too(connected: Callable[[MockServer], Any]) -> None:
    with running_mock() as mock:
        api = connected(mock)
        held = api.token()
        assert api.get("/clrs", token=held).status_code == 200
        mock.reset()
        assert api.get("/clrs", token=held).status_code == 401
        assert api.get("/clrs", token=api.token()).status_code == 200
        api.close()


def test_a_store_in_a_file_cannot(tmp_path: Path) -> None:
    with (
        mock_in_process(database=f"sqlite:///{tmp_path / 'store.db'}") as mock,
        pytest.raises(DatabaseError, match="in memory"),
    ):
        mock.reset()
