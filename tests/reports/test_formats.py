"""The table of formats, and writing several of them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from clr_reports import FORMATS, default_formats, extras_of, run_formats, write_reports
from clr_reports.run_file import load
from conformance.record import RunRecord


def test_every_format_writes_its_file(record: RunRecord, tmp_path: Path) -> None:
    paths = write_reports(record, tmp_path / "out", FORMATS)
    assert paths == [tmp_path / "out" / each.file for each in FORMATS.values()]
    assert all(path.exists() for path in paths)
    assert load(tmp_path / "out" / "run.json") == record
    assert not [path for path in (tmp_path / "out").rglob("*") if path.name.startswith(".") or path.suffix == ".tmp"]


def test_every_format_survives_a_hostile_target(hostile: RunRecord, tmp_path: Path) -> None:
    for path in write_reports(hostile, tmp_path, FORMATS):
        for file in (path,) if path.is_file() else path.iterdir():
            file.read_text("utf-8", errors="strict")


def test_every_report_made_from_the_file_is_the_one_made_from_the_run(record: RunRecord, tmp_path: Path) -> None:
    write_reports(record, tmp_path / "a", FORMATS)
    write_reports(load(tmp_path / "a" / "run.json"), tmp_path / "b", FORMATS)
    names = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*") if path.is_file())
    assert names
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_an_unknown_format_is_refused_before_anything_is_written(record: RunRecord, tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_reports(record, tmp_path / "out", ["json", "pdf"])
    assert not (tmp_path / "out").exists()


def test_a_name_given_twice_is_written_once(record: RunRecord, tmp_path: Path) -> None:
    assert len(write_reports(record, tmp_path, ["json", "json"])) == 1


def test_a_format_that_makes_a_folder_has_no_text(record: RunRecord) -> None:
    with pytest.raises(ValueError, match="allure"):
        FORMATS["allure"].text(record)


def test_a_report_can_be_read_by_others_as_the_umask_allows(record: RunRecord, tmp_path: Path) -> None:
    (path,) = write_reports(record, tmp_path, ["json"])
    plain = tmp_path / "plain"
    plain.touch()
    assert path.stat().st_mode == plain.stat().st_mode


TOY = """
import sys
from types import ModuleType
from conformance.cli import group
from clr_reports import Format, register
toy = ModuleType("toy")
toy.render = lambda record: f"{record.role}: {len(record.requirements)}"
sys.modules["toy"] = toy
register(Format("toy", "toy.txt", "a count", "toy:render"))
group(sys.argv[1:])
"""


def with_a_toy(*arguments: str) -> str:
    done = subprocess.run([sys.executable, "-c", TOY, *arguments], capture_output=True, text=True, check=False)
    return done.stdout


@pytest.mark.parametrize("command", ["provider", "report", "validate"])
def test_a_format_that_is_registered_is_offered_by_every_command(command: str) -> None:
    assert re.search(r"[|]\s*toy\b", with_a_toy(command, "--help"))


def test_a_format_that_is_registered_is_made_of_a_run_and_of_documents(record: RunRecord, tmp_path: Path) -> None:
    (run,) = write_reports(record, tmp_path, ["json"])
    (tmp_path / "document.json").write_text("{}")
    assert with_a_toy("report", str(run), "--format", "toy") == f"provider: {len(record.requirements)}"
    assert with_a_toy("validate", str(tmp_path / "document.json"), "--format", "toy").startswith("document: ")


def test_a_run_writes_by_default_what_can_be_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    assert default_formats() == run_formats() == ("json", "html", "junit", "markdown", "allure")
    monkeypatch.setattr("clr_reports.formats.installed", lambda extra: extra != "allure")
    assert default_formats() == ("json", "html", "junit", "markdown")
    assert extras_of(["json", "allure"]) == ["allure"]
