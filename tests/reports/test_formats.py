"""The table of formats, and writing several of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.record import RunRecord
from reports import FORMATS, write_reports
from reports.run_file import load


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
