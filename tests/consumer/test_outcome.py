"""The outcome that a consumer reports: what can be used is read, and of anything else the reader is told why not."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from conformance.consumer.outcome import MOST_BYTES, OutcomeError, from_bytes, from_file
from conformance.traffic.outcome import ReportedOutcome, ReportedRecord

RIGHT: dict[str, Any] = {
    "result": "refused",
    "reason": "one of them is revoked",
    "records": [
        {"id": "urn:uuid:1", "state": "verified", "document": {"id": "urn:uuid:1"}},
        {"id": "/signedAssertions/0", "state": "revoked", "reason": "it is on the list"},
    ],
}


def read(value: Any) -> ReportedOutcome:
    return from_bytes(json.dumps(value).encode())


def test_what_is_right_is_read() -> None:
    assert read(RIGHT) == ReportedOutcome(
        "refused",
        "one of them is revoked",
        (
            ReportedRecord("urn:uuid:1", "verified", document={"id": "urn:uuid:1"}),
            ReportedRecord("/signedAssertions/0", "revoked", "it is on the list"),
        ),
    )


def test_it_may_speak_of_no_record() -> None:
    assert read({"result": "done"}) == ReportedOutcome()


def record(**members: Any) -> dict[str, Any]:
    return {**RIGHT, "records": [{"id": "urn:uuid:1", "state": "verified", **members}]}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ([], "the whole: [] is not of type"),
        ({}, '"result" is a required property'),
        ({"result": "ok"}, '/result: "ok" is not one of "done"'),
        ({**RIGHT, "reason": 3}, "/reason: 3 is not of type"),
        ({**RIGHT, "reason": "x" * 4001}, "longer than 4000"),
        ({**RIGHT, "record": []}, "'record' was unexpected"),
        ({**RIGHT, "records": {}}, "/records: {} is not of type"),
        ({**RIGHT, "records": [RIGHT["records"][0]] * 1001}, "more than 1000 items"),
        ({**RIGHT, "records": ["urn:uuid:1"]}, "/records/0:"),
        (record(state="valid"), '/records/0/state: "valid" is not one of "verified"'),
        (record(state=None), "/records/0/state:"),
        (record(id=7), "/records/0/id: 7 is not of type"),
        (record(id="x" * 2001), "longer than 2000"),
        (record(document=[]), "/records/0/document:"),
    ],
)
def test_what_breaks_the_schema_is_told_with_its_place(value: Any, told: str) -> None:
    with pytest.raises(OutcomeError) as caught:
        read(value)
    assert told in str(caught.value)
    assert len(str(caught.value)) < 600, "a stranger's text is quoted in part"


@pytest.mark.parametrize(
    "content",
    [b"", b"done", b"{", b'{"result": "do', b"\xff\xfe\x00", b"[" * 100_000, b'{"result": NaN}', b"{}" * 2],
)
def test_what_is_not_json_is_told(content: bytes) -> None:
    with pytest.raises(OutcomeError, match="cannot be read as JSON"):
        from_bytes(content)


def test_what_is_nested_too_deep_is_told() -> None:
    deep: Any = {}
    for _ in range(80):
        deep = {"a": deep}
    with pytest.raises(OutcomeError, match="cannot be read as JSON"):
        read(record(document=deep))


def test_what_is_too_large_is_told_and_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "outcome.json"
    with path.open("wb") as stream:
        stream.truncate(MOST_BYTES * 1000)
    with pytest.raises(OutcomeError, match="more than 4 MiB"):
        from_file(path)


def test_a_file_that_is_not_there_is_no_outcome(tmp_path: Path) -> None:
    assert from_file(tmp_path / "outcome.json") is None


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutcomeError, match="is a folder"):
        from_file(tmp_path)


def test_a_fifo_in_its_place_is_told_and_holds_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "outcome.json")
    with pytest.raises(OutcomeError, match="is a FIFO"):
        from_file(tmp_path / "outcome.json")


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.json").write_text(json.dumps(RIGHT))
    (tmp_path / "outcome.json").symlink_to(tmp_path / "elsewhere.json")
    with pytest.raises(OutcomeError, match="is a link"):
        from_file(tmp_path / "outcome.json")


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "outcome.json").write_text(json.dumps(RIGHT))
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OutcomeError, match="Permission denied"):
        from_file(tmp_path / "outcome.json")


def test_a_file_that_is_being_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, seen = tmp_path / "outcome.json", os.fstat
    path.write_text(json.dumps(RIGHT))
    looks: list[int] = []

    def look(descriptor: int) -> os.stat_result:
        looks.append(descriptor)
        if len(looks) == 2:
            with path.open("a") as stream:
                stream.write(" ")
        return seen(descriptor)

    monkeypatch.setattr("conformance.consumer.outcome.os.fstat", look)
    with pytest.raises(OutcomeError, match="still being written"):
        from_file(path)
