"""What happens when the store is locked or something breaks: 503 or 500, in the form of the part that is asked."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from mock_provider.store import database as store
from mock_provider.testing import MockServer, running_mock

REGISTRATION = {
    "client_name": "Wallet",
    **dict.fromkeys(("client_uri", "logo_uri", "tos_uri", "policy_uri"), "https://wallet.test/"),
    "software_id": "1",
    "software_version": "1",
    "redirect_uris": ["https://wallet.test/callback"],
}
CLR = "urn:uuid:0a0b0c0d-0000-4000-8000-000000000001"


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another process holds the write lock of the file."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def mock(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MockServer]:
    """A mock on a file, which waits for a lock no longer than a second."""
    monkeypatch.setattr(store, "BUSY_SECONDS", 1.0)
    with running_mock(database=f"sqlite:///{path}") as running:
        yield running


def test_a_locked_store_is_503_with_retry_after_everywhere(
    mock: MockServer, path: Path, connected: Any, is_status: Any
) -> None:
    api = connected(mock)
    token = api.token("mira")
    clr = api.get("/clrs/mira-1", token=token).json() | {"id": CLR}
    clr.pop("@context", None)
    page = api._http.get(f"{mock.origin}/oauth/login").text
    login = {"csrf": page.partition('name="csrf" value="')[2].partition('"')[0], "username": "mira"}
    with locked(path):
        posted = api.post(clr, token=token)
        deleted = api.send("DELETE", "/clrs/mira-2", token=token)
        registered = api._http.post(f"{mock.origin}/oauth/register", json=REGISTRATION)
        person = api._http.post(f"{mock.origin}/oauth/login", data={**login, "password": "mira-password"})
    for answer in (posted, deleted):
        is_status(answer, 503, "server_busy")
        assert answer.headers["retry-after"] == "1"
    assert registered.status_code == 503
    assert registered.headers["retry-after"] == "1"
    assert registered.json()["error"] == "temporarily_unavailable"
    assert person.status_code == 503
    assert person.headers["content-type"].startswith("text/html")
    assert api.post(clr, token=token).status_code == 201
    assert api.send("DELETE", "/clrs/mira-2", token=token).status_code == 204
    api.close()


def test_a_locked_store_holds_up_nobody_who_reads(mock: MockServer, path: Path, connected: Any) -> None:
    api, reader = connected(mock), connected(mock)
    token = api.token("mira")
    clr = api.get("/clrs/mira-1", token=token).json() | {"id": CLR}
    clr.pop("@context", None)
    answers: list[httpx.Response] = []
    with locked(path):
        writer = threading.Thread(target=lambda: answers.append(api.post(clr, token=token)))
        writer.start()
        time.sleep(0.2)
        assert reader.get("/clrs?limit=3", token=token).status_code == 200
        assert answers == []  # the writer is still held up
        writer.join()
    assert answers[0].status_code == 503
    api.close()
    reader.close()


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/register", "/oauth/revoke"])
def test_an_oauth_endpoint_answers_an_oauth_error_when_the_mock_breaks(
    path: str, monkeypatch: pytest.MonkeyPatch, connected: Any
) -> None:
    with running_mock() as mock:
        api = connected(mock)

        def broken(*_: object, **__: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(mock.app.state.authorization.grants, "client", broken)
        monkeypatch.setattr(mock.app.state.authorization.grants, "add_client", broken)
        if path == "/oauth/register":
            answer = api._http.post(mock.origin + path, json=REGISTRATION)
        else:
            form = {"grant_type": "refresh_token", "refresh_token": "x", "token": "x"}
            answer = api._http.post(mock.origin + path, data=form, auth=("a", "b"))
        assert answer.status_code == 500
        assert answer.json() == {"error": "server_error", "error_description": "the provider failed; its log says why"}
        api.close()


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/register", "/oauth/revoke"])
def test_a_wrong_method_at_an_oauth_endpoint_is_an_oauth_error(api: Any, path: str) -> None:
    answer = api._http.get(api.server.origin + path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert answer.json()["error"] == "invalid_request"


def test_a_wrong_path_or_method_for_people_is_a_page(api: Any) -> None:
    for answer in (
        api._http.get(f"{api.server.origin}/oauth/nowhere"),
        api._http.post(f"{api.server.origin}/oauth/authorize"),
    ):
        assert answer.status_code in (404, 405)
        assert answer.headers["content-type"].startswith("text/html")
        assert "This cannot be answered" in answer.text


def test_registration_that_is_not_offered_is_an_oauth_error(connected: Any) -> None:
    with running_mock(registration=False) as mock:
        api = connected(mock)
        answer = api._http.post(f"{mock.origin}/oauth/register", json=REGISTRATION)
        assert (answer.status_code, answer.json()["error"]) == (404, "invalid_request")
        api.close()
