"""The command ``show``: exchanges on the terminal by the number that a finding names."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from click.testing import CliRunner

from clr_reports.run_file import write
from conformance.cli import show
from conformance.errors import UsageFault

RECORDS = runpy.run_path(str(Path(__file__).parents[1] / "reports" / "conftest.py"))


@pytest.fixture
def run(tmp_path: Path) -> Path:
    path = tmp_path / "run.json"
    write(RECORDS["make_record"](), path)
    return path


def test_an_exchange_is_shown_whole(run: Path) -> None:
    told = CliRunner().invoke(show.command, [str(run), "1"]).output
    assert told.startswith("GET https://clr.example/ims/clr/v1p0/clrs?limit=1\n")
    assert "\n200\n" in told
    assert 'curl -H "Authorization: Bearer $CLR_TOKEN"' in told


def test_several_are_shown_in_the_order_asked(run: Path) -> None:
    told = CliRunner().invoke(show.command, [str(run), "#1", "0"]).output
    assert told.index("limit=1") < told.rindex("\ncurl")
    assert told.count("\ncurl") == 2


def test_without_a_number_they_are_listed(run: Path) -> None:
    lines = CliRunner().invoke(show.command, [str(run)]).output.splitlines()
    assert lines[1].startswith("#1")
    assert "-> 200" in lines[1]


def test_an_unknown_number_is_told_with_those_there_are(run: Path) -> None:
    with pytest.raises(UsageFault) as raised:
        CliRunner().invoke(show.command, [str(run), "9999"], catch_exceptions=False)
    assert raised.value.problem.code == "exchange-unknown"
    assert "it has #0 to #" in raised.value.problem.todo


def test_what_is_no_number_is_wrong_usage(run: Path) -> None:
    assert CliRunner().invoke(show.command, [str(run), "first"]).exit_code == 2
