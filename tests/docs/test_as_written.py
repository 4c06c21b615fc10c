"""What a page tells a user to type works as it is written: the tutorial's steps, and the README's job for a CI."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from conformance.cli import group
from conformance.selfcheck.own_mock import own_mock

ROOT = Path(__file__).parents[2]
COMMAND = f"{shlex.quote(sys.executable)} -m conformance"


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def bash(script: str, folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """The script in bash, with ``clr-conformance`` from this checkout."""
    tool = f'clr-conformance() {{ {COMMAND} "$@"; }}\nset -e\n'
    return subprocess.run(
        ["bash", "-c", tool + script],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(command: str, port: int, folder: Path) -> Iterator[str]:
    """The mock as the tutorial starts it, on a free port; gives the file of its certificate authority."""
    words = shlex.split(command.replace("clr-conformance", COMMAND))
    arguments = [*words, "--port", str(port), "--data-dir", str(folder)]
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as mock:
        assert mock.stdout is not None
        try:
            for line in mock.stdout:
                if "CA to trust" in line:
                    wait_for(port)
                    yield line.split("CA to trust")[1].strip()
                    return
            raise AssertionError("the mock says nothing of its certificate authority")
        finally:
            mock.send_signal(signal.SIGINT)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nothing listens")


PAGES = sorted(
    str(page.relative_to(ROOT))
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md"))
    if page.parent.name != "reference"
)


ENDS = ("|", ">", ">>", "&&", "&", "--")
"""Words behind which another command stands."""


def commands_of(page: str) -> Iterator[list[str]]:
    """What stands after ``clr-conformance`` in the shell blocks of a page, one list of words for each command."""
    for block in blocks(page, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            for start in (place + 1 for place, word in enumerate(words) if word.endswith("clr-conformance")):
                rest = words[start:]
                end = next((place for place, word in enumerate(rest) if word in ENDS), len(rest))
                yield rest[:end]


def command_of(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that is meant, and the words after its name."""
    command: click.Command = group
    while isinstance(command, click.Group):
        found = command.get_command(click.Context(command), words[0])
        assert found is not None, words
        command, words = found, words[1:]
    return command, words


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_commands_and_options_that_there_are(page: str) -> None:
    for words in commands_of(page):
        if words and not words[0].startswith("-"):
            command, rest = command_of(words)
            known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)} | {
                "--help",
                "-h",
            }
            assert {word.partition("=")[0] for word in rest if word.startswith("-") and word != "-"} <= known, words


def test_the_python_of_the_page_of_hostile_targets_runs() -> None:
    (block,) = blocks("docs/explanation/hostile-targets.md", "python")

    exec(compile(block, "docs/explanation/hostile-targets.md", "exec"), {})


@pytest.mark.slow
def test_the_test_on_the_page_of_pytest_runs(tmp_path: Path) -> None:
    (block,) = blocks("docs/how-to/pytest.md", "python")
    (tmp_path / "test_ours.py").write_text(block, encoding="utf-8")
    with own_mock() as mock:
        how = f"--clr-plan provider-read --clr-target {mock.url} --clr-ca {mock.ca_path}"
        what = "test_ours.py --pyargs conformance.rulebooks -k 'our_list or illegal_limit'"
        script = f"{shlex.quote(sys.executable)} -m pytest -v -p no:cacheprovider {what} {how}"
        ended = bash(script, tmp_path, {"CLR_USERNAME": "mira", "CLR_PASSWORD": mock.users["mira"]})

    assert re.search(r"test_our_list_is_short PASSED", ended.stdout), ended.stdout + ended.stderr


@pytest.mark.slow
def test_the_tutorial(tmp_path: Path) -> None:
    first, plan, run, second, again, explain, diff, sitting = blocks("docs/tutorial.md", "sh")
    port = free_port()
    run, again = (text.replace("8440", str(port)) for text in (run, again))
    exports, judge = run.split("export CA=")[0], run.split("\n")[-2]

    assert bash(plan, tmp_path, {}).returncode == 0
    with served(first, port, tmp_path / "mock") as ca:
        ended = bash(exports + f"export CA={ca}\n" + judge, tmp_path, {})
    assert ended.returncode == 0, ended.stdout + ended.stderr
    with served(second, port, tmp_path / "mock") as ca:
        ended = bash(exports + f"export CA={ca}\n" + again, tmp_path, {})
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert re.findall(r"^(CLR10-\S+) MUST", ended.stdout, re.MULTILINE)[0] == "CLR10-GCS-006"
    assert "Failed (1)" in ended.stdout
    assert "limit=0" in ended.stdout
    assert bash(explain, tmp_path, {}).returncode == 0
    ended = bash(diff, tmp_path, {})
    assert ended.returncode == 1
    assert "CLR10-GCS-006" in ended.stdout
    ended = bash(sitting, tmp_path, {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"})
    assert ended.returncode == 0, ended.stdout + ended.stderr
    sat = json.loads((tmp_path / "sittings" / "run.json").read_text())
    assert [one["scenario"] for one in sat["sittings"]] == ["plain", "state-foreign", "state-missing", "state-cut"]
    assert {row["id"]: row["verdict"] for row in sat["requirements"]}["CLR10-AUT-019"] == "pass"


class Job:
    """Runs the steps of a CI job as GitHub does: those after a failure only with ``always()``."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.failed = False
        self.ran: list[str] = []

    def take(self, step: Mapping[str, Any], script: str) -> None:
        condition = str(step.get("if", "success()"))
        if self.failed and "always()" not in condition:
            return
        if not all((self.folder / name).exists() for name in re.findall(r"hashFiles\('(.*?)'\)", condition)):
            return
        self.ran.append(script.split(maxsplit=1)[0] + " " + script.split()[1])
        ended = bash(script, self.folder, self.environment)
        self.failed = self.failed or ended.returncode != 0


@pytest.mark.slow
def test_the_job_of_the_readme(tmp_path: Path) -> None:
    (job,) = (yaml.safe_load(text) for text in blocks("README.md", "yaml") if "clr-conformance diff" in text)
    steps = [step for step in job if "run" in step]
    assert "release" in "".join(blocks("README.md", "yaml"))
    assert steps[0]["run"] == 'pip install "./clr-conformance[provider]"'  # no promise of a package that is not there
    with own_mock() as mock:
        summary = tmp_path / "summary.md"
        environment = {
            "CLR_USERNAME": "mira",
            "CLR_PASSWORD": mock.users["mira"],
            "GITHUB_STEP_SUMMARY": str(summary),
        }

        def run() -> Job:
            done = Job(tmp_path, environment)
            for step in steps[1:]:
                url = "https://staging.clr.example.edu"
                done.take(step, step["run"].replace(url, f"{mock.url} --ca {mock.ca_path}"))
            return done

        first = run()
        assert not first.failed
        assert first.ran == ["clr-conformance provider", "cat clr-report/report.md", "mkdir -p"]
        assert "CLR conformance" in summary.read_text(encoding="utf-8")

        from mock_provider.behaviours import faults

        mock.faults.switch_on(faults()["gcs-limit-zero-accepted"])
        worse = run()
        assert worse.failed
        assert worse.ran == [
            "clr-conformance provider",
            "cat clr-report/report.md",
            "clr-conformance diff",
            "mkdir -p",
        ]
