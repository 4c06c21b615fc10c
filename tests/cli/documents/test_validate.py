"""The command `validate`: what it reads, how it tells it, how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click
import pytest
from click.testing import CliRunner, Result
from syrupy.assertion import SnapshotAssertion

from conformance.cli.validate import FORMATS, command
from conformance.errors import UsageFault

CONTEXT = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"
CLR: dict[str, Any] = {
    "@context": CONTEXT,
    "id": "https://c.example/ims/clr/v1p0/clrs/1",
    "type": "Clr",
    "verification": {"type": "Hosted"},
    "issuedOn": "2022-07-01T08:15:00Z",
    "learner": {"id": "urn:uuid:0d1f6c1e-7a35-4a52-9d0b-5b8a3f1f9c11", "name": "Mira"},
    "publisher": {
        "id": "urn:uuid:0d1f6c1e-7a35-4a52-9d0b-5b8a3f1f9c12",
        "name": "College",
        "revocationList": "https://c.example/r",
        "verification": {"type": "Verification", "startsWith": ["https://c.example/"]},
    },
    "assertions": [
        {
            "id": "https://c.example/ims/clr/v1p0/assertions/1",
            "verification": {"type": "Hosted"},
            "type": "Assertion",
            "issuedOn": "2022-05-20T15:00:00Z",
            "recipient": {"type": "id", "identity": "urn:uuid:0d1f6c1e-7a35-4a52-9d0b-5b8a3f1f9c11", "hashed": False},
            "achievement": {
                "id": "urn:uuid:0b5e4d6f-0e0c-4f9b-8f4c-7d9c1d0a3344",
                "name": "Soil",
                "issuer": {
                    "id": "urn:uuid:0d1f6c1e-7a35-4a52-9d0b-5b8a3f1f9c12",
                    "name": "College",
                    "revocationList": "https://c.example/r",
                    "verification": {"type": "Verification", "startsWith": ["https://c.example/"]},
                },
            },
        }
    ],
}


def run(*arguments: object, text: str | bytes | None = None) -> Result:
    done = CliRunner().invoke(command, [*map(str, arguments)], input=text)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done


def told(done: Result) -> list[dict[str, Any]]:
    return json.loads(done.stdout)["documents"]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write_one(file: str = "clr.json", **members: Any) -> Path:
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        clr = {name: value for name, value in {**CLR, **members}.items() if value is not ...}
        path.write_text(json.dumps(clr, indent=2), encoding="utf-8")
        return path

    return write_one


def test_a_clean_document_ends_with_0(write: Any) -> None:
    done = run(write(), "--offline")
    assert done.exit_code == 0, done.output
    assert "no rule broken, trust undecided; Clr" in done.stdout


def test_json_has_the_members_that_are_promised(write: Any) -> None:
    (document,) = told(run(write(partial=None), "--offline", "--format", "json"))
    assert list(document) == ["path", "recognised", "verdict", "findings", "verification"]
    assert (document["recognised"], document["verdict"]) == ("Clr", "fail")
    (finding,) = document["findings"]
    places = ["pointer", "pointers", "count", "at_least"]
    assert list(finding) == [
        *("requirement", "level", *places, "message", "expected", "actual", "fix", "line", "column")
    ]
    assert finding["line"] > 1
    assert finding["fix"]
    assert (finding["requirement"], finding["level"]) == ("CLR10-PAY-007", "MUST NOT")
    assert (finding["pointer"], finding["pointers"], finding["count"]) == ("/partial", ["/partial"], 1)
    assert document["verification"]["summary"] == {"verified": 0, "not-verified": 0, "undecided": 2}


def test_text_reads_like_a_compilers(write: Any, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write(partial=None, name=7, issuedOn="2022-07-01").parent)
    done = run("clr.json", "--offline")
    assert done.exit_code == 1
    assert done.stdout == snapshot


def test_the_same_fault_many_times_is_one_finding(write: Any) -> None:
    assertions = [{**CLR["assertions"][0], "id": f"https://c.example/ims/clr/v1p0/assertions/{n}"} for n in range(76)]
    for each in assertions:
        each["term"] = None
    (document,) = told(run(write(assertions=assertions), "--offline", "--format", "json"))
    (finding,) = document["findings"]
    assert (finding["count"], len(finding["pointers"])) == (76, 76)


def test_a_should_is_a_warning_and_fails_when_asked(write: Any) -> None:
    path = write(assertions=[])
    assert run(path, "--offline").exit_code == 0
    assert run(path, "--offline", "--fail-on", "should").exit_code == 1
    (document,) = told(run(path, "--offline", "--format", "json"))
    assert (document["verdict"], document["findings"][0]["level"]) == ("warn", "SHOULD")


def test_requirements_and_areas_are_selected_and_ignored(write: Any) -> None:
    path = write(partial=None, assertions=[])
    assert {f["requirement"] for f in told(run(path, "--offline", "--format", "json"))[0]["findings"]} == {
        "CLR10-PAY-007",
        "CLR10-CLR-004",
    }
    for options in (["-s", "pay"], ["-i", "CLR10-CLR-004"], ["-i", "clr-004"], ["-i", "CLR"]):
        (document,) = told(run(path, "--offline", "--format", "json", *options))
        assert [finding["requirement"] for finding in document["findings"]] == ["CLR10-PAY-007"]
    assert run(path, "--offline", "-i", "PAY").exit_code == 0


@pytest.mark.parametrize("options", [["-s", "TOK"], ["-s", "PAY", "-i", "PAY"], ["-s", "CLR10-GCS-006"]])
def test_a_selection_that_no_document_can_be_judged_by_is_wrong_usage(write: Any, options: list[str]) -> None:
    done = CliRunner().invoke(command, [str(write()), "--offline", *options])
    assert isinstance(done.exception, UsageFault)
    assert done.exception.problem.code == "selection-empty"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("area", ["VHO", "RVL", "DSC"])
def test_a_selection_that_judges_nothing_has_not_passed(write: Any, area: str, form: str) -> None:
    done = run(write(), "--offline", "-s", area, "--format", form)
    assert done.exit_code == 3
    assert "[nothing-judged] nothing was judged" in done.stderr
    assert "no rule broken" not in done.stdout
    assert '"word">Passed' not in done.stdout


def test_what_one_document_of_several_is_judged_by_is_enough(write: Any, tmp_path: Path) -> None:
    write("a.json")
    example = Path(__file__).parents[2] / "rulebooks/clr10/document/data/revocation_list.json"
    (tmp_path / "b.json").write_bytes(example.read_bytes())
    done = run(tmp_path, "--offline", "-s", "RVL")
    assert (done.exit_code, "a.json: nothing judged" in done.stdout) == (0, True)
    assert "2 documents: 1 no rule broken, 1 nothing judged" in done.stdout


def test_the_sum_of_many_documents_names_what_most_of_them_break(
    write: Any, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    for number in range(5):
        write(f"{number}.json", partial=None, name=None, **({"issuedOn": "yesterday"} if number == 1 else {}))
    write("5.json", assertions=[])
    write("6.json")
    done = run(tmp_path, "--offline")
    assert done.stdout[done.stdout.index("7 documents:") :] == snapshot


def test_what_is_only_inferred_fails_when_asked(write: Any) -> None:
    path = write(**{"@context": "https://other.example/context"})
    assert run(path, "--offline").exit_code == 0
    assert run(path, "--offline", "--inferred", "fail").exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["x.json", "--as-of", "yesterday"],
        ["x.json", "--recipient", "mira"],
        ["x.json", "--select", "NOPE"],
        ["x.json", "--ignore", "CLR10-PAY-999"],
        ["x.json", "--format", "pdf"],
        ["x.json", "--max-size", "0"],
        ["missing.json"],
        ["-o", "/no/such/folder/out.json", "x.json"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    done = CliRunner().invoke(command, arguments)
    assert done.exit_code == 2 or isinstance(done.exception, UsageFault)


def test_a_file_that_is_no_authority_is_told(write: Any) -> None:
    done = CliRunner().invoke(command, [str(write()), "--ca", str(write("other.json"))])
    assert isinstance(done.exception, UsageFault)
    assert done.exception.problem.code == "ca-unusable"


def test_standard_input_is_read() -> None:
    done = run("-", "--offline", "--format", "json", text=json.dumps(CLR))
    assert (done.exit_code, told(done)[0]["path"]) == (0, "-")


def test_a_folder_is_searched_in_a_stable_order(write: Any, tmp_path: Path) -> None:
    for name in ("b/2.json", "a.jsonld", "b/1.1clr", "c.JWS", "b/notes.txt", ".git/x.json"):
        write(name)
    done = run(tmp_path, tmp_path / "a.jsonld", "--offline", "--format", "json")
    paths = [document["path"].removeprefix(f"{tmp_path}/") for document in told(done)]
    assert paths == ["a.jsonld", "c.JWS", "b/1.1clr", "b/2.json"]


def test_many_documents_are_judged_by_many_processes_in_the_same_order(write: Any, tmp_path: Path) -> None:
    for number in range(40):
        write(f"{number:02}.json", **({"partial": None} if number % 7 == 0 else {}))
    one = run(tmp_path, "--offline", "--format", "json", "--jobs", "1")
    two = run(tmp_path, "--offline", "--format", "json", "--jobs", "2")
    assert len(told(one)) == 40
    assert told(one) == told(two)
    assert (one.exit_code, two.exit_code) == (1, 1)


def test_an_empty_folder_is_no_success(tmp_path: Path) -> None:
    assert run(tmp_path, "--offline").exit_code == 2


def test_broken_beats_unreadable(write: Any, tmp_path: Path) -> None:
    (tmp_path / "no.json").write_text("nothing")
    assert run(tmp_path, "--offline").exit_code == 2
    write(partial=None)
    assert run(tmp_path, "--offline").exit_code == 1


def test_sarif_points_at_lines_and_columns(write: Any) -> None:
    path = write(partial=None)
    sarif = json.loads(run(path, "--offline", "--format", "sarif").stdout)
    (log,) = sarif["runs"]
    (result,) = [result for result in log["results"] if result["level"] == "error"]
    assert (sarif["version"], result["ruleId"], result["level"]) == ("2.1.0", "CLR10-PAY-007", "error")
    assert log["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "CLR10-PAY-007"
    region = result["locations"][0]["physicalLocation"]["region"]
    line = path.read_text().splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "null"
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == path.as_uri()
    assert log["invocations"][0]["executionSuccessful"] is True


def test_sarif_tells_what_could_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a b#.json").write_text("{")
    (log,) = json.loads(run("a b#.json", "--format", "sarif").stdout)["runs"]
    (notification,) = log["invocations"][0]["toolExecutionNotifications"]
    assert log["invocations"][0]["executionSuccessful"] is False
    uri = notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "a%20b%23.json"


def test_junit_has_a_case_per_requirement(write: Any, tmp_path: Path) -> None:
    out = tmp_path / "out" / "junit.xml"
    out.parent.mkdir()
    done = run(write(partial=None), "--offline", "--format", "junit", "-o", out)
    root = ElementTree.parse(out).getroot()
    failed = [case.get("name", "") for case in root.iter("testcase") if case.find("failure") is not None]
    assert (done.exit_code, done.stdout) == (1, "")
    assert len(failed) == 2
    assert failed[0].endswith("clr.json")
    assert failed[1].startswith("CLR10-PAY-007")


def test_html_is_one_page(write: Any) -> None:
    page = run(write(partial=None), "--offline", "--format", "html").stdout
    assert page.startswith("<!doctype html>") or page.startswith("<!DOCTYPE html>")
    assert "CLR10-PAY-007" in page


def test_the_record_is_a_run_record(write: Any) -> None:
    """What the reports are made from conforms to the schema of run records."""
    from datetime import UTC, datetime
    from importlib.resources import files

    import jsonschema_rs

    from clr_reports.run_file import dump
    from conformance.inspection.inspector import Inspector
    from conformance.inspection.options import Options
    from conformance.inspection.records import recorded
    from conformance.inspection.source import Source
    from conformance.inspection.spill import Shelf

    options = Options(datetime(2024, 1, 1, tzinfo=UTC))
    inspector = Inspector(options)
    outcomes = [inspector.source(Source(str(write(partial=None)), "file")), inspector.document("x", b"{")]
    schema = json.loads((files("clr_reports") / "run.schema.json").read_text())
    with Shelf() as shelf:
        made = recorded(outcomes, shelf, options)
        jsonschema_rs.Draft202012Validator(schema).validate(json.loads(dump(made)))
    verdicts = {result.id: result.verdict.value for result in made.requirements}
    assert verdicts["CLR10-ASR-006"] == "excluded"  # offline nobody can tell whether the id resolves
    assert verdicts["CLR10-CLR-001"] == "pass"
    assert verdicts["CLR10-ERR-001"] == "not-applicable"
    assert (made.role, made.exit_code, made.summary["fail"], len(made.problems)) == ("document", 1, 1, 1)


@pytest.mark.parametrize("when", ["the processes are born", "the first document is told"])
def test_ctrl_c_ends_at_once_and_leaves_no_process(write: Any, tmp_path: Path, when: str) -> None:
    first = write("0.json")
    for number in range(1, 3000):
        (tmp_path / f"{number}.json").hardlink_to(first)
    arguments = [
        sys.executable,
        "-c",
        "from conformance.cli import main; main()",
        "validate",
        str(tmp_path),
        "--offline",
        "--jobs",
        "2",
    ]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        if when == "the first document is told":
            process.stdout.readline()
        else:
            wait_until(lambda: sum("spawn_main" in one for one in living(process.pid)) == 2)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in err
    wait_until(lambda: living(process.pid) == [])


def wait_until(holds: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def living(group: int) -> list[str]:
    """The processes of a group that still run; those that ended and wait to be collected do not count."""
    done = subprocess.run(["ps", "-ww", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True)
    lines = (line.split(None, 2) for line in done.stdout.splitlines())
    return [line[2] for line in lines if int(line[0]) == group and not line[1].startswith("Z")]


def test_the_limits_on_the_help_page_are_those_of_the_document_room() -> None:
    from conformance.document import ParseLimits
    from conformance.document.parse import MOST_DEPTH

    defaults = {parameter.name: parameter.default for parameter in command.params}
    limits = ParseLimits()
    names = ("max_size", "max_depth", "max_members", "max_object_members")
    assert [defaults[name] for name in names] == [limits.size, limits.depth, limits.members, limits.object]
    (depth,) = (parameter.type for parameter in command.params if parameter.name == "max_depth")
    assert isinstance(depth, click.IntRange)
    assert depth.max == MOST_DEPTH
