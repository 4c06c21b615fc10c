"""run.json: an exact round trip, its schema, and a clear word for every file that is not one."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from clr_reports import run_file
from clr_reports.run_file import RunFileError, dump, load, parse, schema, write
from conformance import record as values
from conformance.record import CheckResult, Finding, RunRecord, Verdict
from conformance.standard import Role


@pytest.mark.parametrize("name", ["record", "hostile", "large"])
def test_a_record_comes_back_as_it_was(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    record: RunRecord = request.getfixturevalue(name)
    write(record, tmp_path / "deep" / "run.json")
    assert load(tmp_path / "deep" / "run.json") == record


def test_the_same_record_gives_the_same_bytes(record: RunRecord) -> None:
    assert dump(record) == dump(parse(dump(record)))


def test_the_file_is_ascii_so_that_no_reader_is_misled(hostile: RunRecord) -> None:
    text = dump(hostile)
    assert text.isascii()
    assert not any(ord(character) < 0x20 and character != "\n" for character in text)


def test_the_schema_is_a_valid_json_schema_2020_12() -> None:
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(dict(schema()))


def test_every_object_of_ours_in_the_schema_is_closed_and_names_exactly_our_fields() -> None:
    classes = {
        "requirement": values.RequirementResult,
        "check": values.CheckResult,
        "finding": values.Finding,
        "exchange": values.Exchange,
        "message": values.Message,
        "problem": values.Problem,
        "diagnosis": values.Diagnosis,
        "document": values.DocumentResult,
        "sitting": values.SittingResult,
        "specimen": values.SpecimenResult,
        "outcome": values.OutcomeResult,
        "reportedItem": values.ReportedItem,
        "attested": values.Attested,
    }
    for name, shape in classes.items():
        part = schema()["$defs"][name]
        assert part["additionalProperties"] is False
        names = {field.name for field in fields(shape)}
        assert set(part["properties"]) == names
        assert names - set(part["required"]) <= {"items"}, "an earlier release has none"
    members = {field.name for field in fields(RunRecord)} | {"summary"}
    assert set(schema()["properties"]) == members
    assert members - set(schema()["required"]) == {"documents", "personal_data", "sittings"}, (
        "an earlier release has none"
    )


def test_an_independent_validator_accepts_what_we_write(record: RunRecord) -> None:
    jsonschema.Draft202012Validator(dict(schema())).validate(json.loads(dump(record)))


def test_the_summary_is_in_the_file(record: RunRecord) -> None:
    assert json.loads(dump(record))["summary"] == {verdict.value: 1 for verdict in Verdict}


def test_a_plan_with_dates_paths_and_sets_is_written_as_json(record: RunRecord) -> None:
    plan = {"expires": date(2027, 1, 1), "claims": frozenset({"write", "read"}), "ca": Path("ca.pem"), "x": (1, None)}
    written = json.loads(dump(replace(record, plan=plan)))["plan"]
    assert written == {"expires": "2027-01-01", "claims": ["read", "write"], "ca": "ca.pem", "x": [1, None]}


def test_a_value_that_json_does_not_have_is_refused(record: RunRecord) -> None:
    with pytest.raises(ValueError, match="nan"):
        dump(replace(record, plan={"x": float("nan")}))


def test_a_write_that_fails_leaves_the_old_file(record: RunRecord, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text("old")
    with pytest.raises(TypeError):
        write(replace(record, plan={"x": object()}), path)
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["run.json"]


def code_of(path: Path) -> str:
    with pytest.raises(RunFileError) as caught:
        load(path)
    problem = caught.value.problem
    assert problem.message
    assert problem.likely
    assert problem.todo
    return problem.code


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.json") == "run-file-missing"
    assert code_of(tmp_path) == "run-file-unreadable"


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_file, "MAX_BYTES", 3)
    (tmp_path / "big.json").write_text("[1, 2]")
    assert code_of(tmp_path / "big.json") == "run-file-too-large"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "run-file-not-json"),
        (b"\xff\xfe\x00", "run-file-not-json"),
        (b"[" * 200_000, "run-file-not-json"),
        (b'{"record": 1, "requi', "run-file-not-json"),
        (b"[]", "run-file-foreign"),
        (b"null", "run-file-foreign"),
        (b'{"log": {"version": "1.2"}}', "run-file-foreign"),
        (b'{"record": "one", "requirements": []}', "run-file-foreign"),
        (b'{"record": true, "requirements": []}', "run-file-foreign"),
        (b'{"record": 2, "requirements": []}', "run-file-too-new"),
        (b'{"record": 1, "requirements": []}', "run-file-damaged"),
    ],
)
def test_what_is_not_a_run_record_is_refused_with_its_code(content: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_bytes(content)
    assert code_of(tmp_path / "run.json") == code


def test_a_damaged_place_is_pointed_at(record: RunRecord) -> None:
    document = json.loads(dump(record))
    document["requirements"][1]["verdict"] = "excellent"
    with pytest.raises(RunFileError, match="/requirements/1/verdict"):
        parse(json.dumps(document))


def test_an_unknown_member_is_refused(record: RunRecord) -> None:
    document = json.loads(dump(record))
    document["requirements"][0]["checks"][0]["colour"] = "red"
    with pytest.raises(RunFileError, match="colour"):
        parse(json.dumps(document))


def test_a_summary_that_was_edited_is_noticed(record: RunRecord) -> None:
    document = json.loads(dump(record))
    document["summary"]["fail"] = 0
    with pytest.raises(RunFileError, match="/summary"):
        parse(json.dumps(document))


def test_defaults_of_the_values_survive(record: RunRecord) -> None:
    bare = replace(record, requirements=(replace(record.requirements[0], checks=()),), exchanges=(), seed=None)
    assert parse(dump(bare)) == bare
    check = CheckResult("a", values.Outcome.PASS, (Finding("CLR10-GCS-001", "m"),))
    one = replace(record, requirements=(replace(record.requirements[0], checks=(check,)),))
    assert parse(dump(one)) == one


def test_the_schema_knows_every_role_that_a_row_can_have() -> None:
    assert set(schema()["$defs"]["requirement"]["properties"]["role"]["enum"]) == {role.value for role in Role}
