"""Accidents around a command: no output, no reader, no room, an end in the middle. None of them is a verdict."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from conformance.cli import accidents, group
from conformance.cli.accidents import guarded

DEMO = ("demo", "--quiet")
FULL = Path("/dev/full")


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from conformance.cli import main; main()", *arguments]


def small_files_only() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))


def ended(arguments: Sequence[str], **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload]
        command(*arguments), check=False, stderr=subprocess.PIPE, text=True, timeout=100, **options
    )


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
def test_output_that_cannot_be_written_ends_in_a_sentence_and_exit_code_3() -> None:
    with FULL.open("w") as full:
        done = ended(["requirements"], stdout=full)
    assert done.returncode == 3
    assert "error [output-not-written] what was found could not be written: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_report_that_does_not_fit_is_absent_and_named(tmp_path: Path) -> None:
    done = ended([*DEMO, "--out", str(tmp_path / "out")], preexec_fn=small_files_only, stdout=subprocess.DEVNULL)
    assert done.returncode == 3
    assert f"could not be written to {tmp_path / 'out' / 'run.json'}" in done.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_a_reader_who_leaves_does_not_change_the_exit_code(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = ended([*DEMO, "--out", str(tmp_path)], stdout=writing)
    os.close(writing)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "run.json").exists()


@pytest.mark.parametrize("closed", [(1,), (0, 1, 2)], ids=["output", "all three"])
def test_closed_streams_do_not_change_the_exit_code(tmp_path: Path, closed: tuple[int, ...]) -> None:
    def close() -> None:
        for descriptor in closed:
            os.close(descriptor)

    done = subprocess.run(
        command(*DEMO, "--out", str(tmp_path)), check=False, timeout=100, preexec_fn=close, start_new_session=True
    )
    assert done.returncode == 0
    assert json.loads((tmp_path / "run.json").read_bytes())["record"] == 1


def test_an_error_of_the_tool_itself_is_no_failed_requirement(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(accidents.SHOW_ALL, raising=False)
    with pytest.raises(SystemExit) as end, guarded():
        raise RuntimeError("not foreseen")
    assert end.value.code == 3
    told = capsys.readouterr().err
    assert "error [harness-fault] the command ended in an error of its own: RuntimeError: not foreseen" in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("arguments", "work"),
    [
        (["token", "provider-read"], "conformance.plan.file.load"),
        (["provider", "provider-read"], "conformance.plan.file.load"),
        (["diff", "a.json", "b.json"], "conformance.cli.diff.read_run"),
        (["mock"], "mock_provider.settings_sources.load"),
    ],
    ids=lambda given: given[0] if isinstance(given, list) else "",
)
def test_ctrl_c_is_no_failed_requirement(arguments: list[str], work: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(work, breaks)
    done = CliRunner().invoke(group, arguments)
    assert (done.exit_code, done.output) == (130, "interrupted\n")


def test_where_an_error_arose_is_shown_when_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(accidents.SHOW_ALL, "1")
    with pytest.raises(SystemExit), guarded():
        raise RuntimeError("not foreseen")
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [DEMO, ("selfcheck", "--only", "GCS-006", "--quiet")], ids=["demo", "selfcheck"])
def test_a_killed_command_leaves_no_process_and_no_half_file(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    dice = random.Random(1)
    for number in range(4):
        out = tmp_path / str(number)
        process = subprocess.Popen(
            command(*arguments, "--out", str(out)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(dice.uniform(0.3, 3.5))
        process.kill()
        process.wait()
        deadline = time.monotonic() + 30
        while (left := _of_session(process.pid)) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert left == []
        for path in out.glob("*.json"):
            json.loads(path.read_bytes())


def _of_session(leader: int) -> list[int]:
    """The processes of that session which are still there."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = path.read_text().rpartition(")")[2].split()[:4]
        except OSError:  # ended meanwhile
            continue
        if int(session) == leader and state != "Z":
            found.append(int(path.parent.name))
    return found
