"""Each command works with what it needs, and a missing extra is told in one sentence with the way to get it."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from conformance.cli import COMMANDS
from conformance.extras import MODULES

ROOT = Path(__file__).parents[2]
BLOCKED = """
import importlib.abc, sys

class Blocker(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in NAMES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Blocker())
import importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name in NAMES else real(name, package)
from conformance.cli import main
main()
"""
PLAN = "plan: 1\ntarget: {url: 'https://clr.invalid'}\nclaims: {read: true}\n"


def without(*extras: str, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """The command where the modules of these extras cannot be imported."""
    names = {module for extra in extras for module in MODULES[extra]}
    program = f"NAMES = {names!r}\n{BLOCKED}"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.fixture
def plan(tmp_path: Path) -> str:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return str(tmp_path / "plan.yaml")


@pytest.fixture
def document(tmp_path: Path) -> str:
    (tmp_path / "clr.json").write_text(json.dumps({"id": "urn:x", "type": "Clr"}), encoding="utf-8")
    return str(tmp_path / "clr.json")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("requirements", "--area", "GCS"), 0),
        (("explain", "gcs-006"), 0),
        (("explain", "login-refused"), 0),
        (("explain", "gcs-next-missing"), 2),
        (("plan", "list"), 0),
        (("validate", "DOCUMENT", "--offline"), 1),
        (("validate", "DOCUMENT", "--offline", "--format", "html"), 1),
        (("plan", "check", "PLAN"), 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_judges_documents_needs_no_extra(arguments: tuple[str, ...], code: int, plan: str, document: str) -> None:
    filled = tuple({"PLAN": plan, "DOCUMENT": document}.get(one, one) for one in arguments)
    ended = without(*MODULES, arguments=filled)
    assert ended.returncode == code, ended.stderr
    assert "[extra-missing]" not in ended.stderr
    assert "harness-fault" not in ended.stderr


@pytest.mark.parametrize(
    ("missing", "arguments"),
    [
        ("provider", ("provider", "PLAN")),
        ("provider", ("demo",)),
        ("mock", ("demo",)),
        ("mock", ("mock", "--port", "0")),
        ("mock", ("faults",)),
        ("mock", ("selfcheck", "--only", "gcs-no-next")),
        ("provider", ("selfcheck", "--only", "gcs-no-next")),
        ("allure", ("provider", "PLAN", "--format", "allure")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_a_missing_extra_is_told_in_one_sentence(
    missing: str, arguments: tuple[str, ...], plan: str, tmp_path: Path
) -> None:
    out = ("--out", str(tmp_path / "out")) if arguments[0] in ("provider", "demo", "selfcheck") else ()
    filled = (*(plan if one == "PLAN" else one for one in arguments), *out)
    ended = without(missing, arguments=filled)
    assert ended.returncode == 2, ended.stderr
    assert f"[extra-missing] this needs the extra {missing} of clr-conformance" in ended.stderr
    assert f"pip install 'clr-conformance[{missing}]'" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_run_without_allure_writes_the_other_reports(plan: str, tmp_path: Path) -> None:
    ended = without("allure", "mock", arguments=("provider", plan, "--out", str(tmp_path / "out")))
    assert ended.returncode == 3, ended.stderr  # nothing is there under this name
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {"run.json", "report.html", "junit.xml", "report.md"}


def test_every_help_is_there_without_any_extra() -> None:
    for name in COMMANDS:
        ended = without(*MODULES, arguments=(name, "--help"))
        assert ended.returncode == 0, ended.stderr


def test_the_extras_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert set(MODULES) <= set(extras)
    assert extras["all"] == [f"clr-conformance[{','.join(MODULES)}]"]


def test_the_package_is_a_command_too() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "conformance", "--version"], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout.split(",")[0]) == (0, "clr-conformance")
