"""The command as a user starts it, but in this process; and a mock provider to point it at."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conformance.cli import main
from conformance.selfcheck.own_mock import own_mock
from mock_provider.testing import MockServer


@dataclass
class Ended:
    """How the command ended: exit code, and the words on both streams."""

    code: int
    out: str
    err: str


Command = Callable[..., Ended]


@dataclass
class Judged(Ended):
    """How ``clr-conformance provider`` ended, and the folder of its reports."""

    folder: Path

    @property
    def record(self) -> dict[str, Any]:
        return json.loads((self.folder / "run.json").read_text(encoding="utf-8"))

    @property
    def verdicts(self) -> Mapping[str, str]:
        return {row["id"]: row["verdict"] for row in self.record["requirements"]}


Judge = Callable[..., Judged]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # so that it is as before afterwards
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr("sys.argv", ["clr-conformance", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        told = capsys.readouterr()
        code = end.value.code or 0
        assert isinstance(code, int)
        return Ended(code, told.out, told.err)

    return run


@pytest.fixture(scope="session")
def mock_of_the_commands() -> Iterator[MockServer]:
    with own_mock() as server:
        yield server


@pytest.fixture
def mock(mock_of_the_commands: MockServer) -> Iterator[MockServer]:
    yield mock_of_the_commands
    mock_of_the_commands.faults.clear()


@pytest.fixture
def judge(command: Command, mock: MockServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """``clr-conformance provider PLAN`` against the mock, with its passwords in the environment."""
    people = {"CLR_USERNAME": "mira", "CLR_SECOND_USERNAME": "jonas"}
    secrets = {"CLR_PASSWORD": mock.users["mira"], "CLR_SECOND_PASSWORD": mock.users["jonas"]}
    for name, value in {**people, **secrets}.items():
        monkeypatch.setenv(name, value)

    def run(*options: str, plan: str | Path = "provider-read", url: str = "", folder: str = "report") -> Judged:
        out = tmp_path / folder
        target = ("--target", url or mock.url, "--ca", mock.ca_path, "--out", out)
        ended = command("provider", plan, *target, *options)
        return Judged(ended.code, ended.out, ended.err, out)

    return run
