"""A running mock gives a token in one call: to a test, to the control API, and to the command of the same user."""

from __future__ import annotations

import signal
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result

from conformance.cli.token import command as token
from mock_provider.running import NotRunningError, Running, find_running, noted, token_of
from mock_provider.testing import running_mock
from tests.mock_provider.test_serve import started

SCOPE = "https://purl.imsglobal.org/spec/clr/v1p0/scope/"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("running")


@pytest.fixture(scope="module")
def mock(data_dir: Path) -> Iterator[Any]:
    with started(data_dir, "--content", "small") as mock:
        yield mock


def asked(data_dir: Path, *arguments: str) -> Result:
    return CliRunner().invoke(token, [*arguments, "--data-dir", str(data_dir)])


def listed(mock: Any, shown: str, **query: str) -> httpx.Response:
    with mock.client() as client:
        found: httpx.Response = client.get(f"{mock.value('API')}/clrs", headers={"Authorization": f"Bearer {shown}"})
        return found


def test_a_test_gets_a_token_of_any_user_and_scope(connected: Any) -> None:
    with running_mock(content="small") as mock:
        api = connected(mock)
        assert api.get("/clrs", token=mock.token()).headers["x-total-count"] == "12"
        jonas = api.get("/clrs", token=mock.token("jonas", ["readonly"])).json()["clrs"]
        assert {clr["learner"]["id"] for clr in jonas} == {mock.known_ids["learner_jonas"]}
        deleting = mock.token("jonas", [f"{SCOPE}delete"])
        assert api.get("/clrs", token=deleting).status_code == 403
        assert api.send("DELETE", jonas[0]["id"], token=deleting).status_code == 204
        with pytest.raises(ValueError, match="there is no user zoe"):
            mock.token("zoe")
        with pytest.raises(ValueError, match="there is no scope all; there are readonly, replace, delete"):
            mock.token(scopes=["all"])
        mock.reset()
        assert api.get("/clrs", token=deleting).status_code == 401
        api.close()


def test_the_command_prints_the_token_of_the_only_mock_that_runs(mock: Any, data_dir: Path) -> None:
    assert mock.value("Token") == f"clr-conformance token --mock --data-dir {data_dir}"
    told = asked(data_dir, "--mock")
    assert told.exit_code == 0, told.output
    assert told.stdout.count("\n") == 1
    assert listed(mock, told.stdout.strip()).headers["x-total-count"] == "12"


def test_the_command_takes_a_url_a_user_and_scopes(mock: Any, data_dir: Path) -> None:
    told = asked(data_dir, "--mock", mock.value("API"), "--user", "kim", "--scope", "readonly")
    assert listed(mock, told.stdout.strip()).headers["x-total-count"] == "0"
    only_delete = asked(data_dir, "--mock", "--scope", "delete").stdout.strip()
    assert listed(mock, only_delete).status_code == 403


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--mock", "--user", "zoe"), "gives no token: there is no user zoe"),
        (("--mock", "https://127.0.0.1:1"), "no mock runs at https://127.0.0.1:1; name one of https://127.0.0.1:"),
        ((), "Name a plan, or --mock."),
        (("provider-full", "--mock"), "Name a plan, or --mock."),
        (("provider-full", "--user", "mira"), "--user names a user of the mock."),
        (("--mock", "--second"), "--second goes with a plan, not with --mock."),
    ],
)
def test_what_cannot_be_is_said(mock: Any, data_dir: Path, arguments: tuple[str, ...], message: str) -> None:
    told = asked(data_dir, *arguments)
    assert message in str(told.exception)
    assert told.stdout == ""


def test_the_note_of_a_mock_is_for_its_user_alone_and_goes_with_it(tmp_path: Path) -> None:
    with started(tmp_path) as mock:
        (note,) = (tmp_path / "running").iterdir()
        assert stat.S_IMODE(note.stat().st_mode) == 0o600
        mock.process.send_signal(signal.SIGTERM)
        assert mock.process.wait(timeout=60) == 0
        assert not note.exists()
    assert "no mock of" in str(asked(tmp_path, "--mock").exception)


def test_a_mock_that_was_killed_is_not_taken_for_one_that_runs(tmp_path: Path) -> None:
    with started(tmp_path) as mock:
        mock.process.kill()
        mock.process.wait()
        assert "does not answer any more; start it again" in str(asked(tmp_path, "--mock").exception)


def test_one_of_several_has_to_be_named(tmp_path: Path) -> None:
    one, two = (Running(f"https://127.0.0.1:{port}/base", "http://127.0.0.1:9", "x") for port in (1, 2))
    with noted(tmp_path, 1, one), noted(tmp_path, 2, two):
        assert find_running(tmp_path, "https://127.0.0.1:2") == two
        with pytest.raises(NotRunningError, match="several mocks run; name one of https://"):
            find_running(tmp_path)
        (tmp_path / "running" / "3.json").write_text("[" * 100_000)
        assert find_running(tmp_path, two.url) == two
        with pytest.raises(NotRunningError, match="does not answer any more"):
            token_of(one, "", ())
    assert "canary" not in repr(Running("u", "c", "canary"))


def test_the_control_api_gives_tokens_to_its_token_alone(tmp_path: Path) -> None:
    with started(tmp_path, "--control-token", "control-secret", "--content", "small") as mock:
        url, headers = mock.value("Control").split()[0], {"Authorization": "Bearer control-secret"}
        assert httpx.post(f"{url}/tokens").status_code == 401
        given = httpx.post(f"{url}/tokens", json={"user": "jonas", "scopes": ["readonly"]}, headers=headers)
        assert (given.status_code, given.json()["scope"]) == (201, f"{SCOPE}readonly")
        assert listed(mock, given.json()["access_token"]).status_code == 200
        for body in (b"[]", b"{", b'{"scopes": "readonly"}', b'{"user": 5}', b"[" * 9000):
            assert httpx.post(f"{url}/tokens", content=body, headers=headers).status_code == 400
        assert httpx.post(f"{url}/tokens", content=b"x" * 20_000, headers=headers).status_code == 413
