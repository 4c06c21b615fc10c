"""``clr-conformance requirements``: the catalogue for people, spreadsheets and programs."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType

import pytest
from click.testing import CliRunner, Result
from syrupy.assertion import SnapshotAssertion

from clr_reports import run_file
from conformance.cli import group, requirements
from conformance.errors import UsageFault
from conformance.record import RequirementResult, RunRecord, Verdict
from conformance.standard import Area, Basis, Level, Requirement, Role, Source, Standard, load

CLR10 = load("clr10")
ALL = len(CLR10.requirements)
"""How many there are in all; ``tests/standard/test_catalogue.py`` holds the number itself."""


def run(*arguments: str) -> Result:
    """The command about one edition; ``test_editions.py`` says what it does about all."""
    runner = CliRunner(env={"COLUMNS": "90"})
    return runner.invoke(group, ["requirements", "--standard", "1.0", *arguments], prog_name="clr-conformance")


def ids(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return [row["id"] for row in json.loads(result.output)]


def a_requirement(number: int, **changes: object) -> Requirement:
    members: dict[str, object] = {
        "id": f"CLR10-GCS-{number:03}",
        "area": "GCS",
        "role": Role.PROVIDER,
        "level": Level.MUST,
        "text": "limit must be an integer of 1 or more, and an illegal value must be answered 400 [sic].",
        "source": Source("CLR 1.0 OpenAPI file", "getClrs", "https://standard.example/openapi/"),
        "confidence": "S:oas",
        "basis": Basis.PUBLISHED,
        "test": "Call with limit=0.",
        "why": "A consumer gets a silent wrong page.",
        "fix": "Parse limit strictly.",
        "applies_when": ("read",),
        "checks": (),
        "excluded": None,
        "planned": "provider",
    }
    return Requirement(**(members | changes))  # type: ignore[arg-type]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Standard:
    """A catalogue of three, so that what a user sees does not move with the real one."""
    rows = (
        a_requirement(1, planned=None, checks=("provider.gcs.limit[0]", "provider.gcs.limit[-1]")),
        a_requirement(2, level=Level.SHOULD_NOT, role=Role.AUTHORIZATION_SERVER, basis=Basis.SIBLING),
        a_requirement(3, level=Level.MAY, planned=None, excluded="Nobody can see it.", applies_when=()),
    )
    real = load("clr10")
    standard = Standard(
        facts=real.facts,
        areas=MappingProxyType({"GCS": Area("GCS", "getClrs")}),
        requirements=MappingProxyType({row.id: row for row in rows}),
        contract=real.contract,
    )
    monkeypatch.setattr(requirements, "load", lambda _: standard)
    return standard


@pytest.fixture
def run_json(tmp_path: Path) -> Path:
    """A run record in which one requirement passed and one failed."""
    results = tuple(
        RequirementResult(row.id, row.level.value, row.role.value, row.area, row.confidence, row.basis.value, verdict)
        for row, verdict in (
            (load("clr10")["CLR10-GCS-001"], Verdict.PASS),
            (load("clr10")["CLR10-GCS-003"], Verdict.FAIL),
        )
    )
    record = RunRecord(
        tool={"name": "clr-conformance", "version": "0"},
        standard="clr-v1p0",
        role="provider",
        plan={"name": "mine"},
        target={"url": "https://provider.example/ims/clr/v1p0"},
        started="2026-01-01T00:00:00Z",
        finished="2026-01-01T00:00:01Z",
        requirements=results,
        exit_code=1,
    )
    path = tmp_path / "run.json"
    run_file.write(record, path)
    return path


# --- what a user sees --------------------------------------------------------------------------------------------


def test_the_table(small: Standard, snapshot: SnapshotAssertion) -> None:
    assert run().output == snapshot


def test_the_csv(small: Standard, snapshot: SnapshotAssertion) -> None:
    assert run("--format", "csv").output == snapshot


def test_the_json(small: Standard, snapshot: SnapshotAssertion) -> None:
    assert run("--format", "json").output == snapshot


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_the_summary(small: Standard, snapshot: SnapshotAssertion, form: str) -> None:
    assert run("--summary", "--format", form).output == snapshot


def test_the_help(snapshot: SnapshotAssertion) -> None:
    assert run("--help").output == snapshot


def test_a_pipe_gets_one_line_per_requirement_without_colours() -> None:
    result = run()

    assert len(result.output.splitlines()) == 1 + ALL
    assert "\x1b" not in result.output
    assert all(line == line.rstrip() for line in result.output.splitlines())


def test_a_terminal_gets_lines_that_fit_and_a_count() -> None:
    main, terminal = pty.openpty()
    arguments = [sys.executable, "-c", "from conformance.cli import main; main()", "requirements"]
    arguments += ["--standard", "1.0", "--area", "RVL"]
    environment = {**os.environ, "COLUMNS": "90", "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    try:
        subprocess.run(arguments, stdout=terminal, env=environment, check=True)
        shown = os.read(main, 65536).decode()
    finally:
        os.close(main)
        os.close(terminal)

    assert "\x1b[1m" in shown
    assert f"6 of {ALL} requirements" in shown
    assert "CLR10-RVL-006" in shown


# --- the lists ---------------------------------------------------------------------------------------------------


def test_json_holds_every_requirement_with_all_its_members() -> None:
    rows = json.loads(run("--format", "json").output)

    assert len(rows) == ALL
    for row in rows:
        assert list(row) == [
            "id", "level", "role", "area", "text", "basis", "confidence", "source", "test", "why", "fix",
            "applies_when", "checks", "excluded", "planned",
        ]  # fmt: skip
        assert list(row["source"]) == ["document", "section", "url"]


def test_csv_holds_what_json_holds() -> None:
    rows = json.loads(run("--format", "json").output)
    table = list(csv.DictReader(io.StringIO(run("--format", "csv").output)))

    assert len(table) == ALL
    for row, cells in zip(rows, table, strict=True):
        assert (cells["id"], cells["text"], cells["source_url"]) == (row["id"], row["text"], row["source"]["url"])
        assert cells["applies_when"].split("; ") == (row["applies_when"] or [""])


# --- filters -----------------------------------------------------------------------------------------------------


def test_areas_add_up_and_take_any_case() -> None:
    found = ids(run("-f", "json", "--area", "RVL", "--area", "end"))

    assert found == [row.id for row in CLR10 if row.area in ("END", "RVL")]


def test_filters_of_different_kinds_narrow_each_other() -> None:
    found = ids(run("-f", "json", "--area", "GCS", "--role", "consumer", "--level", "MUST"))

    assert found == ["CLR10-GCS-014", "CLR10-GCS-028", "CLR10-GCS-029", "CLR10-GCS-030", "CLR10-GCS-031"]


@pytest.mark.parametrize("role", ["A", "a", "authorization server", "authorization-server"])
def test_a_role_is_known_by_letter_and_by_name(role: str) -> None:
    assert ids(run("-f", "json", "--role", role)) == [row.id for row in CLR10 if row.role is Role.AUTHORIZATION_SERVER]


@pytest.mark.parametrize("level", ["MUST NOT", "must-not", "MUST_NOT"])
def test_a_level_of_two_words_can_be_typed_as_one(level: str) -> None:
    assert ids(run("-f", "json", "--level", level)) == [row.id for row in CLR10 if row.level is Level.MUST_NOT]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [(("--area", "GSC"), "GCS"), (("--role", "vendor"), "PROVIDER"), (("--level", "OUGHT"), "SHOULD NOT")],
)
def test_an_unknown_name_is_refused_with_the_known_ones(arguments: tuple[str, str], what: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert arguments[0] in result.output
    assert what in result.output


def test_nothing_found_is_an_empty_list_in_every_format() -> None:
    nothing = ("--area", "RVL", "--role", "consumer")

    assert json.loads(run("-f", "json", *nothing).output) == []
    assert run("-f", "csv", *nothing).output.splitlines() == ["id"]
    assert len(run(*nothing).output.splitlines()) == 1


# --- with a run --------------------------------------------------------------------------------------------------


def test_a_run_adds_its_verdicts(run_json: Path) -> None:
    rows = json.loads(run("-f", "json", "--area", "GCS", "--run", str(run_json)).output)

    assert [row["verdict"] for row in rows[:4]] == ["pass", None, "fail", None]
    assert run("--area", "GCS", "--run", str(run_json)).output.splitlines()[0].split() == [
        "id", "level", "role", "verdict", "state", "text",
    ]  # fmt: skip


def test_a_verdict_keeps_the_requirements_that_got_it(run_json: Path) -> None:
    assert ids(run("-f", "json", "--run", str(run_json), "--verdict", "fail")) == ["CLR10-GCS-003"]
    both = run("-f", "json", "--run", str(run_json), "--verdict", "fail", "--verdict", "pass")
    assert ids(both) == ["CLR10-GCS-001", "CLR10-GCS-003"]


def test_a_verdict_without_a_run_is_refused() -> None:
    result = run("--verdict", "fail")

    assert result.exit_code == 2
    assert "--run" in result.output


@pytest.mark.parametrize(("content", "code"), [(None, "run-file-missing"), ("{", "run-file-not-json")])
def test_a_run_record_that_cannot_be_read_is_a_problem_and_not_a_crash(
    tmp_path: Path, content: str | None, code: str
) -> None:
    path = tmp_path / "run.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    fault = run("--run", str(path)).exception

    assert isinstance(fault, UsageFault)
    assert fault.problem.code == code
    assert fault.problem.todo


# --- counting ----------------------------------------------------------------------------------------------------


def test_the_summary_adds_up() -> None:
    counts = json.loads(run("--summary", "-f", "json").output)

    assert counts["total"] == ALL
    for group_name in ("level", "role", "basis", "state"):
        assert sum(counts[group_name].values()) == ALL
    assert sum(sum(states.values()) for states in counts["area"].values()) == ALL


def test_the_summary_counts_what_the_filters_leave() -> None:
    counts = json.loads(run("--summary", "-f", "json", "--area", "RVL", "--role", "D").output)

    assert counts["total"] == 5
    assert list(counts["area"]) == ["RVL"]


def test_the_summary_says_how_many_are_planned() -> None:
    planned = sum(row.planned is not None for row in CLR10)

    assert f"{planned} of {ALL} are planned" in run("--summary").output
