"""What software of other hands signed, by the command: a folder in one go, exit codes, what is told of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Command, Ended
from tests.foreign.credentials.judging import ALL, KNOWN
from tests.foreign.credentials.make import FIXTURES

LOOKUPS = [word for url, file in KNOWN for word in ("--lookup", f"{url}={file}")]
AS_OF = ("--as-of", "2026-06-01", "--offline", "--jobs", "1")


def validate(command: Command, *inputs: object, form: str = "json") -> Ended:
    return command("validate", *inputs, *AS_OF, *LOOKUPS, "--format", form)


def paths(expected: str) -> list[Path]:
    return [FIXTURES / each.file for each in ALL if each.expected == expected]


def test_all_right_ones_end_with_zero(command: Command) -> None:
    ended = validate(command, *paths("verified"))
    told = json.loads(ended.out)
    assert ended.code == 0, ended.err
    assert len(told["documents"]) == len(paths("verified"))
    assert {each["verification"]["verdict"] for each in told["documents"]} == {"verified"}


def test_one_letter_ends_with_one_and_names_the_row(command: Command, tmp_path: Path) -> None:
    text = (FIXTURES / "documents" / "record-mixed-suites.json").read_text("utf-8")
    file = tmp_path / "record.json"
    file.write_text(text.replace("Record of learning", "Record of earning"), "utf-8")
    ended = validate(command, file, form="text")
    assert ended.code == 1
    assert "CLR20-VER-04" in ended.out


def test_each_question_is_answered_for_each_item(command: Command) -> None:
    ended = validate(command, FIXTURES / "documents" / "record-endorsed.json")
    items: list[dict[str, Any]] = json.loads(ended.out)["documents"][0]["verification"]["items"]
    assert len(items) > 3
    for item in items:
        assert {"conforms", "intact", "issuer", "dates", "status", "refresh", "recipient"} <= set(item["answers"])
    assert any("eddsa-rdfc-2022" in step for item in items for step in item["steps"])


def test_a_folder_with_tokens_and_records_is_judged(command: Command) -> None:
    ended = validate(command, FIXTURES / "documents")
    told = {Path(each["path"]).name for each in json.loads(ended.out)["documents"]}
    assert {"record-one-badge.json", "jwt-record-rs256.jwt"} <= told
    assert ended.code == 1
