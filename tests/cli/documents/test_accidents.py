"""Accidents: a process that is killed, a disk that is full, an output that is closed. None of them is a verdict."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conformance import document
from conformance.cli import group
from conformance.cli.documents import as_text
from conformance.cli.validate import FORMATS, command

CONTEXT = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"
DATA = Path(__file__).parents[2] / "rulebooks" / "clr10" / "document" / "data"
PROGRAM = [sys.executable, "-c", "from conformance.cli import main; main()", "validate", "--offline"]


def small(path: Path, **members: Any) -> None:
    path.write_text(json.dumps({**json.loads((DATA / "revocation_list.json").read_text()), **members}))


def slow(path: Path) -> None:
    """A document whose judgement takes a while."""
    achievements = [{"id": f"urn:x:{number}", "name": "n", "issuer": {"id": "urn:x:i"}} for number in range(40_000)]
    path.write_text(json.dumps({"@context": CONTEXT, "type": "Clr", "achievements": achievements}))


@contextmanager
def validating(tmp_path: Path, *arguments: object) -> Iterator[subprocess.Popen[bytes]]:
    """The command, at work in processes whose marks are below ``tmp_path``."""
    marks = tmp_path / "marks"
    marks.mkdir()
    with subprocess.Popen(
        [*PROGRAM, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(marks)},
    ) as process:
        yield process


def worker_at(tmp_path: Path, index: int) -> int:
    """Waits for a process that is at the input of that index in its chunk, and returns the process's id."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for mark in (tmp_path / "marks").glob("clr-validate-*/*"):
            if mark.read_bytes() == index.to_bytes(2, "big"):
                holders = [int(link.parts[2]) for link in Path("/proc").glob("[0-9]*/fd/*") if _leads(link, mark)]
                if holders:
                    return holders[0]
        time.sleep(0.01)
    raise AssertionError("no process came to that input")


def _leads(link: Path, to: Path) -> bool:
    try:
        return link.readlink() == to
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the test finds the process in /proc")
def test_a_killed_process_costs_the_document_that_it_was_at(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(20):
        small(folder / f"{number:02}.json", **({"type": None} if number == 19 else {}))
    slow(folder / "05.json")
    out = tmp_path / "out.json"
    with validating(tmp_path, folder, "--jobs", 2, "--format", "json", "-o", out) as process:
        os.kill(worker_at(tmp_path, 5), signal.SIGKILL)
        said, errors = process.communicate(timeout=120)
    assert (said, errors) == (b"", b"")
    told = json.loads(out.read_text())["documents"]
    assert [Path(document["path"]).name for document in told] == [f"{number:02}.json" for number in range(20)]
    lost = [document for document in told if "[judging-cut-off]" in str(document["findings"])]
    assert [Path(document["path"]).name for document in lost] == ["05.json"]
    assert "signal 9" in lost[0]["findings"][0]["message"]
    assert (lost[0]["verdict"], told[4]["verdict"], told[19]["verdict"]) == ("incomplete", "pass", "fail")
    assert process.returncode == 1, "one that was judged is broken"
    assert list((tmp_path / "marks").iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the test finds the process in /proc")
def test_a_document_that_was_lost_leaves_the_whole_undecided(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    small(folder / "0.json")
    slow(folder / "1.json")
    with validating(tmp_path, folder, "--jobs", 2) as process:
        os.kill(worker_at(tmp_path, 1), signal.SIGKILL)
        said, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (3, b"")
    assert b"1.json: not judged [judging-cut-off]" in said
    assert b"0.json: no rule broken" in said


def right(path: Path) -> Path:
    small(path)
    return path


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk_is_told_and_is_no_verdict(tmp_path: Path, form: str) -> None:
    path = right(tmp_path / "x.json")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*PROGRAM, path, "--format", form], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3
    assert b"[output-not-written] what was found could not be written: No space left" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_file_on_a_full_disk_is_named(tmp_path: Path) -> None:
    path = right(tmp_path / "x.json")
    done = subprocess.run([*PROGRAM, path, "-o", "/dev/full"], capture_output=True, check=False)
    assert (done.returncode, b"written to /dev/full: No space left" in done.stderr) == (3, True)


def test_whoever_stops_reading_does_not_change_the_verdict(tmp_path: Path) -> None:
    for number in range(200):
        small(tmp_path / f"{number}.json", issuer=5)
    with subprocess.Popen([*PROGRAM, tmp_path], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        errors = process.stderr.read()
    assert (process.returncode, errors) == (1, b"")


def test_a_closed_standard_input_is_told() -> None:
    done = subprocess.run(["sh", "-c", 'exec <&-; exec "$@"', "sh", *PROGRAM, "-"], capture_output=True, check=False)
    assert (done.returncode, b"not-readable" in done.stdout, done.stderr) == (2, True, b"")


def test_a_closed_standard_output_does_no_harm(tmp_path: Path) -> None:
    path = right(tmp_path / "x.json")
    done = subprocess.run(["sh", "-c", 'exec >&-; exec "$@"', "sh", *PROGRAM, path], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_file_is_written_as_a_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, out = right(tmp_path / "x.json"), tmp_path / "out" / "o.txt"
    out.parent.mkdir()
    out.write_text("of the last run")

    def breaks(*_: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(as_text, "summary", breaks)
        done = CliRunner().invoke(group, ["validate", str(path), "--offline", "-o", str(out)])
    assert done.exit_code == 130
    assert out.read_text() == "of the last run"
    assert list(out.parent.iterdir()) == [out]
    assert CliRunner().invoke(command, [str(path), "--offline", "-o", str(out)]).exit_code == 0
    assert "no rule broken" in out.read_text()
    assert list(out.parent.iterdir()) == [out]


def test_a_fault_of_our_own_costs_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right(tmp_path / "a.json")
    right(tmp_path / "b.json")

    def judge(opened: Any, **_: object) -> Any:
        if opened.document.root.value.get("id", "").endswith("secret"):
            raise KeyError(opened.document.root.value["id"])
        return document.judge(opened)

    small(tmp_path / "a.json", id="urn:x:secret")
    monkeypatch.setattr("conformance.inspection.inspector.judge", judge)
    done = CliRunner().invoke(command, [str(tmp_path), "--offline"])
    assert done.exit_code == 3
    assert "a.json: not judged [judging-failed]" in done.stdout
    assert "b.json: no rule broken" in done.stdout
    assert "secret" not in done.stdout
