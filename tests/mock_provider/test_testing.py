"""``running_mock`` for tests and demos."""

from __future__ import annotations

import ssl
import threading
from pathlib import Path

import httpx
import pytest

from mock_provider.clr10.terms import BASE_PATH
from mock_provider.settings import SettingsError
from mock_provider.testing import running_mock


def test_it_serves_https_while_the_block_runs_and_nothing_afterwards() -> None:
    with (
        running_mock() as server,
        httpx.Client(verify=ssl.create_default_context(cafile=str(server.ca_path))) as client,
    ):
        assert server.url == server.origin + BASE_PATH
        assert server.http_url == f"http://127.0.0.1:{server.settings.http_port}{BASE_PATH}"
        assert client.get(f"{server.url}/discovery").status_code == 200
        assert server.users["mira"] == "mira-password"
        assert server.known_ids["revoked_clr"].startswith(server.url)
    for url in (server.http_url, server.url):
        with pytest.raises(httpx.ConnectError):
            httpx.get(url)


def test_two_run_side_by_side_with_one_authority_and_content_of_their_own() -> None:
    with running_mock() as one, running_mock() as two:
        assert one.url != two.url
        assert one.ca_path == two.ca_path
        for server in (one, two):
            verify = ssl.create_default_context(cafile=str(two.ca_path))
            assert httpx.get(f"{server.url}/keys/college", verify=verify).json()["id"].startswith(server.url)


def test_nothing_is_left_running() -> None:
    before = threading.active_count()
    for _ in range(3):
        with running_mock():
            pass
    assert threading.active_count() <= before + 1


def test_it_can_listen_on_ipv6() -> None:
    with running_mock(host="::1") as server:
        verify = ssl.create_default_context(cafile=str(server.ca_path))
        assert server.url.startswith("https://[::1]:")
        assert httpx.get(f"{server.url}/keys/college", verify=verify).json()["id"] == f"{server.url}/keys/college"
        assert httpx.get(server.http_url).status_code == 421


def test_settings_are_taken_and_wrong_ones_named(tmp_path: Path) -> None:
    with running_mock(name="Another", data_dir=tmp_path) as server:
        assert server.ca_path.parent == tmp_path
        verify = ssl.create_default_context(cafile=str(server.ca_path))
        assert httpx.get(f"{server.url}/discovery", verify=verify).json()["name"] == "Another"
    with pytest.raises(SettingsError, match="delete_status"), running_mock(delete_status=404):
        pass


def test_it_is_over_in_order_although_the_block_raises() -> None:
    with pytest.raises(RuntimeError, match="own"), running_mock() as server:
        raise RuntimeError("own")
    with pytest.raises(httpx.ConnectError):
        httpx.get(server.http_url)
