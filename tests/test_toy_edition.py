"""An edition is three folders and a plan: those of ``tests/toy``, put into a copy of the packages, are a second one.

With the files of ``tests/toy_with_login`` in the place of its own it has operations that need a token, and some of the
rules of OAuth that editions share, under other ids and at another level.
The commands run as a user runs them, each in a process of its own. No line of the copy is changed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
TOY = Path(__file__).parent / "toy"
WITH_LOGIN = TOY.with_name("toy_with_login")
BALL, GREY_BALL = (str(TOY / "documents" / name) for name in ("ball.json", "grey-ball.json"))
CLR = str(ROOT / "tests" / "rulebooks" / "clr10" / "document" / "data" / "minimal.json")
PACKAGES = ("conformance", "mock_provider", "reports/clr_reports", "test_plans")
FOLDERS = ("conformance/standard/toy", "conformance/rulebooks/toy", "mock_provider/toy")
PLAN = "test_plans/toy.yaml"
TITLE = "Toy Standard 1.0"
TOY_NAME = "toy-v1p0"


@dataclass(frozen=True)
class Copy:
    """The packages with both editions, in a folder of their own."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": os.pathsep.join([str(self.folder), str(self.folder / "reports")])}

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "conformance", *arguments]

    def run(self, *arguments: str, code: int = 0) -> str:
        """What the command prints; its exit code has to be this one."""
        ended = subprocess.run(
            self.command(*arguments), cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert ended.returncode == code, ended.stdout + ended.stderr
        return ended.stdout

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        """The JSON that the command prints."""
        rows: list[dict[str, Any]] = json.loads(self.run(*arguments, "--format", "json"))
        return rows

    @contextmanager
    def mock(self, *arguments: str, alone: bool = True) -> Iterator[tuple[str, str]]:
        """The mock as a process as long as the block lasts: the URL of the API, and the authority to trust.

        It plays the edition alone, or beside all others.
        """
        options = ("--port", "0", "--data-dir", str(self.folder / "keys"), *(("--standard", TOY_NAME) if alone else ()))
        api = "API" if alone else "API Toy 1.0"
        process = subprocess.Popen(
            self.command("mock", *options, *arguments),
            cwd=self.folder,
            env={**self.environment, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        try:
            lines = []
            for line in process.stdout:
                lines.append(line)
                if line.startswith("  Store"):
                    break
            found = {label: line for line in lines for label in (api, "CA to trust") if line.startswith(f"  {label}")}
            yield found[api].split()[-1], found["CA to trust"].split()[-1]
        finally:
            process.kill()
            process.wait()

    def provider(self, out: Path, *mock: str, code: int, alone: bool = True) -> dict[str, str]:
        """The verdicts of a run against the mock by requirement."""
        with self.mock(*mock, alone=alone) as (url, ca):
            self.run("provider", "toy", "--target", url, "--ca", ca, "--out", str(out), code=code)
        record = json.loads((out / "run.json").read_text())
        assert (record["standard"], record["problems"]) == ("toy-v1p0", [])
        return {row["id"]: row["verdict"] for row in record["requirements"]}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    folder = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package)
    for added in FOLDERS:
        shutil.copytree(TOY / added, folder / added, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(TOY / PLAN, folder / PLAN)
    return Copy(folder)


@pytest.fixture(scope="module")
def with_login(copy: Copy, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    folder = tmp_path_factory.mktemp("login") / "house"
    shutil.copytree(copy.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(WITH_LOGIN, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    return Copy(folder)


def test_it_is_three_folders_and_a_plan() -> None:
    folders = tuple(f"{folder}/" for folder in FOLDERS)
    files = [path.relative_to(TOY).as_posix() for path in TOY.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    added = [name for name in files if not name.startswith("documents/")]
    assert PLAN in added
    assert all(name == PLAN or name.startswith(folders) for name in added)
    assert all(any(name.startswith(folder) for name in added) for folder in folders)


def test_requirements_lists_each_edition_under_its_title(copy: Copy) -> None:
    toys = copy.run("requirements", "--standard", "toy-v1p0")
    assert "TOY-API-001" in toys
    assert "CLR10" not in toys
    both = copy.run("requirements")
    title, other = (both.index(text) for text in (TITLE, "Comprehensive Learner Record Standard 1.0"))
    assert other < both.index("CLR10-API-001") < title < both.index("TOY-API-001")
    assert [row["id"] for row in copy.rows("requirements", "--area", "BALL")] == ["TOY-BALL-01"]


def test_explain_says_what_each_edition_has_under_a_name(copy: Copy) -> None:
    assert "A ball must say that it is red, yellow or blue." in copy.run("explain", "toy-ball-01")
    both = copy.run("explain", "API-001")
    assert both.index("CLR10-API-001") < both.index(TITLE) < both.index("TOY-API-001")
    assert "What it breaks" in copy.run("explain", "ball-colourless")
    assert "clr-conformance mock --standard toy-v1p0 --fault ball-colourless" in copy.run("explain", "ball-colourless")
    assert "TOY-BALL-01" in _told(copy, "explain", "TOY-BALL-02")


def _told(copy: Copy, *arguments: str) -> str:
    """What a command that is used wrongly says."""
    ended = subprocess.run(
        copy.command(*arguments), cwd=copy.folder, env=copy.environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    return ended.stderr


def test_faults_are_its_own(copy: Copy) -> None:
    listed = copy.rows("faults", "--standard", "toy-v1p0")
    assert {row["id"]: row["breaks"] for row in listed} == {
        "api-ball-lost": ["TOY-API-001"],
        "ball-colourless": ["TOY-BALL-01"],
    }
    assert "ball-colourless" not in copy.run("faults")
    unusual = copy.rows("faults", "--standard", "toy-v1p0", "--variations")
    assert {row["kind"] for row in unusual} == {"accident"}, "accidents are of any edition; it has no variation"


def test_documents_find_their_edition(copy: Copy) -> None:
    copy.run("validate", "--offline", BALL)
    assert "error[TOY-BALL-01]" in copy.run("validate", "--offline", GREY_BALL, code=1)
    both = json.loads(copy.run("validate", "--offline", BALL, CLR, "--format", "json"))
    assert [document["recognised"] for document in both["documents"]] == ["Ball", "ClrSet"]


def test_a_right_provider_passes(copy: Copy, tmp_path: Path) -> None:
    verdicts = copy.provider(tmp_path, code=0)
    assert verdicts == {"TOY-API-001": "pass", "TOY-BALL-01": "pass"}
    for name in ("run.json", "report.html", "report.md", "junit.xml"):
        assert "CLR10" not in (tmp_path / name).read_text()


def test_a_wrong_provider_fails(copy: Copy, tmp_path: Path) -> None:
    verdicts = copy.provider(tmp_path, "--fault", "ball-colourless", code=1)
    assert verdicts == {"TOY-API-001": "pass", "TOY-BALL-01": "fail"}


def test_it_is_played_beside_all_others(copy: Copy, tmp_path: Path) -> None:
    faults = ("--fault", "ball-colourless", "--fault", "gcs-limit-zero-accepted")
    verdicts = copy.provider(tmp_path, *faults, code=1, alone=False)
    assert verdicts == {"TOY-API-001": "pass", "TOY-BALL-01": "fail"}


def test_the_self_check_proves_it(copy: Copy, tmp_path: Path) -> None:
    options = ("--standard", "toy-v1p0", "--out", str(tmp_path), "--workers", "1")
    assert "PROVED  1 clean run, 0 variations, 2 faults" in copy.run("selfcheck", *options)


def test_clr_1_0_is_judged_beside_it(copy: Copy, tmp_path: Path) -> None:
    copy.run("demo", "--quiet", "--out", str(tmp_path))
    record = json.loads((tmp_path / "run.json").read_text())
    assert record["standard"] == "clr-v1p0"
    assert not [row["id"] for row in record["requirements"] if not row["id"].startswith("CLR10-")]


def test_a_plan_can_name_the_edition(copy: Copy) -> None:
    offered = json.loads(copy.run("plan", "schema"))["properties"]["standard"]["enum"]
    assert offered == ["clr-v1p0", "clr-v2p0", "toy-v1p0"]


def test_shared_rules_have_the_ids_and_levels_of_the_edition(with_login: Copy) -> None:
    rows = {row["id"]: row for row in with_login.rows("requirements", "--area", "SEC")}
    assert {name: row["level"] for name, row in rows.items()} == {"TOY-SEC-1": "MUST", "TOY-SEC-2": "SHOULD"}
    broken = [name for row in with_login.rows("faults", "--standard", "toy-v1p0") for name in row["breaks"]]
    assert {*broken} == {"TOY-API-001", "TOY-BALL-01", "TOY-SEC-1", "TOY-SEC-2"}


def test_shared_checks_judge_a_provider_of_the_edition(
    with_login: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLR_USERNAME", "mira")
    monkeypatch.setenv("CLR_PASSWORD", "mira-password")
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    assert {*with_login.provider(right, code=0).values()} == {"pass"}
    verdicts = with_login.provider(wrong, "--fault", "tok-verifier-not-compared", code=0)
    assert (verdicts["TOY-SEC-1"], verdicts["TOY-SEC-2"]) == ("pass", "warn")
    assert "OAUTH-" not in (wrong / "run.json").read_text()


def test_the_self_check_proves_shared_rules_in_the_edition(with_login: Copy, tmp_path: Path) -> None:
    options = ("--standard", "toy-v1p0", "--out", str(tmp_path), "--workers", "1", "--only", "SEC")
    assert "PROVED  1 clean run, 0 variations, 7 faults" in with_login.run("selfcheck", *options)
