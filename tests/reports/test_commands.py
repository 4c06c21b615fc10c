"""The commands ``report`` and ``diff``."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from clr_reports import FORMATS
from clr_reports.run_file import write
from conformance.cli import diff, report
from conformance.errors import UsageFault
from conformance.record import RunRecord, Verdict


@pytest.fixture
def run(record: RunRecord, tmp_path: Path) -> Path:
    write(record, tmp_path / "run.json")
    return tmp_path / "run.json"


def test_text_goes_to_standard_output(run: Path) -> None:
    result = CliRunner().invoke(report.command, [str(run)])
    assert result.exit_code == 0
    assert "1 of 4 requirements failed" in result.output


@pytest.mark.parametrize("form", [each.name for each in FORMATS.values() if not each.folder])
def test_one_format_goes_to_standard_output(form: str, run: Path, record: RunRecord) -> None:
    result = CliRunner().invoke(report.command, [str(run), "--format", form])
    assert result.exit_code == 0
    assert result.stdout_bytes.decode() == FORMATS[form].text(record)


def test_several_formats_go_into_a_folder(run: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = [str(run), "--format", "html", "--format", "junit", "--format", "allure", "--out", str(out)]
    result = CliRunner().invoke(report.command, arguments)
    assert result.exit_code == 0
    assert result.output.split() == [str(out / name) for name in ("report.html", "junit.xml", "allure-results")]


def test_one_format_goes_to_a_file(run: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(report.command, [str(run), "--format", "markdown", "-o", str(tmp_path / "x" / "s.md")])
    assert result.exit_code == 0
    assert (tmp_path / "x" / "s.md").read_text("utf-8").startswith("## ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "html", "--format", "json"],
        ["--format", "html", "--format", "json", "-o", "x"],
        ["--format", "allure"],
        ["--format", "allure", "-o", "x"],
        ["--format", "pdf"],
        ["--out", "a", "-o", "b"],
    ],
)
def test_usage_that_cannot_work_ends_with_2(arguments: list[str], run: Path) -> None:
    result = CliRunner().invoke(report.command, [str(run), *arguments])
    assert result.exit_code == 2
    assert "Usage:" in result.output


def test_a_file_that_is_no_record_is_a_usage_fault(tmp_path: Path, run: Path) -> None:
    (tmp_path / "bad.json").write_text("{}")
    for command, arguments in (
        (report.command, ["bad.json"]),
        (diff.command, [str(run), "bad.json"]),
        (diff.command, ["none.json", str(run)]),
    ):
        result = CliRunner().invoke(command, [str(tmp_path / each) for each in arguments])
        assert isinstance(result.exception, UsageFault)
        assert result.exception.problem.todo


def test_a_place_that_cannot_be_written_is_a_usage_fault(run: Path) -> None:
    result = CliRunner().invoke(report.command, [str(run), "--format", "html", "-o", f"{run}/report.html"])
    assert isinstance(result.exception, UsageFault)
    assert result.exception.problem.code == "report-not-written"


@pytest.fixture
def worse(record: RunRecord, tmp_path: Path) -> Path:
    results = tuple(replace(each, verdict=Verdict.FAIL) for each in record.requirements)
    write(replace(record, requirements=results), tmp_path / "worse.json")
    return tmp_path / "worse.json"


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_diff_ends_with_1_when_something_got_worse(form: str, run: Path, worse: Path) -> None:
    result = CliRunner().invoke(diff.command, [str(run), str(worse), "--format", form])
    assert result.exit_code == 1
    assert "CLR10-GCS-001" in result.output


def test_diff_ends_with_0_when_nothing_got_worse(run: Path, worse: Path) -> None:
    assert CliRunner().invoke(diff.command, [str(run), str(run)]).exit_code == 0
    better = CliRunner().invoke(diff.command, [str(worse), str(run), "--format", "json"])
    assert better.exit_code == 0
    assert json.loads(better.output)["worse"] is False


def test_diff_of_different_roles_is_a_usage_fault(run: Path, record: RunRecord, tmp_path: Path) -> None:
    write(replace(record, role="document"), tmp_path / "other.json")
    result = CliRunner().invoke(diff.command, [str(run), str(tmp_path / "other.json")])
    assert isinstance(result.exception, UsageFault)
    assert result.exception.problem.code == "runs-not-comparable"
