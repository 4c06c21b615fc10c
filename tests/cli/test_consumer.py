"""``clr-conformance consumer``: a real process against a real mock, and what is wrong is said with what to do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REFERENCE = (sys.executable, "-m", "conformance.consumer.own")
ONLY = ("--only", "state-foreign")


def consumer(
    out: Path, *command: str, options: tuple[str, ...] = ONLY, plan: str = "consumer-read"
) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "conformance", "consumer", plan, *options, "--out", str(out), "--", *command]
    return subprocess.run(line, capture_output=True, text=True, timeout=180, check=False)


def record(out: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return read


def codes(out: Path) -> list[str]:
    return [problem["code"] for problem in record(out)["problems"]]


def python(code: str) -> tuple[str, str, str]:
    return sys.executable, "-c", code


ASK = "import os, urllib.request as r; r.urlopen(r.Request(os.environ['CLR_URL'] + '/discovery', headers={0!r}))"


def test_a_right_consumer_passes_and_all_reports_are_written(tmp_path: Path) -> None:
    ended = consumer(tmp_path, *REFERENCE)
    assert ended.returncode == 0, ended.stdout
    assert "state-foreign" in ended.stderr
    assert {path.name for path in tmp_path.iterdir()} == {
        "run.json", "report.html", "junit.xml", "report.md", "allure-results",
    }  # fmt: skip
    read = record(tmp_path)
    assert (read["role"], read["exit_code"], codes(tmp_path)) == ("consumer", 0, [])
    assert [row["scenario"] for row in read["sittings"]] == ["plain", "state-foreign"]
    assert "conformance.consumer.own" in read["target"]["name"]


def test_another_consumer_is_told_all_in_its_environment(tmp_path: Path) -> None:
    right = Path(__file__).parents[1] / "consumer" / "right.py"
    ended = consumer(tmp_path, sys.executable, str(right), "{url}")
    assert ended.returncode == 0, ended.stdout
    assert [row["ends"] for row in record(tmp_path)["sittings"]] == [["through"], ["refused"]]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        pytest.param(("true",), "consumer-silent", id="does nothing"),
        pytest.param(python("raise SystemExit('cannot read my settings')"), "consumer-died", id="dies at once"),
        pytest.param(python("raise SystemExit(77)"), "task-not-done", id="is unable"),
        pytest.param(("env", "-u", "SSL_CERT_FILE", *python(ASK.format({}))), "authority-not-trusted", id="distrusts"),
        pytest.param(python(ASK.format({"Accept": "text/css"})), "consumer-not-through", id="is refused"),
    ],
)
def test_one_that_does_not_get_through_ends_the_run_with_the_cause(
    tmp_path: Path, command: tuple[str, ...], code: str
) -> None:
    ended = consumer(tmp_path, *command)
    assert codes(tmp_path) == [code]
    assert ended.returncode == (1 if code == "consumer-not-through" else 3)
    assert f"[{code}]" in ended.stdout
    assert {row["scenario"] for row in record(tmp_path)["sittings"]} == {"plain"}
    assert not [
        row for row in record(tmp_path)["requirements"] if row["verdict"] == "pass" and code != "consumer-not-through"
    ]


def test_what_it_printed_last_is_the_likely_cause(tmp_path: Path) -> None:
    ended = consumer(tmp_path, *python("raise SystemExit('cannot read my settings')"))
    assert "it printed: cannot read my settings" in ended.stdout


@pytest.mark.parametrize(
    ("before", "code"),
    [
        ("", "consumer-hangs"),
        ("u.urlopen(u.Request(os.environ['CLR_URL'] + '/discovery', headers=LD))", "consumer-not-ending"),
    ],
    ids=["before it asks", "when it has asked"],
)
def test_one_that_hangs_is_ended(tmp_path: Path, before: str, code: str) -> None:
    plan = tmp_path / "mine.yaml"
    plan.write_text(
        "plan: 1\nrole: consumer\nstandard: clr-v1p0\nclaims: {read: true}\nlimits: {start: 10, stop: 0.2}\n",
        encoding="utf-8",
    )
    said = f"import os, time, urllib.request as u\nLD = {{'Accept': 'application/ld+json'}}\n{before}\ntime.sleep(600)"
    ended = consumer(tmp_path / "out", *python(said), options=(), plan=str(plan))
    assert (ended.returncode, codes(tmp_path / "out")) == (3, [code])


@pytest.mark.parametrize(
    ("command", "options", "code"),
    [
        ((), (), "command-missing"),
        (("clr-no-such-program",), ONLY, "command-not-found"),
        (("/etc/hosts",), ONLY, "command-not-executable"),
        (("true",), ("--only", "state-foreing"), "scenario-unknown"),
        (("true",), ("--select", "CLR10-GCS-001"), "nothing-selected"),
    ],
)
def test_wrong_usage_is_one_problem_and_exit_code_2(
    tmp_path: Path, command: tuple[str, ...], options: tuple[str, ...], code: str
) -> None:
    ended = consumer(tmp_path, *command, options=options)
    assert ended.returncode == 2
    assert ended.stderr.count("error [") == 1
    assert f"error [{code}]" in ended.stderr
    assert not (tmp_path / "run.json").exists()


def test_a_run_that_is_stopped_leaves_reports_and_can_be_gone_on_with(tmp_path: Path) -> None:
    options = ("--workers", "1", "--only", "denied", "--only", "state-foreign")
    line = [sys.executable, "-m", "conformance", "consumer", "consumer-read", *options, "--out", str(tmp_path), "--"]
    running = subprocess.Popen([*line, *REFERENCE], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert running.stderr is not None
    with running.stderr as told:
        assert "plain" in told.readline()
        running.send_signal(signal.SIGINT)
        told.read()
    assert running.wait(60) == 130
    assert codes(tmp_path) == ["run-interrupted"]
    played = [row["scenario"] for row in record(tmp_path)["sittings"]]
    assert played[0] == "plain"
    assert len(played) < 3

    gone_on = subprocess.run(
        [*line[:5], *options, "--resume", str(tmp_path), "--", *REFERENCE],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert gone_on.returncode == 0, gone_on.stdout
    assert "plain " not in gone_on.stderr, "it is not played again"
    assert [row["scenario"] for row in record(tmp_path)["sittings"]] == ["plain", "denied", "state-foreign"]
    assert not (tmp_path / "sittings").exists()


def test_what_a_consumer_says_cannot_steer_a_report_or_a_terminal(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\x1b[31m"
    code = f"""
import json, os, urllib.request as r
asked = r.Request(os.environ['CLR_URL'] + '/discovery', headers={{'Accept': 'application/ld+json'}})
about = json.load(r.urlopen(asked))
body = json.dumps({{'client_name': {evil!r}}}).encode()
print({evil!r})
r.urlopen(r.Request(about['registrationUrl'], body, {{'Content-Type': 'application/json'}}))
"""
    ended = consumer(tmp_path, *python(code))
    assert ended.returncode in (1, 3)
    assert "\x1b[31m" not in ended.stdout
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    assert "\x1b" not in page


def test_canaries_are_in_no_artifact(tmp_path: Path) -> None:
    plan = tmp_path / "mine.yaml"
    plan.write_text(
        "plan: 1\nrole: consumer\nstandard: clr-v1p0\nclaims: {read: true}\n"
        "learners: {mira: canary-password-of-mira}\nclient: {id: known, secret: canary-secret-of-the-client}\n",
        encoding="utf-8",
    )
    out = tmp_path / "out"
    code = "import os, sys; print(os.environ['CLR_PASSWORD'], os.environ['CLR_CLIENT_SECRET'], sys.argv[1:])"
    ended = consumer(out, *python(code), "{password}", "{client_secret}", options=ONLY, plan=str(plan))
    texts = [path.read_bytes() for path in out.rglob("*") if path.is_file()]
    assert len(texts) > 4
    assert not any(b"canary" in text for text in texts)
    assert "canary" not in ended.stdout + ended.stderr


def test_scenarios_are_listed_with_what_they_are_for() -> None:
    line = [sys.executable, "-m", "conformance", "scenarios", "--format", "json"]
    listed = json.loads(subprocess.run(line, capture_output=True, text=True, check=True, env=os.environ).stdout)
    by_id = {row["id"]: row for row in listed}
    assert listed[0]["id"] == "plain"
    assert by_id["state-foreign"]["requirements"] == ["CLR10-AUT-019"]
    assert all(row["how"].endswith(".") and row["right"].endswith(".") for row in listed)
