"""``clr-conformance mock --console``: a page beside the mock, on this machine alone."""

from __future__ import annotations

import json
import signal
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from mock_provider.recorder import Recorder
from mock_provider.settings import Settings, SettingsError
from mock_provider.watched import places_of, watched
from tests.mock_provider.test_serve import Running, assert_stops, started

CANARIES = {
    "--password": "jonas=canary-password",
    "--client-secret": "canary-secret",
    "--control-token": "canary-token",
}


def page_of(mock: Running) -> httpx.Client:
    """A client that has what the page has."""
    address, _, token = mock.value("Console").partition("#")
    return httpx.Client(base_url=address.removesuffix("/console"), headers={"Authorization": f"Bearer {token}"})


def state(page: httpx.Client, **query: int) -> dict[str, Any]:
    return dict(page.get("/console/state", params=query, timeout=60).raise_for_status().json())


def test_it_shows_where_to_connect_what_comes_and_what_is_wrong_with_it(tmp_path: Path) -> None:
    options = [part for pair in CANARIES.items() for part in pair]
    with started(tmp_path, "--console", "--client-id", "wallet", *options) as mock, mock.client() as client:
        page = page_of(mock)
        first = state(page)
        shown = {one["label"]: one["value"] for one in first["view"]["places"]}
        assert shown["API"] == mock.value("API")
        assert (shown["Password of mira"], shown["Password of jonas"]) == ("mira-password", "(as configured)")
        client.get(f"{mock.value('API')}/clrs?limit=canary-token", headers={"Accept": "application/json"})
        lines: list[dict[str, Any]] = []
        seen = first["revision"]
        while {line["kind"] for line in lines} < {"exchange", "finding"}:
            told = state(page, seen=seen, after=lines[-1]["place"] if lines else 0)
            seen, lines = told["revision"], lines + told["lines"]
        (request,) = [line for line in lines if line["kind"] == "exchange"]
        assert (request["path"], request["status"]) == ("/ims/clr/v1p0/clrs", 406)
        assert "CLR10-API-009" in {line["requirement"] for line in lines if line["kind"] == "finding"}
        details = page.get(f"/console/lines/{request['place']}").raise_for_status().json()
        whole = json.dumps([first, lines, details, mock.lines])
        for canary in ("canary-password", "canary-secret", "canary-token"):
            assert canary not in whole
        page.close()


def test_the_control_api_beside_it_keeps_its_own_token(tmp_path: Path) -> None:
    with started(tmp_path, "--console", "--control-token", "canary-token") as mock, page_of(mock) as page:
        assert page.get("/faults").status_code == 401
        control = {"Authorization": "Bearer canary-token"}
        assert page.get("/faults", headers=control).status_code == 200
        assert page.get("/console/state", headers=control).status_code == 401
        assert page.get("/consoles", headers=control).status_code == 404


def test_a_page_that_waits_does_not_keep_it_from_ending(tmp_path: Path) -> None:
    with started(tmp_path, "--console") as mock, page_of(mock) as page:
        seen = state(page)["revision"]
        waiting = threading.Thread(target=lambda: page.get("/console/state", params={"seen": seen}, timeout=60))
        waiting.start()
        assert_stops(mock, signal.SIGINT)
        waiting.join()


def test_several_processes_have_no_console() -> None:
    with pytest.raises(SettingsError, match="console: it shows the exchanges of one process"):
        Settings(console=True, workers=2, database="sqlite:///mock.db")


def test_without_the_option_there_is_none(tmp_path: Path) -> None:
    with watched(Settings(data_dir=tmp_path), tmp_path / "ca.pem", Recorder()) as console:
        assert console is None


def test_who_has_users_of_their_own_sees_their_names_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, passwords={"mira": "canary"})
    places = {one.label: one.value for one in places_of(settings, tmp_path / "ca.pem")}
    assert places["Password of mira"] == "(as configured)"
    assert places["CA to trust"] == str(tmp_path / "ca.pem")
