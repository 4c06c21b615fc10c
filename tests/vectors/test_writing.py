"""The files are those that are committed, they follow their schema, and a reader finds its way without the tool."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path

import jsonschema_rs
import pytest

from conformance.errors import UsageFault
from conformance.issuing import Key
from conformance.vectors.reading import editions_with_vectors
from conformance.vectors.writing import INDEX, KEYS, SCHEMA, contents, written

COMMITTED = Path(__file__).parents[2] / "vectors"
MADE = contents(editions_with_vectors())


def holds_vectors(name: str) -> bool:
    return "/" in name and not name.endswith(f"/{KEYS}")


def test_the_committed_files_are_those_that_are_made() -> None:
    committed = {str(file.relative_to(COMMITTED)) for file in COMMITTED.rglob("*") if file.is_file()}
    assert committed == MADE.keys()
    changed = [name for name, text in MADE.items() if (COMMITTED / name).read_text(encoding="utf-8") != text]
    assert changed == [], "write them anew: clr-conformance vectors vectors"


def test_the_files_follow_their_schema() -> None:
    schema = jsonschema_rs.validator_for(json.loads(MADE[SCHEMA]))
    for name, text in MADE.items():
        if holds_vectors(name):
            schema.validate(json.loads(text))


def test_the_index_names_every_vector_once() -> None:
    index = json.loads(MADE[INDEX])
    for edition, content in index.items():
        listed = [each["id"] for file in content["files"] for each in file["vectors"]]
        assert len(listed) == len(set(listed)) == content["vectors"]
        held = [
            vector["id"]
            for file in content["files"]
            for vector in json.loads(MADE[f"{edition}/{file['file']}"])["vectors"]
        ]
        assert held == listed


def test_the_keys_can_be_used() -> None:
    for edition in json.loads(MADE[INDEX]):
        for forms in json.loads(MADE[f"{edition}/{KEYS}"])["keys"].values():
            assert Key.from_jwk(forms["jwk"]).kind == forms["kind"]


def test_the_content_of_every_vector_can_be_had() -> None:
    for name, text in MADE.items():
        for vector in json.loads(text)["vectors"] if holds_vectors(name) else ():
            content = vector["document"]
            assert b64decode(content) if vector["encoding"] == "base64" else content


def test_one_edition_can_be_written_alone(tmp_path: Path) -> None:
    count = written(tmp_path / "new", ["clr10"])
    assert count > 100
    assert {file.name for file in (tmp_path / "new").iterdir()} == {"README.md", SCHEMA, INDEX, "clr-v1p0"}


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageFault) as caught:
        written(tmp_path / "file")
    assert caught.value.problem.code == "folder-unwritable"
