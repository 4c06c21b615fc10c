"""The command itself: help, version, completion, usage faults, and how little it imports."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from conformance import __version__
from conformance.cli import COMMANDS, group


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(group, arguments)
    return result.exit_code, result.output


def test_help_lists_every_command_and_the_exit_codes() -> None:
    code, text = run("--help")
    assert code == 0
    assert all(name in text for name in COMMANDS)
    assert all(f"\n    {number}  " in text for number in range(4))
    assert "self-check" in text
    assert "1EdTech" in text


def test_help_imports_no_command_and_nothing_heavy() -> None:
    script = (
        "import sys; from conformance.cli import group\n"
        "try: group(['--help'], prog_name='x')\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if name.split('.')[0] in "
        "('httpx', 'pytest', 'yaml', 'sqlalchemy', 'rich', 'jinja2', 'openapi_core', 'starlette', 'jsonschema_rs')"
        " or name.startswith('conformance.cli.')], file=sys.stderr)"
    )
    outcome = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert outcome.stderr.strip() == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_has_help(name: str) -> None:
    code, text = run(name, "--help")
    assert code == 0
    assert "Usage:" in text


def test_the_version() -> None:
    assert run("--version") == (0, f"clr-conformance, version {__version__}\n")


def test_an_unknown_command_is_a_usage_fault() -> None:
    code, text = run("providr")
    assert code == 2
    assert "Did you mean provider?" in text


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    code, text = run("completion", shell)
    assert code == 0
    assert "_CLR_CONFORMANCE_COMPLETE" in text


def test_names_complete() -> None:
    context = click.Context(group)
    assert [item.value for item in group.shell_complete(context, "prov")] == ["provider"]


def test_a_plan_is_written_listed_checked_and_described() -> None:
    code, text = run("plan", "new", "provider-full")
    assert code == 0
    assert text.startswith("# Plan:")
    assert "provider-read" in run("plan", "list")[1]
    assert '"$schema"' in run("plan", "schema")[1]


def test_a_usage_fault_ends_with_2_and_says_what_to_do() -> None:
    command = [sys.executable, "-c", "from conformance.cli import main; main()", "provider", "nowhere.yaml"]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    assert outcome.returncode == 2
    assert "[plan-not-found]" in outcome.stderr
    assert "to do" in outcome.stderr
    assert "Traceback" not in outcome.stderr
