"""What can be handed over as an input: odd names, pipes, folders without a document, things that are not files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conformance.cli.validate import FORMATS, command

DATA = Path(__file__).parents[2] / "rulebooks" / "clr10" / "document" / "data"
LIST = (DATA / "revocation_list.json").read_bytes()
PROGRAM = [sys.executable, "-c", "from conformance.cli import main; main()", "validate", "--offline"]


def run(*arguments: object) -> Result:
    done = CliRunner().invoke(command, [*map(str, arguments), "--offline"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"a\xff.json", "a⟨U+DCFF⟩.json"),
        (b"a\nb.json", "a⟨U+000A⟩b.json"),
        (b"a\x1b[31m.json", "a⟨U+001B⟩[31m.json"),
        ("a\u202eb.json".encode(), "a⟨U+202E⟩b.json"),
        ("a\u0085b.json".encode(), "a⟨U+0085⟩b.json"),
    ],
)
def test_names_are_shown_with_nothing_hidden_in_them(tmp_path: Path, name: bytes, shown: str, form: str) -> None:
    path = os.fsencode(tmp_path) + b"/" + name
    Path(os.fsdecode(path)).write_bytes(LIST)
    done = run(os.fsdecode(path), "--format", form)
    assert (done.exit_code, done.stderr) == (0, "")
    assert shown in done.stdout or form in {"sarif", "markdown"}  # a URI; entities
    assert not {"\x1b", "\u202e", "\u0085", "\udcff"} & set(done.stdout)


def test_sarif_has_the_bytes_of_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(os.fsdecode(b"a\xff\n.json")).write_bytes(b"{")
    (log,) = json.loads(run(os.fsdecode(b"a\xff\n.json"), "--format", "sarif").stdout)["runs"]
    (notification,) = log["invocations"][0]["toolExecutionNotifications"]
    assert notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%FF%0A.json"


def test_values_are_quoted_with_nothing_hidden_in_them(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    value = {**json.loads(LIST), "issuer": {"\u202e\u0085\x1b": 1}, "x\u202e\u0085y": 1}
    path.write_text(json.dumps(value))
    for form in FORMATS:
        done = run(path, "--format", form)
        assert done.exit_code == 1
        assert not {"\x1b", "\u202e", "\u0085"} & set(done.stdout), form
    (document,) = json.loads(run(path, "--format", "json").stdout)["documents"]
    assert any(finding["pointer"] == "/x\u202e\u0085y" for finding in document["findings"]), "JSON keeps the value"


def test_a_named_pipe_in_a_folder_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.json")
    (tmp_path / "b.json").write_bytes(LIST)
    done = subprocess.run([*PROGRAM, tmp_path], capture_output=True, check=False, timeout=60)
    assert done.returncode == 2
    assert b"a.json: not judged [not-a-file]" in done.stdout
    assert b"b.json: no rule broken" in done.stdout


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_pipe_of_the_shell_is_read(jobs: int) -> None:
    script = 'exec "$@" --jobs ' + str(jobs) + f" <(cat {DATA}/revocation_list.json) {DATA}/status.json"
    done = subprocess.run(["bash", "-c", script, "bash", *PROGRAM], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count(b"no rule broken") == 3  # two documents and the sum


def test_a_folder_without_a_document_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    done = run(tmp_path)
    assert done.exit_code == 2
    assert "[empty-folder]" in done.stdout
    assert ".1clr" in done.stdout


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever runs the tests may read every folder")
def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(LIST)
    (tmp_path / "closed").mkdir(mode=0)
    done = run(tmp_path)
    assert (done.exit_code, "closed: not judged [not-readable]" in done.stdout) == (2, True)


def test_a_name_that_cannot_be_one_is_told() -> None:
    done = run("a\x00b.json")
    assert (done.exit_code, "[not-readable]" in done.stdout) == (2, True)
