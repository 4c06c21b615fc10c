"""The hostile targets by command: a developer points a client at one, and reads where it was led."""

from __future__ import annotations

import signal
import socket
import ssl
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from conformance.cli.mock import command as mock
from mock_provider.hostile import HOSTILE, hostile, running_hostile
from mock_provider.hostile.serving import named, strayed_line
from mock_provider.listening import ServeError
from tests.mock_provider.test_serve import assert_stops, started


def test_all_of_them_are_listed_with_what_a_careless_client_suffers() -> None:
    listed = CliRunner().invoke(mock, ["--list-hostile"])
    assert listed.exit_code == 0
    lines = listed.output.splitlines()
    assert [line.split()[0] for line in lines] == [one.id for one in HOSTILE]
    assert all(one.why in line for one, line in zip(HOSTILE, lines, strict=True))


def test_one_attacks_at_the_api_and_is_right_elsewhere(tmp_path: Path) -> None:
    with started(tmp_path, "--hostile", "always-401") as running, running.client() as client:
        assert "always-401 is running" in running.lines[0]
        assert hostile("always-401").title in running.value("Attack")
        assert client.get(f"{running.value('API')}/clrs", headers={"Authorization": "Bearer x"}).content == b"{}"
        assert client.get(f"{running.value('API')}/discovery").status_code == 200
        assert_stops(running, signal.SIGTERM)


def test_one_on_the_bare_socket_says_nothing(tmp_path: Path) -> None:
    with started(tmp_path, "--hostile", "silent") as running, running.client() as client:
        with pytest.raises(httpx.TimeoutException):
            client.get(running.value("API"), timeout=0.5)
        assert_stops(running, signal.SIGINT)


def test_a_client_that_is_led_astray_is_named_without_its_token(tmp_path: Path) -> None:
    with started(tmp_path, "--hostile", "token-url-elsewhere") as running, running.client() as client:
        elsewhere = client.get(f"{running.value('API')}/discovery").json()["tokenUrl"]
        with pytest.raises(httpx.HTTPError):
            client.post(f"{elsewhere}?code=canary", headers={"Authorization": "Basic canary"})
        assert running.process.stdout
        told = running.process.stdout.readline()
        while "other host" not in told:  # what it prints of its users comes first
            told = running.process.stdout.readline()
        assert told.strip() == "a request came to the other host, with Authorization: POST /oauth/token"


def test_the_port_and_the_authority_are_those_of_the_settings(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    for name in ("silent", "always-401"):
        with running_hostile(hostile(name), port=port, data_dir=tmp_path) as server:
            assert f":{port}/" in server.url
            assert server.ca_path.parent == tmp_path
            ssl.create_default_context(cafile=str(server.ca_path))


def test_a_name_that_there_is_not_is_refused_with_what_is_near() -> None:
    with pytest.raises(ServeError, match="there is no hostile target 'always-402'; did you mean always-401"):
        named("always-402")
    told = CliRunner().invoke(mock, ["--hostile", "nothing-like-it"])
    assert "clr-conformance mock --list-hostile lists them" in str(told.exception)


def test_moved_paths_are_refused() -> None:
    told = CliRunner().invoke(mock, ["--hostile", "always-401", "--tenant", "/t"])
    assert "it attacks at the usual paths" in str(told.exception)


@pytest.mark.parametrize(
    ("section", "line"),
    [
        (b"GET /a HTTP/1.1\r\nHost: x\r\n", "without Authorization: GET /a HTTP/1.1"),
        (b"GET /\x1b[2J\xff HTTP/1.1\r\nauthorization: Bearer t\r\n", "with Authorization: GET /.[2J. HTTP/1.1"),
        (b"", "without Authorization: "),
        (b"GET /" + b"a" * 5000, "without Authorization: GET /" + "a" * 195),
    ],
)
def test_what_came_to_the_other_host_is_safe_to_show(section: bytes, line: str) -> None:
    assert strayed_line(section).startswith(f"a request came to the other host, {line}"[:60])
    assert "\x1b" not in strayed_line(section)
    assert len(strayed_line(section)) < 300
